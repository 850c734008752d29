"""What an award was counted from: the basis, and the lines of the basket that did not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from regulars.engine.compile import CompiledProgramme
from regulars.engine.expressions import compile_amount, compile_condition
from regulars.engine.expressions.vocabulary import Kind
from regulars.engine.programme.model import Rule
from regulars.engine.programme.scope import scope_of
from regulars.engine.records import Record, batch_from_records
from regulars.engine.time import moment_of
from regulars.engine.trace.texts import MODES
from regulars.engine.trace.types import Step, TraceInput
from regulars.engine.trace.units import money_text

_SHOWN_LINES = 5


def basis_steps(entry: TraceInput, rule: Rule, programme: CompiledProgramme) -> Iterator[Step]:
    """The basis of a rule's award, and what was left out of it. A fixed award has none."""
    if rule.award.per is None and not rule.award.per_item:
        return
    money = counts_money(rule, programme)
    if money:
        yield Step("basis.money", {"basis": money_text(programme, entry.basis)})
    else:
        yield Step("basis.count", {"basis": entry.basis})
    if entry.step and entry.basis % entry.step:
        step, counted = entry.step, entry.basis // entry.step * entry.step
        shown = [money_text(programme, number) if money else str(number) for number in (step, counted)]
        yield Step("basis.steps", {"step": shown[0], "counted": shown[1]})
    if entry.body is not None and entry.body.get("lines"):
        yield from _lines(entry, rule, programme, entry.body["lines"])


def counts_money(rule: Rule, programme: CompiledProgramme) -> bool:
    """Whether a rule's basis is money; if not, it is a number."""
    if rule.award.of is None:
        return not rule.award.per_item
    return compile_amount(rule.award.of, scope_of(programme.document)).kind is Kind.MONEY


def _lines(
    entry: TraceInput, rule: Rule, programme: CompiledProgramme, lines: list[Mapping[str, Any]]
) -> Iterator[Step]:
    chosen = compile_condition(rule.when, scope_of(programme.document)).line
    if chosen is None:
        return
    holds = _beside_event(entry, programme).select(chosen.alias("holds"))["holds"].to_list()
    left_out = [line for line, counted in zip(lines, holds, strict=True) if not counted]
    yield Step("basis.lines", {"total": len(lines), "counted": len(lines) - len(left_out)})
    if left_out:
        amount = sum(line.get("amount_minor", 0) for line in left_out)
        yield Step("basis.excluded", {"lines": _named(left_out), "amount": money_text(programme, amount)})


def _named(lines: list[Mapping[str, Any]]) -> Mapping[str, str]:
    """The lines by what is known of them, not more than a few."""
    names = [str(line.get("category") or line.get("sku") or line.get("line_id") or "?") for line in lines]
    shown = list(dict.fromkeys(names))[:_SHOWN_LINES]
    if len(shown) == len(set(names)):
        return {"zh": "、".join(shown), "en": ", ".join(shown)}
    more = MODES["more_lines"]
    return {
        "zh": "、".join(shown) + more["zh"].format(count=len(names)),
        "en": ", ".join(shown) + " " + more["en"].format(count=len(names)),
    }


def _beside_event(entry: TraceInput, programme: CompiledProgramme) -> pl.DataFrame:
    """The event's lines with the event's columns beside each, as the rule saw them."""
    batch = batch_from_records(programme, [Record(0, 0, 0, entry.occurred_at, entry.body or {})])
    lines = batch.lines.rename({"amount": "line_amount", "discount": "line_discount"})
    local = moment_of(entry.occurred_at).astimezone(ZoneInfo(programme.document.time_zone))
    columns = [
        pl.lit(batch.events[name][0], dtype=dtype).alias(name)
        for name, dtype in batch.events.schema.items()
        if name not in lines.columns
    ]
    return lines.with_columns(*columns, *_local(local))


def _local(moment: datetime) -> list[pl.Expr]:
    parts = {
        "weekday": moment.isoweekday(),
        "hour": moment.hour,
        "day": moment.day,
        "month": moment.month,
        "year": moment.year,
    }
    return [pl.lit(value, dtype=pl.Int64).alias(name) for name, value in parts.items()]
