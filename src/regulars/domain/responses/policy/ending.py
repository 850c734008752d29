"""Where budgets ended in the plain replay, so that runs with responses end them there too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from regulars.domain.ledger.policy import limits_of, period_of, period_text
from regulars.domain.replay.types import BudgetUse, Cut
from regulars.engine.compile import CompiledProgramme


def ends_of(programme: CompiledProgramme, uses: Sequence[BudgetUse], gains: pl.LazyFrame) -> tuple[Cut, ...]:
    """The cuts that make a budget end at the last event that it gave something; `gains`: what rules under it gave."""
    ended = {(one.budget, one.period) for one in uses if one.exhausted}
    return tuple(_ends(programme, ended, gains)) if ended else ()


def _ends(programme: CompiledProgramme, ended: set[tuple[str, str]], gains: pl.LazyFrame) -> Iterator[Cut]:
    for limit in limits_of(programme.document):
        own = gains.filter(pl.col("rule").is_in(sorted(limit.rules)), pl.col("points") > 0)
        days = own.select(pl.col("day").unique()).collect()["day"].to_list()
        for period in sorted({period_of(day, limit.per) for day in days}):
            if (limit.id, period_text(period)) not in ended:
                continue
            within = own.filter(pl.col("day").is_in([day for day in days if period_of(day, limit.per) == period]))
            last = within.sort("at", "key").tail(1).collect().row(0, named=True)
            event = within.filter(pl.col("at") == last["at"], pl.col("key") == last["key"]).collect()
            rooms = {**dict.fromkeys(sorted(limit.rules), 0), **dict(event.select("rule", "points").rows())}
            yield Cut(limit.id, limit.per, period, last["at"], last["key"], rooms)
