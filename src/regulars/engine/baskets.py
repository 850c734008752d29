"""The lines of baskets, with what concerns whole orders shared out to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from regulars.engine.batch import LINE_SCHEMA

Body = Mapping[str, Any]

_TEXTS = ("line_id", "sku", "category", "department", "brand")
_OF_ORDERS = {"order_discount_minor", "tax_minor", "instruments_minor"}
_NOTHING: tuple[int, ...] = ()


def lines_of(bodies: Sequence[Body]) -> pl.DataFrame:
    """All lines of the events, column by column; `event_row` counts in `bodies`."""
    lines = [(row, line) for row, body in enumerate(bodies) for line in body.get("lines", ())]
    columns: dict[str, list[Any]] = {"event_row": [row for row, _ in lines]}
    for name in _TEXTS:
        columns[name] = [line.get(name) for _, line in lines]
    columns["quantity"] = [line.get("quantity") for _, line in lines]
    columns["amount"] = [line.get("amount_minor") for _, line in lines]
    columns["discount"] = [line.get("discount_minor", 0) for _, line in lines]
    columns["tax"] = [line.get("tax_minor", 0) for _, line in lines]
    columns["instruments"] = [0] * len(lines)
    first = 0
    for body in bodies:
        count = len(body.get("lines", ()))
        if count and not body.keys().isdisjoint(_OF_ORDERS):
            _share_out(body, columns, first)
        first += count
    return pl.DataFrame(columns, schema=LINE_SCHEMA)


def _share_out(body: Body, columns: dict[str, list[Any]], first: int) -> None:
    """Share an order's discount, tax and instruments out to its lines, which begin at `first`."""
    rows = range(first, first + len(body["lines"]))
    paid = [columns["amount"][row] for row in rows]
    for row, part in zip(rows, shares(body.get("order_discount_minor", 0), paid), strict=False):
        columns["amount"][row] -= part
        columns["discount"][row] += part
    if not any(columns["tax"][row] for row in rows):
        for row, part in zip(rows, shares(body.get("tax_minor", 0), paid), strict=False):
            columns["tax"][row] = part
    for row, part in zip(rows, shares(body.get("instruments_minor", 0), paid), strict=False):
        columns["instruments"][row] = part


def shares(total: int, weights: Sequence[int]) -> Sequence[int]:
    """A total shared out in proportion to the weights, so that the parts add up; nothing to share, no parts.

    The first n parts together are `floor(total x their weights / all weights)`.
    """
    whole = sum(weights)
    if not total or not whole:
        return _NOTHING
    parts = []
    seen = given = 0
    for weight in weights:
        seen += weight
        part = total * seen // whole - given
        given += part
        parts.append(part)
    return parts
