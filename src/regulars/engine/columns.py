"""From a batch of events to the columns the kernel reads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from regulars.engine.batch import EventBatch, EventKind
from regulars.engine.compile import CompiledProgramme
from regulars.engine.evaluation import Evaluated, evaluate
from regulars.engine.kernel.layout import Columns, EventColumn, Flags
from regulars.engine.netting import net_sales
from regulars.engine.numbers import stable_number
from regulars.engine.shadows import Shadows, shadows_of
from regulars.engine.states import Integers

_COPIED = {
    "kind": EventColumn.KIND,
    "occurred_at": EventColumn.AT,
    "key": EventColumn.KEY,
    "order_key": EventColumn.ORDER,
    "amount": EventColumn.AMOUNT,
    "refund_mode": EventColumn.MODE,
    "wallet": EventColumn.WALLET,
    "points": EventColumn.POINTS,
    "tier": EventColumn.TIER,
    "until_day": EventColumn.UNTIL_DAY,
    "birth_month": EventColumn.BIRTH_MONTH,
    "decided": EventColumn.DECIDED,
    "seq": EventColumn.SEQ,
    "fee": EventColumn.FEE,
    "hold_key": EventColumn.HOLD_KEY,
    "holds_until": EventColumn.HOLDS_UNTIL,
    "since_day": EventColumn.SINCE_DAY,
    "partner": EventColumn.PARTNER,
    "lift": EventColumn.LIFT,
    "pool": EventColumn.POOL,
}


def columns_of(programme: CompiledProgramme, members: Integers, batch: EventBatch) -> tuple[Columns, Integers]:
    """The kernel's columns of a batch, by member and time, and for each the row in the batch's events.

    members: int64[m], ascending; every event's member is among them.
    """
    ordered, order = _in_time_order(batch)
    events = ordered.events
    facts = np.zeros((len(events), len(EventColumn)), dtype=np.int64)
    for name, column in _COPIED.items():
        facts[:, column] = events[name].cast(pl.Int64).to_numpy()
    days = programme.zone.days_of(facts[:, EventColumn.AT])
    facts[:, EventColumn.DAY] = days
    facts[:, EventColumn.SALE_DAY] = days
    _number_names(events, facts)
    evaluated = evaluate(programme, events, ordered.lines, days)
    shadows = shadows_of(ordered, proportional=programme.document.policies.refund == "proportional")
    parts = _lay_shadows(programme, shadows, facts, evaluated)
    net_holds, net_basis = _net(programme, ordered, shadows)
    starts = np.searchsorted(events["member"].to_numpy(), np.append(members, np.iinfo(np.int64).max), side="left")
    columns = Columns(
        facts=facts,
        basis=evaluated.basis,
        rule_holds=evaluated.rule_holds,
        multiplier_holds=evaluated.multiplier_holds,
        metric_value=evaluated.metric_value,
        metric_holds=evaluated.metric_holds,
        masks=evaluated.masks,
        parts=parts,
        net_holds=net_holds,
        net_basis=net_basis,
        extras=ordered.extras,
        extra_starts=_starts_of(ordered.extras, len(events)),
        starts=starts.astype(np.int64),
    )
    return columns, order


def with_extras(columns: Columns, order: Integers, extras: Integers) -> Columns:
    """The columns with other extras, which name events by their rows in the batch, as `order` has them."""
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    told = extras.copy()
    told[:, 0] = places[extras[:, 0]]
    told = _by_event(told)
    return columns._replace(extras=told, extra_starts=_starts_of(told, len(order)))


def _starts_of(extras: Integers, events: int) -> Integers:
    return np.searchsorted(extras[:, 0], np.arange(events + 1)).astype(np.int64)


def _in_time_order(batch: EventBatch) -> tuple[EventBatch, Integers]:
    """The batch with its events by member, time and key, and where each stood before."""
    keys = [batch.events[name].to_numpy() for name in ("key", "occurred_at", "member")]
    order = np.lexsort(keys).astype(np.int64)
    if np.array_equal(order, np.arange(len(order))):
        return replace(batch, extras=_by_event(batch.extras)), order
    places = np.empty(len(order), dtype=np.uint32)
    places[order] = np.arange(len(order), dtype=np.uint32)
    rows = pl.Series("event_row", places[batch.lines["event_row"].to_numpy()], dtype=pl.UInt32)
    extras = batch.extras.copy()
    extras[:, 0] = places[extras[:, 0]]
    return EventBatch(batch.events[order], batch.lines.with_columns(rows), batch.earlier, _by_event(extras)), order


def _by_event(extras: Integers) -> Integers:
    return extras[np.argsort(extras[:, 0], kind="stable")]


def _number_names(events: pl.DataFrame, facts: Integers) -> None:
    """Number the names of activities that confirm an order."""
    named = (facts[:, EventColumn.KIND] == EventKind.ACTIVITY) & (facts[:, EventColumn.ORDER] != 0)
    for row in np.flatnonzero(named).tolist():
        facts[row, EventColumn.NAME] = stable_number(events["event"][row])


def _net(programme: CompiledProgramme, batch: EventBatch, shadows: Shadows | None) -> tuple[Flags, Integers]:
    """Whether each rule holds for what is left of a sale after each known refund, and the basis it then has."""
    rules = len(programme.rule_ids)
    if shadows is None or programme.document.policies.refund != "recomputed":
        return np.zeros((rules, 0), dtype=np.bool_), np.zeros((rules, 0), dtype=np.int64)
    events, lines = net_sales(batch, shadows)
    days = programme.zone.days_of(events["occurred_at"].to_numpy())
    evaluated = evaluate(programme, events, lines, days)
    return evaluated.rule_holds, evaluated.basis


def _lay_shadows(
    programme: CompiledProgramme, shadows: Shadows | None, facts: Integers, evaluated: Evaluated
) -> Integers:
    """Put what is true of their sales in the place of what is true of refunds; returns the parts refunded by lines.

    The parts are int64[rules + metrics, refunds], in the order of `EventColumn.PART`.
    """
    if shadows is None:
        return np.zeros((len(evaluated.basis) + len(evaluated.metric_value), 0), dtype=np.int64)
    rows = shadows.rows
    days = programme.zone.days_of(shadows.events["occurred_at"].to_numpy())
    of_sales = evaluate(programme, shadows.events, shadows.lines, days)
    for target, source in zip(evaluated, of_sales, strict=True):
        target[:, rows] = source
    facts[rows, EventColumn.KNOWN] = 1
    facts[rows, EventColumn.SALE_DAY] = days
    facts[rows, EventColumn.MODE] = shadows.modes
    facts[rows, EventColumn.AMOUNT] = shadows.amounts
    facts[rows, EventColumn.SALE_AMOUNT] = shadows.sale_amounts
    facts[rows, EventColumn.PART] = np.arange(len(rows))
    facts[rows, EventColumn.SALE_SEQ] = shadows.events["seq"].to_numpy()
    of_parts = evaluate(programme, shadows.events, shadows.part_lines, days)
    parts = np.concatenate([of_parts.basis, of_parts.metric_value])
    holds = np.concatenate([of_parts.rule_holds, of_parts.metric_holds])
    named = np.isin(np.arange(len(rows)), shadows.part_lines["event_row"].to_numpy())
    return np.where(holds & named, parts, 0)
