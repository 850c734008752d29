"""The canonical body of an event: what the log keeps and the engine reads. No personal data, no nulls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from regulars.domain.intake.policy.points_bodies import POINTS_BODIES
from regulars.domain.intake.policy.refusing import Body, refuse, texts
from regulars.domain.intake.types.public import (
    RESERVED_NAMES,
    Activity,
    Consent,
    Enrol,
    Event,
    Line,
    ProfileChange,
    Purchase,
    Refund,
    RefundLine,
)
from regulars.domain.intake.types.values import Reading, fault
from regulars.engine.expressions.vocabulary import LARGEST_AMOUNT


def body_of(event: Event, reading: Reading) -> Body:
    """The canonical body; raises pydantic's error for what only the whole event and the programme can tell."""
    body = _BODIES[type(event)](event, reading)
    if event.channel is not None:
        body["channel"] = event.channel
    if event.store is not None:
        body["store"] = event.store
    if event.attributes and not isinstance(event, Enrol | ProfileChange):
        body["attributes"] = dict(sorted({**event.attributes, **body.get("attributes", {})}.items()))
    return body


def _check_currency(currency: str | None, reading: Reading) -> None:
    if currency is not None and currency.upper() != reading.currency:
        raise refuse(("currency",), fault("currency_other", given=currency, expected=reading.currency), currency)


def _purchase(event: Purchase, reading: Reading) -> Body:
    _check_currency(event.currency, reading)
    lines = [_line(line, number) for number, line in enumerate(event.lines, start=1)]
    _check_line_ids([line["line_id"] for line in lines])
    if event.amount is None and not lines:
        raise refuse(("amount",), fault("amount_missing"))
    together = sum(line["amount_minor"] for line in lines)
    if together > LARGEST_AMOUNT:  # rules and metrics count over lines, whatever the order's own amount says
        raise refuse(("lines",), fault("number_too_large", given=str(together)))
    amount = event.amount if event.amount is not None else together
    body: Body = {"kind": "purchase", "order_id": event.order_id, "amount_minor": amount}
    discount = event.discount
    if discount is None and lines:
        discount = sum(line.get("discount_minor", 0) for line in lines)
    if discount:
        body["discount_minor"] = discount
    _check_order_discount(event.order_discount, min(amount, together) if lines else amount)
    for name in ("order_discount", "tax", "delivery", "instruments"):
        if minor := getattr(event, name):
            body[f"{name}_minor"] = minor
    if lines:
        body["lines"] = lines
    return body


def _check_order_discount(discount: int | None, amount: int) -> None:
    if discount is not None and discount > amount:
        raise refuse(("order_discount",), fault("discount_too_large"), str(discount))


def _line(line: Line, number: int) -> Body:
    body: Body = {"line_id": line.line_id or str(number), "quantity": line.quantity, "amount_minor": line.amount}
    for name in ("sku", "category", "department", "brand"):
        if (text := getattr(line, name)) is not None:
            body[name] = text
    if line.discount:
        body["discount_minor"] = line.discount
    if line.tax:
        body["tax_minor"] = line.tax
    return body


def _check_line_ids(line_ids: list[str]) -> None:
    """A refund names a line by its id, so ids differ within an order."""
    seen: set[str] = set()
    for number, line_id in enumerate(line_ids):
        if line_id in seen:
            raise refuse(("lines", number, "line_id"), fault("line_id_repeated", given=line_id), line_id)
        seen.add(line_id)


def _refund(event: Refund, reading: Reading) -> Body:
    _check_currency(event.currency, reading)
    if event.amount is not None and event.lines:
        raise refuse(("amount",), fault("refund_ambiguous"))
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


def _activity(event: Activity, reading: Reading) -> Body:
    del reading
    if event.name in RESERVED_NAMES:
        raise refuse(("name",), fault("activity_name_reserved", given=event.name), event.name)
    return {"kind": "activity", "name": event.name} | texts(event, "order_id")


def _personal(event: Enrol | ProfileChange, reading: Reading) -> Body:
    """Only what the programme declares of members goes into the log; the rest is kept with the member."""
    body: Body = {"kind": "enrol" if isinstance(event, Enrol) else "profile"}
    if event.birth_month is not None:
        body["birth_month"] = event.birth_month
    declared = {
        name: value for name, value in (event.attributes or {}).items() if name in reading.member_attribute_types
    }
    if declared:
        body["attributes"] = dict(sorted(declared.items()))
    return body


def _consent(event: Consent, reading: Reading) -> Body:
    """In the log it is an activity that says what was allowed: rules may speak of it, and replays know it."""
    del reading
    said = {"consent_channel": event.contact_channel, "given": event.given, "purpose": event.purpose}
    if event.text_version is not None:
        said["text_version"] = event.text_version
    return {"kind": "activity", "name": "consent", "attributes": said}


_BODIES: dict[type[Event], Callable[[Any, Reading], Body]] = {
    Purchase: _purchase,
    Refund: _refund,
    Activity: _activity,
    Enrol: _personal,
    ProfileChange: _personal,
    Consent: _consent,
    **POINTS_BODIES,
}
