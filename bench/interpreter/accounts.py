"""What happens to points: lots are made, drawn, given back and expire; each change is a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from bench.interpreter.days import NEVER, expiry_day, first_instant
from bench.interpreter.member import Context, Draw, Lot, Member, Moment, Transaction


def new_lot(context: Context, member: Member, moment: Moment, wallet: str, points: int) -> Lot:
    """A lot of a wallet that expires as the wallet says."""
    policies = context.programme.policies
    return Lot(
        wallet=wallet,
        number=len(member.lots[wallet]) + 1,
        rule=None,
        earned_at=moment.instant,
        expires_on=expiry_day(context.wallets[wallet].expiry, moment.day, policies.expiry_boundary),
        earned=points,
        remaining=points,
    )


def make_lot(context: Context, member: Member, moment: Moment, lot: Lot, kind: str) -> None:
    """Add a lot; unless it is pending, what the member lacks is repaid from it at once."""
    member.lots[lot.wallet].append(lot)
    if lot.pending:
        return post(member, moment, kind, lot)
    return _bring_in(context, member, moment, lot, kind)


def make_earned_lot(context: Context, member: Member, moment: Moment, lot: Lot) -> None:
    """Add a lot of a rule or a goal, which may have to wait before it can be spent."""
    pending = context.wallets[lot.wallet].pending
    if pending is not None and (pending.days is not None or (pending.until is not None and lot.order_id is not None)):
        lot.pending = True
        lot.spendable_on = NEVER if pending.days is None else moment.day + timedelta(days=pending.days)
    make_lot(context, member, moment, lot, "EARN")


def release_lot(context: Context, member: Member, moment: Moment, lot: Lot) -> None:
    """Make a pending lot spendable."""
    lot.pending = False
    _bring_in(context, member, moment, lot, "RELEASE")


def _bring_in(context: Context, member: Member, moment: Moment, lot: Lot, kind: str) -> None:
    """Note a lot that is spendable from now on; it repays the debt, and goes towards what is owed."""
    wallet = lot.wallet
    repaid = min(lot.remaining, member.debts[wallet])
    lot.remaining -= repaid
    member.debts[wallet] -= repaid
    post(member, moment, kind, lot)
    share = -(-lot.remaining * context.programme.policies.recovery_offset_percent // 100)
    offset = min(share, member.owed[wallet])
    if offset:
        lot.remaining -= offset
        member.owed[wallet] -= offset
        post(member, moment, "OFFSET", lot)


def draw(member: Member, wallet: str, points: int) -> list[Draw]:
    """Draw points from the lots that can be drawn, earliest expiry first, as far as there are any."""
    draws = []
    for lot in member.spendable_lots(wallet):
        drawn = min(points, lot.remaining)
        if drawn:
            lot.remaining -= drawn
            points -= drawn
            draws.append(Draw(lot, drawn))
    return draws


def draw_all(member: Member, wallet: str, points: int) -> list[Draw]:
    """Draw points; what is missing is drawn as debt."""
    draws = draw(member, wallet, points)
    missing = points - total(draws)
    if missing:
        member.debts[wallet] += missing
        draws.append(Draw(None, missing))
    return draws


def total(draws: Sequence[Draw]) -> int:
    """The points of several draws."""
    return sum(each.points for each in draws)


def cut(draws: Sequence[Draw], points: int) -> tuple[list[Draw], list[Draw]]:
    """The first points of several draws, and the rest."""
    first, rest = [], []
    for each in draws:
        taken = min(points, each.points)
        points -= taken
        first += [Draw(each.lot, taken)] * bool(taken)
        rest += [Draw(each.lot, each.points - taken)] * (each.points > taken)
    return first, rest


def give_back(context: Context, member: Member, moment: Moment, wallet: str, draws: Sequence[Draw]) -> None:
    """Let points return to where they were drawn from; a debt that has been repaid leaves a new lot."""
    for each in draws:
        if each.lot is not None:
            each.lot.remaining += each.points
            continue
        lowered = min(each.points, member.debts[wallet])
        member.debts[wallet] -= lowered
        if each.points > lowered:
            member.lots[wallet].append(new_lot(context, member, moment, wallet, each.points - lowered))


def expire_again(member: Member, moment: Moment, draws: Sequence[Draw]) -> None:
    """Let what has come back to lots that had expired expire at once, as time would."""
    for each in draws:
        if each.lot is not None and each.lot.expires_on <= moment.day:
            _expire_lot(member, Moment(moment.instant, moment.day), each.lot)


def expire(context: Context, member: Member, day: date) -> None:
    """Take away what is gone from `day` on."""
    moment = Moment(first_instant(day, context.zone), day)
    for wallet in context.wallets:
        for lot in member.open_lots(wallet):
            if lot.expires_on <= day:
                _expire_lot(member, moment, lot)


def _expire_lot(member: Member, moment: Moment, lot: Lot) -> None:
    if lot.remaining:
        lot.expired += lot.remaining
        lot.remaining, lot.pending = 0, False
        post(member, moment, "EXPIRE", lot)


def release(context: Context, member: Member, day: date) -> None:
    """Make spendable what has been pending long enough."""
    moment = Moment(first_instant(day, context.zone), day)
    for wallet in context.wallets:
        for lot in member.lots[wallet]:
            if lot.pending and lot.remaining and lot.spendable_on <= day:
                release_lot(context, member, moment, lot)


def release_order(context: Context, member: Member, moment: Moment, name: str, order_id: str) -> None:
    """Make the pending points of an order spendable in wallets that wait for an activity of this name."""
    for wallet in context.programme.wallets:
        if wallet.pending is not None and wallet.pending.until == name:
            for lot in member.lots[wallet.id]:
                if lot.pending and lot.remaining and lot.order_id == order_id:
                    release_lot(context, member, moment, lot)


def slide_expiry(context: Context, member: Member, day: date) -> None:
    """Move the expiry of open lots in wallets with sliding expiry."""
    for wallet in context.programme.wallets:
        if wallet.expiry.kind == "sliding":
            expires_on = expiry_day(wallet.expiry, day, context.programme.policies.expiry_boundary)
            for lot in member.open_lots(wallet.id):
                lot.expires_on = expires_on


def post(member: Member, moment: Moment, kind: str, of: Lot | str) -> None:
    """Note a transaction of a lot, or of a whole wallet: what has changed since the one before."""
    lot = of if isinstance(of, Lot) else Lot(of, 0, None)
    new = kind in ("EARN", "GRANT")
    before, after = member.posted[lot.wallet], member.balances(lot.wallet)
    member.posted[lot.wallet] = after
    member.transactions.append(
        Transaction(
            kind=kind,
            wallet=lot.wallet,
            points=after.available - before.available,
            balances=after,
            occurred_at=moment.instant,
            seq=moment.seq,
            rule=lot.rule,
            lot=lot.number,
            basis=lot.basis if new else 0,
            rate=lot.rate if new else None,
        )
    )


def rounded(value: Fraction, policy: str) -> int:
    """A number that is not negative as a whole number, by the policy."""
    whole, rest = divmod(value.numerator, value.denominator)
    double = 2 * rest
    match policy:
        case "floor":
            up = False
        case "ceil":
            up = rest > 0
        case "half_up":
            up = double >= value.denominator
        case _:
            up = double > value.denominator or (double == value.denominator and whole % 2 == 1)
    return whole + up
