"""Points that come in or stay by hand: grants, openings, transfers, write-offs, later expiry, reinstated points."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bench.interpreter.accounts import make_lot, new_lot, post
from bench.interpreter.member import Context, Lot, Member, Moment

Body = Mapping[str, Any]


def first_day_after(body: Body) -> date | None:
    """The first day on which what is good through `until` is gone."""
    return date.fromisoformat(body["until"]) + timedelta(days=1) if body.get("until") else None


def grant(context: Context, member: Member, moment: Moment, body: Body) -> None:
    """Make a lot by hand, good through its own last day if it has one."""
    _credit(context, member, moment, body, "GRANT")


def bring_lots(context: Context, member: Member, moment: Moment, body: Body) -> None:
    """Make the lots that a transfer or an opening names."""
    for lot in body["lots"]:
        _credit(context, member, moment, lot, body["kind"].upper())


def _credit(context: Context, member: Member, moment: Moment, told: Body, kind: str) -> None:
    lot = new_lot(context, member, moment, told["wallet"], told["points"])
    lot.rule = kind.lower()
    lot.expires_on = first_day_after(told) or lot.expires_on
    make_lot(context, member, moment, lot, kind)


def write_off(member: Member, moment: Moment, body: Body) -> None:
    """Forgive points that the member owes."""
    forgiven = min(body["points"], member.owed[body["wallet"]])
    if forgiven:
        member.owed[body["wallet"]] -= forgiven
        post(member, moment, "WRITE_OFF", body["wallet"])


def lots_to_extend(member: Member, body: Body) -> list[Lot]:
    """The open lots that would be gone before the day an `extend` event names is over."""
    gone = first_day_after(body)
    return [lot for lot in member.open_lots(body["wallet"]) if gone is not None and lot.expires_on < gone]


def extend(member: Member, body: Body) -> None:
    """Let open lots expire later."""
    for lot in lots_to_extend(member, body):
        lot.expires_on = first_day_after(body) or lot.expires_on


def expired_lots(member: Member, body: Body) -> list[Lot]:
    """The lots whose expired points a `reinstate` event may bring back, last expired first."""
    since = date.fromisoformat(body["since"]) if body.get("since") else date.min
    lots = [lot for lot in member.lots[body["wallet"]] if lot.expired > lot.forgiven and lot.expires_on >= since]
    return sorted(lots, key=lambda lot: (lot.expires_on, lot.number), reverse=True)


def reinstate(member: Member, moment: Moment, body: Body) -> None:
    """Bring expired points back to their lots, each good through a new last day."""
    lots = expired_lots(member, body)
    points = body.get("points", sum(lot.expired - lot.forgiven for lot in lots))
    for lot in lots:
        part = min(points, lot.expired - lot.forgiven)
        if part:
            points -= part
            lot.expired -= part
            lot.remaining += part
            lot.expires_on = first_day_after(body) or lot.expires_on
    post(member, moment, "REINSTATE", body["wallet"])
