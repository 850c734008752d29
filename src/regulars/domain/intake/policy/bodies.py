"""The canonical body of an event: what the log keeps and the engine reads. No personal data, no nulls."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from regulars.domain.intake.types.public import (
    RESERVED_NAMES,
    Activity,
    Enrol,
    Event,
    Grant,
    Line,
    ProfileChange,
    Purchase,
    Redeem,
    Refund,
    RefundLine,
    TierGrant,
)
from regulars.domain.intake.types.values import LARGEST_POINTS, Reading, fault, scaled
from regulars.engine.expressions.vocabulary import LARGEST_AMOUNT

Body = dict[str, Any]


def body_of(event: Event, reading: Reading) -> Body:
    """The canonical body; raises pydantic's error for what only the whole event and the programme can tell."""
    body = _BODIES[type(event)](event, reading)
    if event.channel is not None:
        body["channel"] = event.channel
    if event.store is not None:
        body["store"] = event.store
    if event.attributes and not isinstance(event, Enrol | ProfileChange):
        body["attributes"] = dict(sorted(event.attributes.items()))
    return body


def _refuse(field: tuple[int | str, ...], problem: PydanticCustomError, given: object = None) -> ValidationError:
    detail = InitErrorDetails(type=problem, loc=field, input=given)
    return ValidationError.from_exception_data("event", [detail])


def _check_currency(currency: str | None, reading: Reading) -> None:
    if currency is not None and currency.upper() != reading.currency:
        raise _refuse(("currency",), fault("currency_other", given=currency, expected=reading.currency), currency)


def _purchase(event: Purchase, reading: Reading) -> Body:
    _check_currency(event.currency, reading)
    lines = [_line(line, number) for number, line in enumerate(event.lines, start=1)]
    _check_line_ids([line["line_id"] for line in lines])
    if event.amount is None and not lines:
        raise _refuse(("amount",), fault("amount_missing"))
    together = sum(line["amount_minor"] for line in lines)
    if together > LARGEST_AMOUNT:  # rules and metrics count over lines, whatever the order's own amount says
        raise _refuse(("lines",), fault("number_too_large", given=str(together)))
    amount = event.amount if event.amount is not None else together
    body: Body = {"kind": "purchase", "order_id": event.order_id, "amount_minor": amount}
    discount = event.discount
    if discount is None and lines:
        discount = sum(line.get("discount_minor", 0) for line in lines)
    if discount:
        body["discount_minor"] = discount
    if lines:
        body["lines"] = lines
    return body


def _line(line: Line, number: int) -> Body:
    body: Body = {"line_id": line.line_id or str(number), "quantity": line.quantity, "amount_minor": line.amount}
    for name in ("sku", "category", "department", "brand"):
        if (text := getattr(line, name)) is not None:
            body[name] = text
    if line.discount:
        body["discount_minor"] = line.discount
    return body


def _check_line_ids(line_ids: list[str]) -> None:
    """A refund names a line by its id, so ids differ within an order."""
    seen: set[str] = set()
    for number, line_id in enumerate(line_ids):
        if line_id in seen:
            raise _refuse(("lines", number, "line_id"), fault("line_id_repeated", given=line_id), line_id)
        seen.add(line_id)


def _refund(event: Refund, reading: Reading) -> Body:
    _check_currency(event.currency, reading)
    if event.amount is not None and event.lines:
        raise _refuse(("amount",), fault("refund_ambiguous"))
    body: Body = {"kind": "refund", "order_id": event.order_id, "refund": "full"}
    if event.lines:
        _check_line_ids([line.line_id for line in event.lines])
        body |= {"refund": "lines", "lines": [_refund_line(line) for line in event.lines]}
    elif event.amount is not None:
        body |= {"refund": "amount", "amount_minor": event.amount}
    if event.reason is not None:
        body["reason"] = event.reason
    return body


def _refund_line(line: RefundLine) -> Body:
    body: Body = {"line_id": line.line_id}
    if line.quantity is not None:
        body["quantity"] = line.quantity
    if line.amount is not None:
        body["amount_minor"] = line.amount
    return body


def _wallet_points(event: Redeem | Grant, reading: Reading) -> Body:
    wallet = event.wallet
    if wallet is None and len(reading.spend_wallets) == 1:
        wallet = reading.spend_wallets[0]
    known = ", ".join(reading.wallet_decimals)
    if wallet is None:
        raise _refuse(("wallet",), fault("wallet_missing", known=known))
    if wallet not in reading.wallet_decimals:
        raise _refuse(("wallet",), fault("wallet_unknown", given=wallet, known=known), wallet)
    return {"wallet": wallet, "points": _smallest_units(event.points, reading.wallet_decimals[wallet])}


def _smallest_units(points: Decimal, decimals: int) -> int:
    try:
        return scaled(points, decimals, LARGEST_POINTS)
    except PydanticCustomError as problem:
        raise _refuse(("points",), problem, str(points)) from None


def _redeem(event: Redeem, reading: Reading) -> Body:
    body: Body = {"kind": "redeem", **_wallet_points(event, reading)}
    return body | _texts(event, "order_id", "reason")


def _grant(event: Grant, reading: Reading) -> Body:
    body: Body = {"kind": "grant", **_wallet_points(event, reading)}
    return body | _texts(event, "until", "reason", "actor")


def _tier_grant(event: TierGrant, reading: Reading) -> Body:
    if event.tier not in reading.tiers:
        known = ", ".join(sorted(reading.tiers))
        raise _refuse(("tier",), fault("tier_unknown", given=event.tier, known=known), event.tier)
    body: Body = {"kind": "tier_grant", "tier": event.tier}
    return body | _texts(event, "until", "reason", "actor")


def _activity(event: Activity, reading: Reading) -> Body:
    del reading
    if event.name in RESERVED_NAMES:
        raise _refuse(("name",), fault("activity_name_reserved", given=event.name), event.name)
    return {"kind": "activity", "name": event.name}


def _personal(event: Enrol | ProfileChange, reading: Reading) -> Body:
    del reading
    body: Body = {"kind": "enrol" if isinstance(event, Enrol) else "profile"}
    if event.birth_month is not None:
        body["birth_month"] = event.birth_month
    return body


def _texts(event: Event, *names: str) -> Body:
    return {name: text for name in names if (text := getattr(event, name)) is not None}


_BODIES: dict[type[Event], Callable[[Any, Reading], Body]] = {
    Purchase: _purchase,
    Refund: _refund,
    Redeem: _redeem,
    Grant: _grant,
    TierGrant: _tier_grant,
    Activity: _activity,
    Enrol: _personal,
    ProfileChange: _personal,
}
