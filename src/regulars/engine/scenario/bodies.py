"""From an event as it is written to its canonical body, as the log keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.basics import Part
from regulars.engine.programme.model import Programme
from regulars.engine.scenario import happenings as told
from regulars.engine.scenario.happenings import Happening
from regulars.engine.scenario.unfit import Unfit

Body = dict[str, Any]


def body_of(event: Happening, programme: Programme) -> Body:
    """The event's canonical body; raises `Unfit` for numbers and wallets that do not fit the programme."""
    details = _DETAILS.get(type(event))
    body: Body = {"kind": getattr(event, "type"), **(details(event, programme) if details else {})}  # noqa: B009
    for name in ("channel", "store"):
        if getattr(event, name) is not None:
            body[name] = getattr(event, name)
    if event.attributes:
        body["attributes"] = event.attributes
    return body


def smallest_units(points: Decimal, wallet: str, programme: Programme) -> int:
    """Points as written in the wallet's smallest unit; raises `Unfit`."""
    decimals = {known.id: known.decimals for known in programme.wallets}
    if wallet not in decimals:
        raise Unfit("scenario_wallet_unknown", given=wallet, known=", ".join(decimals))
    return _scaled(points, decimals[wallet])


def _purchase(event: told.Purchase, programme: Programme) -> Body:
    amount, discount = event.amount, event.discount
    if amount is None:
        amount = sum((line.amount for line in event.lines), Decimal(0))
    if discount is None:
        discount = sum((line.discount for line in event.lines), Decimal(0))
    body: Body = {**_given(event, "order_id"), "amount_minor": _money(amount, programme)}
    if discount:
        body["discount_minor"] = _money(discount, programme)
    body |= _amounts(event, programme, "order_discount", "tax", "delivery", "instruments")
    body |= _caps(event, programme)
    if event.lines:
        body["lines"] = [_sold(line, number, programme) for number, line in enumerate(event.lines, start=1)]
    return body


def _caps(event: told.Earning, programme: Programme) -> Body:
    wallets = {rule.id: rule.wallet for rule in programme.rules}
    if unknown := event.caps.keys() - wallets.keys():
        raise Unfit("scenario_rule_unknown", given=min(unknown))
    caps = {rule: smallest_units(points, wallets[rule], programme) for rule, points in event.caps.items()}
    return {"caps": caps} if caps else {}


def _activity(event: told.Activity, programme: Programme) -> Body:
    return {**_given(event, "name", "order_id"), **_caps(event, programme)}


def _sold(line: told.SoldLine, number: int, programme: Programme) -> Body:
    """A line of a basket; without an id it is named after its number."""
    body: Body = line.model_dump(include={"sku", "category", "department", "brand"}, exclude_none=True)
    body |= {"line_id": line.line_id or str(number), "quantity": line.quantity}
    return body | _amounts(line, programme, "amount", "discount", "tax")


def _refund(event: told.Refund, programme: Programme) -> Body:
    if event.lines:
        lines = [_returned(line, programme) for line in event.lines]
        return {"order_id": event.order_id, "refund": "lines", "lines": lines}
    if event.amount is not None:
        return {"order_id": event.order_id, "refund": "amount", "amount_minor": _money(event.amount, programme)}
    return {"order_id": event.order_id, "refund": "full"}


def _returned(line: told.ReturnedLine, programme: Programme) -> Body:
    amount = {} if line.amount is None else {"amount_minor": _money(line.amount, programme)}
    return {**_given(line, "line_id", "quantity"), **amount}


def _redeem(event: told.Redeem | told.Hold, programme: Programme) -> Body:
    amount = {} if event.order_amount is None else {"amount_minor": _money(event.order_amount, programme)}
    return {**_points(event, programme), **_given(event, "order_id"), **amount}


def _hold(event: told.Hold, programme: Programme) -> Body:
    minutes = programme.holds.minutes if event.minutes is None else event.minutes
    return {"hold_id": event.hold_id, "minutes": minutes, **_redeem(event, programme)}


def _capture(event: told.Capture, programme: Programme) -> Body:
    moved = {} if event.points is None else {"points": _points(event, programme)["points"]}
    return {"hold_id": event.hold_id, **moved}


def _return(event: told.Return, programme: Programme) -> Body:
    named = event.points is not None or event.wallet is not None
    return {"order_id": event.order_id, **(_points(event, programme) if named else {})}


def _opening(event: told.Opening, programme: Programme) -> Body:
    return {"lots": _brought(event.lots, programme), **_given(event, "tier", "until")}


def _transfer_in(event: told.TransferIn, programme: Programme) -> Body:
    return {"lots": _brought(event.lots, programme)}


def _brought(lots: Sequence[told.BroughtLot], programme: Programme) -> list[Body]:
    return [{**_points(lot, programme), **_given(lot, "until")} for lot in lots]


def _transfer_out(event: told.TransferOut, programme: Programme) -> Body:
    points = _points(event, programme)
    return points | ({"fee": smallest_units(event.fee, points["wallet"], programme)} if event.fee else {})


def _of_wallet(*names: str) -> Callable[[Any, Programme], Body]:
    """Wallet and points, and these fields where they are given."""
    return lambda event, programme: {**_points(event, programme), **_given(event, *names)}


def _plain(*names: str) -> Callable[[Any, Programme], Body]:
    return lambda event, _: _given(event, *names)


def _points(event: Any, programme: Programme) -> Body:
    """Wallet and points in its smallest unit; the wallet may be left out where one can be spent."""
    spendable = [wallet.id for wallet in programme.wallets if wallet.purpose == "spend"]
    wallet = event.wallet or (spendable[0] if len(spendable) == 1 else None)
    if wallet is None:
        raise Unfit("scenario_wallet_missing", known=", ".join(spendable))
    points = getattr(event, "points", None)
    known = smallest_units(points or Decimal(0), wallet, programme)
    return {"wallet": wallet} if points is None else {"wallet": wallet, "points": known}


def _amounts(event: Part, programme: Programme, *names: str) -> Body:
    """Money under its name in the log; nothing where it is nothing, but for an amount."""
    given = {name: getattr(event, name) for name in names}
    return {f"{name}_minor": _money(value, programme) for name, value in given.items() if value or name == "amount"}


def _given(event: Part, *names: str) -> Body:
    """The fields that are given, days as the log writes them."""
    values = {name: getattr(event, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None and value is not False
    }


def _money(amount: Decimal, programme: Programme) -> int:
    return _scaled(amount, CURRENCY_DECIMALS[programme.currency])


def _scaled(number: Decimal, decimals: int) -> int:
    scaled = number.scaleb(decimals)
    if scaled % 1:
        raise Unfit("scenario_decimals", given=number, decimals=decimals)
    return int(scaled)


_DETAILS: dict[type[Happening], Callable[[Any, Programme], Body]] = {
    told.Purchase: _purchase,
    told.Refund: _refund,
    told.Redeem: _redeem,
    told.Hold: _hold,
    told.Capture: _capture,
    told.Release: _plain("hold_id"),
    told.Return: _return,
    told.Deduct: _of_wallet("reason"),
    told.Extend: _of_wallet("until"),
    told.Reinstate: _of_wallet("until", "since"),
    told.Grant: _of_wallet("until", "reason"),
    told.TierGrant: _plain("tier", "until", "reason"),
    told.TierLock: _plain("until", "lift", "reason"),
    told.Opening: _opening,
    told.TransferOut: _transfer_out,
    told.TransferIn: _transfer_in,
    told.Activity: _activity,
    told.Profile: _plain("birth_month"),
}
