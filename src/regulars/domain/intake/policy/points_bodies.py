"""Canonical bodies of events that move points or tiers without a sale."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from regulars.domain.intake.policy.refusing import Body, refuse, texts
from regulars.domain.intake.types import points
from regulars.domain.intake.types.parts import Event
from regulars.domain.intake.types.values import LARGEST_POINTS, Reading, fault, scaled

Place = tuple[int | str, ...]


def wallet_of(given: str | None, reading: Reading, place: Place = ()) -> str:
    """The wallet an event names, or the only one to spend from."""
    known = ", ".join(reading.wallet_decimals)
    if given is None and len(reading.spend_wallets) == 1:
        return reading.spend_wallets[0]
    if given is None:
        raise refuse((*place, "wallet"), fault("wallet_missing", known=known))
    if given not in reading.wallet_decimals:
        raise refuse((*place, "wallet"), fault("wallet_unknown", given=given, known=known), given)
    return given


def units(given: Decimal, decimals: int, place: Place = ("points",)) -> int:
    """Points in the wallet's smallest unit."""
    try:
        return scaled(given, decimals, LARGEST_POINTS)
    except PydanticCustomError as problem:
        raise refuse(place, problem, str(given)) from None


def _of_wallet(event: Any, reading: Reading) -> Body:
    """Wallet and, where given, points."""
    wallet = wallet_of(event.wallet, reading)
    if event.points is None:
        return {"wallet": wallet}
    return {"wallet": wallet, "points": units(event.points, reading.wallet_decimals[wallet])}


def _redeem(event: points.Redeem, reading: Reading) -> Body:
    if event.points is None and event.list_points is None:
        raise refuse(("points",), fault("field_missing"))
    if event.points is not None and event.list_points is not None:
        raise refuse(("list_points",), fault("points_ambiguous"))
    body: Body = {"kind": "redeem", **_of_wallet(event, reading), **_of_order(event)}
    if event.list_points is not None:
        body["list_points"] = units(event.list_points, reading.wallet_decimals[body["wallet"]], ("list_points",))
    return body | texts(event, "reason")


def _hold(event: points.Hold, reading: Reading) -> Body:
    minutes = reading.hold_minutes if event.minutes is None else event.minutes
    body: Body = {"kind": "hold", "hold_id": event.hold_id, "minutes": minutes}
    return body | _of_wallet(event, reading) | _of_order(event)


def _of_order(event: points.Redeem | points.Hold) -> Body:
    amount = {} if event.order_amount is None else {"amount_minor": event.order_amount}
    return texts(event, "order_id") | amount


def _capture(event: points.Capture, reading: Reading) -> Body:
    body: Body = {"kind": "capture", "hold_id": event.hold_id}
    if event.points is not None:
        body["points"] = units(event.points, _decimals_of_holds(event.wallet, reading))
    return body


def _decimals_of_holds(wallet: str | None, reading: Reading) -> int:
    """Decimals of the wallet of a hold; it must be named only where that makes a difference."""
    possible = {reading.wallet_decimals[one] for one in reading.spend_wallets}
    if wallet is None and len(possible) == 1:
        return possible.pop()
    return reading.wallet_decimals[wallet_of(wallet, reading)]


def _release(event: points.Release, reading: Reading) -> Body:
    del reading
    return {"kind": "release", "hold_id": event.hold_id}


def _return(event: points.Return, reading: Reading) -> Body:
    body: Body = {"kind": "return", "order_id": event.order_id, "reason": event.reason}
    return body | (_of_wallet(event, reading) if event.points is not None or event.wallet is not None else {})


def _by_hand(kind: str, *more: str) -> Callable[[Any, Reading], Body]:
    """Wallet and points with reason and actor."""

    def body(event: Any, reading: Reading) -> Body:
        return {"kind": kind, **_of_wallet(event, reading), **texts(event, *more, "reason", "actor")}

    return body


def _extend(event: points.Extend, reading: Reading) -> Body:
    body: Body = {"kind": "extend", "wallet": wallet_of(event.wallet, reading)}
    return body | texts(event, "until", "reason", "actor")


def _tier_grant(event: points.TierGrant, reading: Reading) -> Body:
    body: Body = {"kind": "tier_grant", "tier": _tier(event.tier, reading)}
    return body | texts(event, "until", "basis", "reason", "actor")


def _tier(given: str, reading: Reading) -> str:
    if given not in reading.tiers:
        raise refuse(("tier",), fault("tier_unknown", given=given, known=", ".join(sorted(reading.tiers))), given)
    return given


def _tier_lock(event: points.TierLock, reading: Reading) -> Body:
    del reading
    if event.lift and event.until is not None:
        raise refuse(("until",), fault("lock_ambiguous"))
    lift: Body = {"lift": True} if event.lift else {}
    return {"kind": "tier_lock"} | lift | texts(event, "until", "reason", "actor")


def _opening(event: points.Opening, reading: Reading) -> Body:
    if not event.lots and event.tier is None:
        raise refuse(("lots",), fault("opening_empty"))
    if event.until is not None and event.tier is None:
        raise refuse(("tier",), fault("field_missing"))
    tier = {} if event.tier is None else {"tier": _tier(event.tier, reading)}
    lots = [_lot(lot, number, reading) for number, lot in enumerate(event.lots)]
    return {"kind": "opening", "lots": lots} | tier | texts(event, "until")


def _lot(lot: points.OpeningLot, number: int, reading: Reading) -> Body:
    place = ("lots", number)
    wallet = wallet_of(lot.wallet, reading, place)
    held = units(lot.points, reading.wallet_decimals[wallet], (*place, "points"))
    return {"wallet": wallet, "points": held} | texts(lot, "until")


POINTS_BODIES: dict[type[Event], Callable[[Any, Reading], Body]] = {
    points.Redeem: _redeem,
    points.Hold: _hold,
    points.Capture: _capture,
    points.Release: _release,
    points.Return: _return,
    points.Grant: _by_hand("grant", "until"),
    points.Deduct: _by_hand("deduct"),
    points.WriteOff: _by_hand("write_off"),
    points.Extend: _extend,
    points.Reinstate: _by_hand("reinstate", "since", "until"),
    points.TierGrant: _tier_grant,
    points.TierLock: _tier_lock,
    points.Opening: _opening,
}
