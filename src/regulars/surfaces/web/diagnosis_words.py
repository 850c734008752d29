"""A diagnosis in words: statements filled, values as people read them, names of the programme in their language."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.domain.diagnosis.types import Column, Quantity, Statement, Unit, Value
from regulars.engine.programme.basics import Text
from regulars.engine.programme.model import Programme
from regulars.surfaces.web.diagnosis_columns import COLUMNS, TABLES, WORDS
from regulars.surfaces.web.diagnosis_findings import FINDINGS, NOTES, PROPOSALS
from regulars.surfaces.web.diagnosis_measures import (
    BENCHMARKS,
    EFFECTS,
    MEASURE_MEANINGS,
    MEASURE_NAMES,
    SOURCES,
    STATUSES,
)
from regulars.surfaces.web.formatting import is_chinese, money, number, scaled

STATEMENTS = {**FINDINGS, **PROPOSALS, **NOTES, **BENCHMARKS}
_NOTHING = "–"


def measure_name(measure: str) -> str:
    """What a measure is called."""
    return _chosen(MEASURE_NAMES[measure])


def measure_meaning(measure: str) -> str:
    """What the headline of a measure is."""
    return _chosen(MEASURE_MEANINGS[measure])


def effect_words(effect: str) -> tuple[str, str]:
    """What an outcome is called, and what it is."""
    name_en, name_zh, meaning_en, meaning_zh = EFFECTS[effect]
    return _chosen((name_en, name_zh)), _chosen((meaning_en, meaning_zh))


def outcome_headings() -> tuple[str, ...]:
    """The columns in which outcomes are told."""
    pairs = (("Outcome", "成果"), ("Last 90 days", "近 90 天"), ("90 days before", "前 90 天"), ("Members", "会员数"))
    return tuple(_chosen(pair) for pair in pairs)


def source_words(source: str) -> str:
    """Where a benchmark comes from."""
    return _chosen(SOURCES[source])


def status_words(status: str) -> str:
    """How a measure stands."""
    return _chosen(STATUSES[status])


def table_title(title: str) -> str:
    """What a table is called."""
    return _chosen(TABLES[title])


def column_title(column: Column, document: Programme) -> str:
    """What a column is called; `tier:gold` is a tier."""
    if column.title.startswith("tier:"):
        return shown(Quantity(Unit.TIER, column.title.removeprefix("tier:")), document)
    return _chosen(COLUMNS[column.title])


def cell(value: Value, column: Column, document: Programme) -> str:
    """A value of a table."""
    return shown(Quantity(column.unit, value, column.of), document)


def said(statement: Statement, document: Programme) -> str:
    """A statement in words."""
    filled = {name: shown(one, document) for name, one in statement.params.items()}
    return _chosen(STATEMENTS[statement.code]).format_map(filled)


def shown(quantity: Quantity, document: Programme) -> str:
    """A value as people read it; a change has its sign where it is written as one."""
    value, unit = quantity.value, quantity.unit
    if value is None:
        return _NOTHING
    if isinstance(value, str):
        return _named(value, unit, document)
    if unit is Unit.SHARE:
        return f"{value:.1%}".replace("-", "\u2212")
    if unit is Unit.MONEY:
        return money(int(value), document.currency)
    if unit is Unit.POINTS:
        decimals = next((one.decimals for one in document.wallets if one.id == quantity.of), 0)
        return scaled(int(value), decimals)
    if unit is Unit.DAYS:
        return f"{value:,.0f} 天" if is_chinese() else f"{value:,.0f} days"
    return f"{value:,.2f}".replace("-", "\u2212") if isinstance(value, float) else number(value)


def _named(value: str, unit: Unit, document: Programme) -> str:
    """A part of the programme by its name, or a word; a part that is gone by its id."""
    if unit is Unit.WORD:
        return _chosen(WORDS[value])
    parts: dict[Unit, Iterable[tuple[str, Text]]] = {
        Unit.TIER: ((one.id, one.name) for one in document.ladder.tiers),
        Unit.RULE: ((one.id, one.name) for one in document.rules),
        Unit.GOAL: ((one.id, one.name) for one in document.goals),
        Unit.MULTIPLIER: ((one.id, one.name) for one in document.multipliers),
        Unit.BENEFIT: ((one.id, one.name) for one in document.benefits),
        Unit.WALLET: ((one.id, one.name) for one in document.wallets),
        Unit.METRIC: ((one.id, one.name) for one in document.metrics),
    }
    text = dict(parts.get(unit, ())).get(value)
    return value if text is None else _chosen((text.en, text.zh))


def _chosen(pair: tuple[str, str]) -> str:
    """The text in the reader's language."""
    return pair[1] if is_chinese() else pair[0]
