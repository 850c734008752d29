"""Refunds as shadows of their sales.

A refund is evaluated as if the sale had happened with the refunded lines only, so that what a rule excluded from
earning, or a metric from counting, is excluded again, by the sale's own day, channel and store.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.engine.batch import LINE_SCHEMA, EventBatch, EventKind, RefundMode
from regulars.engine.states import Integers

_AGREED = ("sku", "category", "department", "brand")


class Shadows(NamedTuple):
    """The refunds of a batch whose sale is known.

    rows: int64[n] rows of the refunds in the batch's events. events, lines: their sales, whole, in that order.
    part_lines: the refunded lines of refunds by lines, by the same rows. modes, amounts, sale_amounts: int64[n]
    how each refund undoes its sale, by how much, and of how much. sale_lines: the lines of each sale once, by `sale`;
    sales: int64[n] the sale of each refund there.
    """

    rows: Integers
    events: pl.DataFrame
    lines: pl.DataFrame
    part_lines: pl.DataFrame
    modes: Integers
    amounts: Integers
    sale_amounts: Integers
    sale_lines: pl.DataFrame
    sales: Integers


def shadows_of(batch: EventBatch, *, proportional: bool) -> Shadows | None:
    """The shadows of a batch's refunds; None when no refund's sale is known.

    With `proportional`, a refund by lines takes its share of everything the sale brought, whatever its lines are.
    """
    refunds = batch.events.with_row_index("row").filter(
        (pl.col("kind") == int(EventKind.REFUND)) & (pl.col("order_key") != 0)
    )
    if refunds.is_empty():
        return None
    sales, sale_lines = _sales(batch, refunds)
    known = _known(refunds, sales)
    if known.is_empty():
        return None
    events = sales.select(batch.events.columns)[known["sale"].to_numpy()]
    named = _named_lines(batch.lines, known, sale_lines)
    modes = known["refund_mode"].cast(pl.Int64).to_numpy()
    if proportional:
        modes = np.where(modes == RefundMode.LINES, RefundMode.AMOUNT, modes)
    return Shadows(
        rows=known["row"].cast(pl.Int64).to_numpy(),
        events=events,
        lines=known.select("shadow", "sale").join(sale_lines, on="sale").select(_shaped()),
        part_lines=named.select(_shaped()),
        modes=modes,
        amounts=_amounts(known, named),
        sale_amounts=_sale_amounts(events, known, sale_lines),
        sale_lines=sale_lines,
        sales=known["sale"].cast(pl.Int64).to_numpy(),
    )


def _known(refunds: pl.DataFrame, sales: pl.DataFrame) -> pl.DataFrame:
    """The refunds that come after their sale in time order, with its number; of several sales the earliest counts."""
    earlier = (pl.col("occurred_at_of_sale") < pl.col("occurred_at")) | (
        (pl.col("occurred_at_of_sale") == pl.col("occurred_at")) & (pl.col("key_of_sale") < pl.col("key"))
    )
    return (
        refunds.select("row", "member", "order_key", "occurred_at", "key", "refund_mode", "amount")
        .join(
            sales.select("sale", "member", "order_key", "occurred_at", "key"),
            on=["member", "order_key"],
            suffix="_of_sale",
        )
        .filter(earlier)
        .sort("row", "occurred_at_of_sale", "key_of_sale")
        .unique("row", keep="first", maintain_order=True)
        .with_columns(shadow=pl.int_range(pl.len(), dtype=pl.UInt32))
    )


def _sales(batch: EventBatch, refunds: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sales that refunds name, each with a number, and the lines of these sales by that number."""
    frames = []
    lines = []
    for number, source in enumerate((batch, batch.earlier)):
        if source is None:
            continue
        found = (
            source.events.with_row_index("source_row")
            .filter(pl.col("kind") == int(EventKind.PURCHASE))
            .join(refunds.select("member", "order_key").unique(), on=["member", "order_key"], how="semi")
            .with_columns(source=pl.lit(number))
        )
        frames.append(found)
        lines.append(
            source.lines.join(
                found.select("source_row", "source"), left_on="event_row", right_on="source_row", how="inner"
            )
        )
    sales = pl.concat(frames).with_row_index("sale")
    owners = sales.select("sale", "source", event_row="source_row")
    return sales, pl.concat(lines).join(owners, on=["source", "event_row"]).drop("source", "event_row")


