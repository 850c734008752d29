"""Events and lines as expressions see them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from bench.interpreter.member import Context


def event_columns(context: Context, body: Mapping[str, Any], day: date, hour: int) -> dict[str, Any]:
    """An event as expressions see it."""
    money = {name: _money(context, body.get(f"{name}_minor", 0)) for name in ("amount", "discount")}
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


def basket(context: Context, body: Mapping[str, Any], event: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of an event beside its columns; an event without lines is read as one with its own amount."""
    money = ("amount_minor", "discount_minor")
    whole = {"quantity": 1, **{name: body.get(name, 0) for name in money}}
    return [{**event, **line_columns(context, line)} for line in body.get("lines") or [whole]]


def line_columns(context: Context, line: Mapping[str, Any]) -> dict[str, Any]:
    """A line as expressions see it."""
    return {
        **{name: line.get(name) for name in ("line_id", "sku", "category", "department", "brand", "quantity")},
        "line_amount": _money(context, line.get("amount_minor")),
        "line_discount": _money(context, line.get("discount_minor", 0)),
    }


def _money(context: Context, minor: int | None) -> Fraction | None:
    return None if minor is None else Fraction(minor, context.minor_units)
