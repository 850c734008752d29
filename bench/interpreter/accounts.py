"""What happens to points: lots are made, drawn and expire; each change is a transaction."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from bench.interpreter.days import expiry_day, first_instant
from bench.interpreter.member import Context, Lot, Member, Moment, Transaction


def make_lot(member: Member, moment: Moment, lot: Lot, kind: str) -> None:
    """Add a lot; a debt is repaid from it at once."""
    repaid = min(lot.remaining, member.debts[lot.wallet])
    lot.remaining -= repaid
    member.debts[lot.wallet] -= repaid
    member.lots[lot.wallet].append(lot)
    post(member, moment, kind, lot.earned, lot)


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


def draw(member: Member, wallet: str, points: int) -> int:
    """Draw points from the open lots, earliest expiry first, and return how many there were."""
    wanted = points
    for lot in member.open_lots(wallet):
        drawn = min(wanted, lot.remaining)
        lot.remaining -= drawn
        wanted -= drawn
    return points - wanted


def refusal_of(context: Context, member: Member, wallet: str, points: int) -> str | None:
    """Why points cannot be spent."""
    overdraft = context.programme.policies.overdraft
    held = sum(lot.remaining for lot in member.lots[wallet])
    if context.wallets[wallet].purpose == "status":
        return "STATUS_WALLET"
    if (overdraft == "reject" and held < points) or (overdraft == "clamp" and not held):
        return "INSUFFICIENT_POINTS"
    return None


def redeem(context: Context, member: Member, moment: Moment, wallet: str, points: int) -> None:
    """Spend points; what is missing is clamped, or becomes debt."""
    drawn = draw(member, wallet, points)
    if context.programme.policies.overdraft != "clamp":
        member.debts[wallet] += points - drawn
        drawn = points
    if drawn:
        post(member, moment, "REDEEM", -drawn, wallet)


def expire(context: Context, member: Member, day: date) -> None:
    """Take away what is gone from `day` on."""
    moment = Moment(first_instant(day, context.zone), day)
    for wallet in context.wallets:
        for lot in member.open_lots(wallet):
            if lot.expires_on <= day:
                points, lot.remaining = lot.remaining, 0
                lot.expired += points
                post(member, moment, "EXPIRE", -points, lot)


def slide_expiry(context: Context, member: Member, day: date) -> None:
    """Move the expiry of open lots in wallets with sliding expiry."""
    for wallet in context.programme.wallets:
        if wallet.expiry.kind == "sliding":
            expires_on = expiry_day(wallet.expiry, day, context.programme.policies.expiry_boundary)
            for lot in member.open_lots(wallet.id):
                lot.expires_on = expires_on


def post(member: Member, moment: Moment, kind: str, points: int, of: Lot | str) -> None:
    """Note a transaction of a lot, or of a whole wallet."""
    lot = of if isinstance(of, Lot) else Lot(of, 0, None)
    new = kind in ("EARN", "GRANT")
    member.transactions.append(
        Transaction(
            kind=kind,
            wallet=lot.wallet,
            points=points,
            available=member.available(lot.wallet),
            debt=member.debts[lot.wallet],
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
