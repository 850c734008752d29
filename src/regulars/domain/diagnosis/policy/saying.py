"""Short ways to say something by code."""

from __future__ import annotations

from regulars.domain.diagnosis.types import (
    Benchmark,
    Column,
    Finding,
    Proposal,
    Quantity,
    Source,
    Statement,
    Status,
    Unit,
    Value,
)

_WORST = (Status.PROBLEM, Status.WATCH)


def said(code: str, **params: Quantity) -> Statement:
    """A statement with what fills it."""
    return Statement(code, params)


def count(value: float) -> Quantity:
    """How many."""
    return Quantity(Unit.COUNT, int(value))


def part(value: float | None) -> Quantity:
    """A share of a whole; 0.25 is a quarter."""
    return Quantity(Unit.SHARE, None if value is None else round(value, 6))


def figure(value: float | None) -> Quantity:
    """A number with decimals."""
    return Quantity(Unit.NUMBER, None if value is None else round(value, 4))


def money(minor: float | None) -> Quantity:
    """An amount in minor units."""
    return Quantity(Unit.MONEY, None if minor is None else round(minor))


def points(units: float | None, wallet: str) -> Quantity:
    """Points of a wallet, in its smallest unit."""
    return Quantity(Unit.POINTS, None if units is None else round(units), wallet)


def days(value: float | None) -> Quantity:
    """Days."""
    return Quantity(Unit.DAYS, None if value is None else round(value))


def name(unit: Unit, known: str) -> Quantity:
    """A part of the programme by its id."""
    return Quantity(unit, known)


def text(value: str) -> Quantity:
    """A text as it stands."""
    return Quantity(Unit.TEXT, value)


def column(title: str, unit: Unit = Unit.COUNT, of: str = "") -> Column:
    """A column of a table."""
    return Column(title, unit, of)


def held_against(source: Source, code: str, **params: Quantity) -> Benchmark:
    """A benchmark with its source."""
    return Benchmark(source, Statement(code, params))


def problem(statement: Statement, proposal: Proposal | None = None) -> Finding:
    """Something that hurts members or the business now."""
    return Finding(Status.PROBLEM, statement, proposal)


def watch(statement: Statement, proposal: Proposal | None = None) -> Finding:
    """Something to look into."""
    return Finding(Status.WATCH, statement, proposal)


def worst(findings: tuple[Finding, ...]) -> Status:
    """The status of a measure that has these findings."""
    return next((status for status in _WORST if any(one.status is status for one in findings)), Status.GOOD)


def rounded_rows(rows: list[tuple[Value, ...]]) -> tuple[tuple[Value, ...], ...]:
    """Rows of a table with numbers that are short enough to keep."""
    return tuple(tuple(round(cell, 6) if isinstance(cell, float) else cell for cell in row) for row in rows)
