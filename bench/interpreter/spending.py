"""Redemptions, holds, transfers and deductions: what refuses them, what they draw, and how points come back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

from bench.interpreter.accounts import (
    cut,
    draw,
    draw_all,
    expire_again,
    give_back,
    new_lot,
    post,
    total,
)
from bench.interpreter.credits import expired_lots, lots_to_extend
from bench.interpreter.member import Context, Draw, Hold, Member, Moment, Spent

Body = Mapping[str, Any]

REFUSABLE = {"redeem", "hold", "capture", "release", "return", "deduct", "transfer_out"}
REFUSABLE |= {"write_off", "extend", "reinstate"}


def refusal_of(context: Context, member: Member, body: Body) -> str | None:
    """Why an event that has not been accepted before cannot be."""
    match body["kind"]:
        case "redeem" | "hold":
            return _refused_spending(context, member, body)
        case "transfer_out" if context.wallets[body["wallet"]].purpose == "status":
            return "STATUS_WALLET"
        case "transfer_out":
            return _shortage(member, body["wallet"], body["points"] + body.get("fee", 0))
        case "deduct":
            return _shortage(member, body["wallet"], body["points"])
    return _refused_restoring(context, member, body)


def _refused_restoring(context: Context, member: Member, body: Body) -> str | None:
    """Why nothing can come back, be forgiven or be kept longer."""
    match body["kind"]:
        case "capture" | "release":
            return _refused_hold(member, body)
        case "return":
            left = sum(total(spent.draws) for spent in _spent_on(context, member, body))
            return "RETURN_TOO_LARGE" if not left or left < body.get("points", left) else None
        case "write_off":
            return None if member.owed[body["wallet"]] else "NOTHING_OWED"
        case "reinstate":
            return None if expired_lots(member, body) else "NOTHING_EXPIRED"
    return None if lots_to_extend(member, body) else "NOTHING_TO_EXTEND"


def _refused_spending(context: Context, member: Member, body: Body) -> str | None:
    wallet, points = context.wallets[body["wallet"]], body["points"]
    spending, units = wallet.spending, context.units(wallet.id)
    if wallet.purpose == "status":
        return "STATUS_WALLET"
    if "pool" in body:  # a part: the terms hold for the whole, of which no member knows
        return _overdraft(context, member, wallet.id, points)
    if spending.minimum is not None and points < spending.minimum * units:
        return "BELOW_MINIMUM"
    if spending.step is not None and points % int(spending.step * units):
        return "NOT_A_STEP"
    share = spending.order_share_by_tier.get(context.tiers[member.tier], spending.order_share)
    if share is not None and wallet.cash_value is not None and "amount_minor" in body:
        worth = Fraction(points, units) * Fraction(wallet.cash_value)
        if worth > Fraction(body["amount_minor"], context.minor_units) * Fraction(share):
            return "ABOVE_ORDER_SHARE"
    if body["kind"] == "hold":
        return _shortage(member, wallet.id, points)
    return _overdraft(context, member, wallet.id, points)


def _overdraft(context: Context, member: Member, wallet: str, points: int) -> str | None:
    """Whether points are missing that a redemption must find."""
    match context.programme.policies.overdraft:
        case "negative":
            return None
        case "clamp":
            return _shortage(member, wallet, 1)
    return _shortage(member, wallet, points)


def _shortage(member: Member, wallet: str, points: int) -> str | None:
    """Whether points are missing that must be there."""
    return "INSUFFICIENT_POINTS" if member.available(wallet) < points else None


def _refused_hold(member: Member, body: Body) -> str | None:
    hold = member.holds.get(body["hold_id"])
    held = total(hold.draws) if hold else 0
    return "HOLD_NOT_OPEN" if not held or body.get("points", 0) > held else None


def redeem(context: Context, member: Member, moment: Moment, body: Body) -> None:
    """Spend points; what is missing is clamped, or becomes debt."""
    take = draw if context.programme.policies.overdraft == "clamp" else draw_all
    draws = take(member, body["wallet"], body["points"])
    if draws:
        _note_spent(member, body["wallet"], body.get("order_id"), draws)
        post(member, moment, "REDEEM", body["wallet"])


def take_out(member: Member, moment: Moment, wallet: str, points: int, kind: str) -> None:
    """Take points that are not spent on an order: a deduction, a transfer, its fee."""
    if points:
        draw_all(member, wallet, points)
        post(member, moment, kind, wallet)


def hold(member: Member, moment: Moment, body: Body) -> None:
    """Keep points for a checkout until a time."""
    wallet = body["wallet"]
    ends_at = moment.instant + body["minutes"] * 60_000_000
    member.holds[body["hold_id"]] = Hold(
        wallet, ends_at, body.get("order_id"), draw_all(member, wallet, body["points"])
    )
    post(member, moment, "HOLD", wallet)


def capture(context: Context, member: Member, moment: Moment, body: Body) -> None:
    """Redeem points of an open hold and give the rest back."""
    held = member.holds.get(body["hold_id"])
    if held is None or not held.draws:
        return
    captured, held.draws = cut(held.draws, body.get("points", total(held.draws)))
    _note_spent(member, held.wallet, held.order_id, captured)
    post(member, moment, "CAPTURE", held.wallet)
    end_hold(context, member, moment, held)


def end_hold(context: Context, member: Member, moment: Moment, held: Hold) -> None:
    """Give back all that a hold still holds."""
    draws, held.draws = held.draws, []
    if draws:
        give_back(context, member, moment, held.wallet, draws)
        post(member, moment, "UNHOLD", held.wallet)
        expire_again(member, moment, draws)


def _note_spent(member: Member, wallet: str, order_id: str | None, draws: list[Draw]) -> None:
    if order_id is not None:
        spent = member.spent.setdefault((order_id, wallet), Spent(wallet))
        spent.points += total(draws)
        spent.draws += draws


def return_by_event(context: Context, member: Member, moment: Moment, body: Body) -> None:
    """Give back points spent on an order because somebody says so."""
    spent_on = _spent_on(context, member, body)
    points = body.get("points", sum(total(spent.draws) for spent in spent_on))
    for spent in spent_on:
        part = min(points, total(spent.draws))
        points -= part
        return_points(context, member, moment, spent, part)


def _spent_on(context: Context, member: Member, body: Body) -> list[Spent]:
    """What has been spent on an order in a wallet, or in each."""
    wallets = [body["wallet"]] if "wallet" in body else list(context.wallets)
    return [member.spent[body["order_id"], wallet] for wallet in wallets if (body["order_id"], wallet) in member.spent]


def return_points(context: Context, member: Member, moment: Moment, spent: Spent, points: int) -> None:
    """Give back spent points, last drawn first: to their lots, or to new ones where these are good for too short."""
    returned, rest = cut(spent.draws[::-1], points)
    if not returned:
        return
    spent.draws, policies = rest[::-1], context.programme.policies
    days = policies.returned_minimum_days
    gone_on = moment.day + timedelta(days=days + (policies.expiry_boundary == "inclusive"))
    for each in returned:
        if each.lot is None or not days or each.lot.expires_on >= gone_on:
            give_back(context, member, moment, spent.wallet, [each])
            continue
        lot = new_lot(context, member, moment, spent.wallet, each.points)
        lot.rule, lot.expires_on = each.lot.rule, gone_on
        member.lots[spent.wallet].append(lot)
    post(member, moment, "RETURN", spent.wallet)
    expire_again(member, moment, returned)
