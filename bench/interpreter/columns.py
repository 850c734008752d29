"""Events and lines as expressions see them, once what concerns a whole order has been shared out to its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from bench.interpreter.member import Context

Body = Mapping[str, Any]

MONEY = ("amount", "discount", "tax", "delivery", "instruments")


def shared_out(body: Body) -> Body:
    """A body whose lines carry their parts of the order's discount, tax and instruments."""
    discount = body.get("order_discount_minor", 0)
    lines = body.get("lines") or [_whole(body)]
    paid = [line.get("amount_minor") or 0 for line in lines]
    parts = {name: shares(body.get(f"{name}_minor", 0), paid) for name in ("order_discount", "tax", "instruments")}
    if any(line.get("tax_minor") for line in lines):  # then lines say their own, and only they
        parts["tax"] = [0] * len(lines)
    return {
        **body,
        "tax_minor": body.get("tax_minor", 0) or sum(line.get("tax_minor", 0) for line in body.get("lines", ())),
        "amount_minor": body.get("amount_minor", 0) - discount,
        "discount_minor": body.get("discount_minor", 0) + discount,
        "lines": [_with_parts(line, {name: parts[name][i] for name in parts}) for i, line in enumerate(lines)],
    }


def shares(whole: int, paid: Sequence[int]) -> list[int]:
    """A whole in parts, in proportion to what was paid for each; what is paid for nothing has no part."""
    everything, so_far, before, parts = sum(paid), 0, 0, []
    for each in paid:
        so_far += each
        upto = whole * so_far // everything if everything else 0
        parts.append(upto - before)
        before = upto
    return parts


def _whole(body: Body) -> dict[str, Any]:
    """The line that an event without lines is read as."""
    own = {f"{name}_minor": body.get(f"{name}_minor", 0) for name in ("amount", "discount", "tax")}
    return {"quantity": 1, **own}


def _with_parts(line: Body, parts: Mapping[str, int]) -> dict[str, Any]:
    amount, discount = line.get("amount_minor"), line.get("discount_minor", 0)
    return {
        **line,
        "amount_minor": None if amount is None else amount - parts["order_discount"],
        "discount_minor": discount + parts["order_discount"],
        "tax_minor": line.get("tax_minor", parts["tax"]),
        "instruments_minor": parts["instruments"],
    }


def event_columns(context: Context, body: Body, day: date, hour: int) -> dict[str, Any]:
    """An event as expressions see it."""
    money = {name: _money(context, body.get(f"{name}_minor", 0)) for name in MONEY}
    attributes = body.get("attributes", {})
    return {
        "event": body.get("name") if body["kind"] == "activity" else body["kind"],
        "order_id": body.get("order_id"),
        "channel": body.get("channel"),
        "store": body.get("store"),
        **money,
        "weekday": day.isoweekday(),
        "hour": hour,
        "day": day.day,
        "month": day.month,
        "year": day.year,
        **{attribute.id: attributes.get(attribute.id) for attribute in context.programme.attributes},
    }


def basket(context: Context, body: Body, event: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of an event beside its columns."""
    return [{**event, **line_columns(context, line)} for line in body["lines"]]


def line_columns(context: Context, line: Body) -> dict[str, Any]:
    """A line as expressions see it."""
    return {
        **{name: line.get(name) for name in ("line_id", "sku", "category", "department", "brand", "quantity")},
        "line_amount": _money(context, line.get("amount_minor")),
        "line_discount": _money(context, line.get("discount_minor", 0)),
        "line_tax": _money(context, line.get("tax_minor", 0)),
        "line_instruments": _money(context, line.get("instruments_minor", 0)),
    }


def _money(context: Context, minor: int | None) -> Fraction | None:
    return None if minor is None else Fraction(minor, context.minor_units)
