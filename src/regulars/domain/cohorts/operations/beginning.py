"""Repurchase by six cohorts, and retention."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from regulars.domain.cohorts.operations.looking import Look
from regulars.domain.cohorts.policy import beginnings
from regulars.domain.cohorts.policy.intervals import share_of
from regulars.domain.cohorts.types import HORIZONS, CohortBy
from regulars.platform.sheets import Note, Sheet, Unit, Value, sheet_of

_UNITS = {CohortBy.MONTH: Unit.MONTH, CohortBy.TIER: Unit.TIER, CohortBy.DEPARTMENT: Unit.TEXT}
_CENSORED_TIMES = 3
"""A first month with this many times the members of the month in the middle is no beginning."""


def beginning_sheets(look: Look) -> list[Sheet]:
    """Repurchase by each of the six, then retention as curves and as a matrix."""
    look.sets.keep("first_departments", beginnings.FIRST_DEPARTMENTS)
    look.sets.keep("firsts", beginnings.firsts_sql(look.months()))
    censored = _censored(look)
    told = [_repurchase(look, by, censored) for by in CohortBy]
    return [*told, replace(_retention(look), notes=censored)]


def _repurchase(look: Look, by: CohortBy, censored: tuple[Note, ...]) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for cohort, members, *figures in look.sets.frame(beginnings.repurchase_sql(by, look.day)).iter_rows():
        row: list[Value] = [cohort, members]
        for observed, again in zip(figures[::2], figures[1::2], strict=True):
            told = share_of(again, observed)
            row += [observed, *((told.value, told.low, told.high) if told else (None, None, None))]
        rows.append(tuple(row))
    columns: list[tuple[str, Unit]] = [("cohort", _UNITS.get(by, Unit.WORD)), ("members", Unit.COUNT)]
    for days in HORIZONS:
        columns += [(f"observed_{days}", Unit.COUNT)]
        columns += [(f"{name}_{days}", Unit.SHARE) for name in ("share", "low", "high")]
    notes = censored if by is not CohortBy.TIER else (*censored, Note("tier_is_outcome"))
    drawn = tuple(f"share_{days}" for days in HORIZONS)
    return sheet_of("repurchase", columns, rows, "bar", key=by.value, drawn=drawn, notes=notes)


def _retention(look: Look) -> Sheet:
    months = look.months()
    whole = months[:-1] if len(months) > 1 else months
    rows = [
        (month, since, buying / members, members)
        for month, since, buying, members in look.sets.frame(beginnings.retention_sql(whole)).iter_rows()
    ]
    columns = (
        ("first_month", Unit.MONTH),
        ("months_since", Unit.COUNT),
        ("share", Unit.SHARE),
        ("members", Unit.COUNT),
    )
    return sheet_of("retention", columns, rows, "heat")


def _censored(look: Look) -> tuple[Note, ...]:
    """A warning where far more members first bought in the first month than in the month in the middle."""
    told = look.sets.frame(
        "select first_month, count(*) as members from firsts group by first_month order by first_month"
    )
    known = dict(told.iter_rows())
    counts = [known.get(month, 0) for month, _first, _last in look.months()]
    if len(counts) < 3 or counts[0] <= _CENSORED_TIMES * median(counts[1:]):
        return ()
    month = told["first_month"][0]
    return (Note("left_censored", {"members": counts[0], "all": sum(counts), "month": month}),)