def _named_lines(lines: pl.DataFrame, known: pl.DataFrame, sale_lines: pl.DataFrame) -> pl.DataFrame:
    """The lines that refunds by lines give back: the sale's attributes, and the refunded part of amount and discount.

    A line the sale does not have keeps what the refund says of it.
    """
    refunded = lines.join(
        known.filter(pl.col("refund_mode") == int(RefundMode.LINES)).select("shadow", "sale", event_row="row"),
        on="event_row",
        how="inner",
    )
    first = sale_lines.unique(["sale", "line_id"], keep="first", maintain_order=True)
    both = refunded.join(first, on=["sale", "line_id"], how="left", suffix="_sold", maintain_order="left")
    sold = pl.col("quantity_sold").is_not_null()
    amount = pl.coalesce("amount", _share("amount_sold"), pl.lit(0))
    return both.with_columns(
        *(pl.coalesce(f"{name}_sold", name).alias(name) for name in _AGREED),
        amount=pl.when(sold).then(pl.min_horizontal(amount, "amount_sold")).otherwise(amount),
        discount=pl.when(sold).then(_share("discount_sold")).otherwise(pl.coalesce("discount", pl.lit(0))),
        quantity=pl.coalesce("quantity", "quantity_sold", pl.lit(0)),
    ).with_columns(tax=_in_proportion("tax_sold"), instruments=_in_proportion("instruments_sold"))


def _in_proportion(column: str) -> pl.Expr:
    """The part of a sold line's column that the refunded amount stands for, rounded down."""
    part = pl.col(column) * pl.col("amount") // pl.col("amount_sold")
    return pl.when(pl.col("amount_sold") > 0).then(part).otherwise(0).fill_null(0)


def _share(column: str) -> pl.Expr:
    """The part of a sold line's column that the refunded quantity stands for, rounded down; all of it without one."""
    part = pl.col(column) * pl.col("quantity") // pl.col("quantity_sold")
    partial = (pl.col("quantity") < pl.col("quantity_sold")) & (pl.col("quantity_sold") > 0)
    return pl.when(partial).then(part).otherwise(pl.col(column))


def _shaped() -> list[pl.Expr]:
    """Lines of shadows in the shape of `LINE_SCHEMA`."""
    rest = [pl.col(name) for name in LINE_SCHEMA if name != "event_row"]
    return [pl.col("shadow").alias("event_row"), *rest]


def _amounts(known: pl.DataFrame, named: pl.DataFrame) -> Integers:
    """What each refund gives back: by lines the sum of them, else the refund's own amount."""
    by_lines = named.group_by("shadow").agg(given=pl.col("amount").sum())
    joined = known.join(by_lines, on="shadow", how="left", maintain_order="left")
    lines = pl.col("refund_mode") == int(RefundMode.LINES)
    chosen = pl.when(lines).then(pl.col("given").fill_null(0)).otherwise(pl.col("amount"))
    return joined.select(chosen.cast(pl.Int64)).to_series().to_numpy()


def _sale_amounts(events: pl.DataFrame, known: pl.DataFrame, sale_lines: pl.DataFrame) -> Integers:
    """What each sale came to: the sum of its lines, or its own amount without lines."""
    sums = sale_lines.group_by("sale").agg(total=pl.col("amount").sum())
    totals = known.join(sums, on="sale", how="left", maintain_order="left")["total"]
    return np.where(totals.is_null().to_numpy(), events["amount"].to_numpy(), totals.fill_null(0).to_numpy())
