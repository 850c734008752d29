"""What is left of a sale after its refunds, line by line, for programmes that read it anew."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import polars as pl

from regulars.engine.batch import LINE_SCHEMA, EventBatch, EventKind, RefundMode
from regulars.engine.shadows import Shadows

_SCALED = ("discount", "tax", "instruments")
Line = dict[str, Any]


@dataclass
class _Refund:
    """A refund of a sale: its place in time, what it gives back, and its number among the shadows (-1: earlier)."""

    place: tuple[int, int]
    mode: int
    amount: int
    lines: list[Line]
    shadow: int


def net_sales(batch: EventBatch, shadows: Shadows) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sale of each known refund as it is after the refund, as events and lines by the order of the shadows.

    Refunds by lines take from their lines, refunds by amount from all lines in proportion; a line of which nothing is
    left is gone. Earlier refunds of the same sales count when they stand in `batch.earlier`.
    """
    of_sale = defaultdict(list)
    for line in shadows.sale_lines.to_dicts():
        of_sale[line["sale"]].append(line)
    amounts: list[int] = [0] * len(shadows.rows)
    rows: list[Line] = []
    for sale, refunds in _refunds_by_sale(batch, shadows).items():
        sold = of_sale.get(sale, [])
        left = [dict(line) for line in sold]
        total = int(shadows.sale_amounts[next(item.shadow for item in refunds if item.shadow >= 0)])
        for refund in refunds:
            total -= _take(left, total, refund)
            if refund.shadow >= 0:
                amounts[refund.shadow] = total
                rows += [dict(line, event_row=refund.shadow) for line in _scaled(left, sold)]
    events = shadows.events.with_columns(amount=pl.Series(amounts, dtype=pl.Int64))
    return events, pl.DataFrame(rows, schema=LINE_SCHEMA)


def _refunds_by_sale(batch: EventBatch, shadows: Shadows) -> dict[int, list[_Refund]]:
    """All refunds of the sales that the batch refunds, in time order."""
    found: dict[int, list[_Refund]] = defaultdict(list)
    orders: dict[tuple[int, int], int] = {}
    for shadow, row in enumerate(shadows.rows.tolist()):
        event = batch.events.row(row, named=True)
        sale = int(shadows.sales[shadow])
        orders[event["member"], event["order_key"]] = sale
        found[sale].append(_refund(event, batch.lines, row, shadow))
    if batch.earlier is not None:
        earlier = batch.earlier.events.with_row_index("row").filter(pl.col("kind") == int(EventKind.REFUND))
        for event in earlier.to_dicts():
            known = orders.get((event["member"], event["order_key"]))
            if known is not None:
                found[known].append(_refund(event, batch.earlier.lines, event["row"], -1))
    for refunds in found.values():
        refunds.sort(key=lambda item: item.place)
    return found


def _refund(event: dict[str, Any], lines: pl.DataFrame, row: int, shadow: int) -> _Refund:
    named = lines.filter(pl.col("event_row") == row).to_dicts() if event["refund_mode"] == RefundMode.LINES else []
    return _Refund((event["occurred_at"], event["key"]), event["refund_mode"], event["amount"], named, shadow)


def _take(left: list[Line], total: int, refund: _Refund) -> int:
    """Lower the lines by a refund; returns by how much the sale shrinks."""
    if refund.mode == RefundMode.LINES:
        return sum(_take_line(left, named) for named in refund.lines)
    given = total if refund.mode == RefundMode.FULL else min(refund.amount, total)
    seen = taken = 0
    for line in left:
        seen += line["amount"]
        part = given * seen // total - taken if total else 0
        taken += part
        line["amount"] -= part
    return given


def _take_line(left: list[Line], named: Line) -> int:
    for line in left:
        if line["line_id"] != named["line_id"]:
            continue
        amount = named["amount"]
        if named["quantity"] is not None and line["quantity"]:
            part = min(named["quantity"], line["quantity"])
            amount = line["amount"] * part // line["quantity"] if amount is None else amount
            line["quantity"] -= part
        taken: int = line["amount"] if amount is None else min(amount, line["amount"])
        line["amount"] -= taken
        return taken
    return 0


def _scaled(left: list[Line], sold: list[Line]) -> list[Line]:
    """The lines of which something is left, their discount, tax and instruments in proportion."""
    lines = []
    for line, whole in zip(left, sold, strict=True):
        if line["amount"] == 0 and whole["amount"] > 0:
            continue
        scaled = {name: line[name] for name in LINE_SCHEMA if name != "event_row"}
        if line["amount"] < whole["amount"]:
            scaled |= {name: (whole[name] or 0) * line["amount"] // whole["amount"] for name in _SCALED}
        lines.append(scaled)
    return lines
