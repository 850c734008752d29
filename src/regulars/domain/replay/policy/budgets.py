"""Budgets in a replay: what all members together get, decided in order of time.

Members are replayed apart, and a budget is shared by all. So the slice is replayed without the budgets first; what
their rules gave, put in order of time, shows at which event a budget ends. The slice is then replayed again with that
event cut and the later ones of the period left out, until no budget is exceeded. As a cut can move what is given later
(a limit that was not used, a tier that was not reached), later periods are looked at again each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from regulars.domain.ledger.policy import Limit, limits_of, period_of, period_text
from regulars.domain.replay.types import BudgetUse, Cut
from regulars.engine.batch import EXTRA_WIDTH, EventBatch, Extra
from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import Outcome, Transaction, TransactionKind
from regulars.engine.states import Integers

GAINS = {"rule": pl.Int64, "day": pl.Int64, "at": pl.Int64, "key": pl.Int64, "points": pl.Int64}


def gains_of(programme: CompiledProgramme, batch: EventBatch, outcome: Outcome) -> pl.DataFrame:
    """What rules under a budget gave: rule, day, instant and key of the event, points."""
    drawing = sorted({rule for limit in limits_of(programme.document) for rule in limit.rules})
    rows = outcome.transactions
    own = (rows[:, Transaction.KIND] == TransactionKind.EARN) & np.isin(rows[:, Transaction.RULE], drawing)
    rows = rows[own]
    events = rows[:, Transaction.EVENT]
    at = batch.events["occurred_at"].to_numpy()[events]
    return pl.DataFrame(
        {
            "rule": rows[:, Transaction.RULE],
            "day": programme.zone.days_of(at),
            "at": at,
            "key": batch.events["key"].to_numpy()[events],
            "points": rows[:, [Transaction.POINTS, Transaction.PENDING]].sum(axis=1),
        },
        schema=GAINS,
    )


def uses_of(programme: CompiledProgramme, gains: pl.LazyFrame, cuts: Sequence[Cut]) -> tuple[BudgetUse, ...]:
    """What was used of each budget, by period."""
    ended = {(cut.budget, cut.period) for cut in cuts}
    return tuple(
        BudgetUse(limit.id, period_text(period), points, limit.points, (limit.id, period) in ended)
        for limit in limits_of(programme.document)
        for period, points in _used(limit, gains)
    )


def cuts_of(programme: CompiledProgramme, gains: pl.LazyFrame, known: Sequence[Cut]) -> tuple[Cut, ...]:
    """Where budgets end by these gains, which the known cuts allowed; the same cuts again: nothing is exceeded."""
    cuts = {(cut.budget, cut.period): cut for cut in known}
    for limit in limits_of(programme.document):
        for period, points in _used(limit, gains):
            if points > limit.points:
                own = _counting(limit, gains).filter(pl.col("day").is_in(_days_of(limit, period, gains))).collect()
                cuts[limit.id, period] = _cut(limit, period, own)
    return tuple(cuts.values())


def caps_of(programme: CompiledProgramme, batch: EventBatch, cuts: Sequence[Cut]) -> list[Integers]:
    """What the cuts let each event of a batch have: rows for its extras."""
    days = programme.zone.days_of(batch.events["occurred_at"].to_numpy())
    rules = {limit.id: sorted(limit.rules) for limit in limits_of(programme.document)}
    return [rows for cut in cuts for rows in _caps(batch, days, cut, rules[cut.budget])]


def _counting(limit: Limit, gains: pl.LazyFrame) -> pl.LazyFrame:
    return gains.filter(pl.col("rule").is_in(sorted(limit.rules)))


def _used(limit: Limit, gains: pl.LazyFrame) -> list[tuple[int, int]]:
    """The periods in which there were gains that count towards a budget, and how many."""
    sums: dict[int, int] = {}
    for day, points in _counting(limit, gains).group_by("day").agg(pl.col("points").sum()).collect().rows():
        period = period_of(day, limit.per)
        sums[period] = sums.get(period, 0) + points
    return sorted(sums.items())


def _days_of(limit: Limit, period: int, gains: pl.LazyFrame) -> list[int]:
    days = _counting(limit, gains).select(pl.col("day").unique()).collect()["day"].to_list()
    return [day for day in days if period_of(day, limit.per) == period]


def _cut(limit: Limit, period: int, gains: pl.DataFrame) -> Cut:
    """The event at which the budget ends. A late one gets what is left, rule by rule in document order."""
    ordered = gains.sort("at", "key", "rule").with_columns(sum=pl.col("points").cum_sum())
    first = ordered.filter(pl.col("sum") > limit.points).row(0, named=True)
    event = ordered.filter((pl.col("at") == first["at"]) & (pl.col("key") == first["key"]))
    left = limit.points - int(event["sum"][0] - event["points"][0])
    rooms = dict.fromkeys(sorted(limit.rules), 0)
    for rule, points in event.select("rule", "points").rows():
        rooms[rule] = min(points, left)
        left -= rooms[rule]
    return Cut(limit.id, limit.per, period, first["at"], first["key"], rooms)


def _caps(batch: EventBatch, days: Integers, cut: Cut, rules: Sequence[int]) -> Iterator[Integers]:
    """Extras for the event of a cut and for all later ones of its period."""
    at, key = batch.events["occurred_at"].to_numpy(), batch.events["key"].to_numpy()
    later = np.flatnonzero((at > cut.at) | ((at == cut.at) & (key >= cut.key)))
    periods = {day: period_of(day, cut.per) for day in np.unique(days[later]).tolist()}
    own = later[[periods[day] == cut.period for day in days[later].tolist()]] if len(later) else later
    is_cut = (at[own] == cut.at) & (key[own] == cut.key)
    for rule in rules:
        rows = np.zeros((len(own), EXTRA_WIDTH), dtype=np.int64)
        rows[:, 0], rows[:, 1], rows[:, 2] = own, Extra.CAP, rule
        rows[:, 3] = np.where(is_cut, cut.rooms.get(rule, 0), 0)
        yield rows
