"""Uses of benefits in a history: what they cost, and which of them a programme would not have given.

The uses happened, so they stay. Each is judged by the tier on which its member stood at that moment under the
programme, and by the whole quota of that tier in the period, whatever was shared, prorated or granted besides.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from regulars.domain.benefits.types import BenefitUse
from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import Outcome, TierChange
from regulars.engine.programme.benefit_holders import reaches
from regulars.engine.programme.benefits import Benefit
from regulars.engine.programme.model import Programme

KIND = "benefit_used"
_RETURNED = "benefit_returned"
USES = {
    "member": pl.Int64,
    "seq": pl.Int64,
    "occurred_at": pl.Int64,
    "benefit": pl.String,
    "origin": pl.String,
    "cost_minor": pl.Int64,
}
"""Columns of uses: those that were not taken back."""
COSTS = {
    "benefit": pl.String,
    "uses": pl.Int64,
    "members": pl.Int64,
    "cost_minor": pl.Int64,
    "refused": pl.Int64,
    "refused_minor": pl.Int64,
}
"""Columns of what uses of some members came to, by benefit."""
_LENGTHS = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}


def uses_in(events: pl.DataFrame) -> pl.DataFrame:
    """The uses of benefits among events of a history that were not taken back, with the columns of `USES`."""
    voids = events.filter(pl.col("voids") > 0).select("member", seq="voids")
    told = events.filter(pl.col("event").is_in([KIND, _RETURNED])).join(
        voids, on=["member", "seq"], how="anti", maintain_order="left"
    )
    if told.is_empty():
        return pl.DataFrame(schema=USES)
    said = told.select(
        *("member", "seq", "occurred_at", "event"),
        *(_said(name).alias(name) for name in ("benefit", "origin")),
        *(_said(name).cast(pl.Int64, strict=False).alias(name) for name in ("cost_minor", "use")),
    )
    back = said.filter(pl.col("event") == _RETURNED).select("member", "use")
    used = said.filter(pl.col("event") == KIND).join(back, on=["member", "use"], how="anti", maintain_order="left")
    return used.with_columns(pl.col("cost_minor").fill_null(0)).select(
        pl.col(name).cast(dtype) for name, dtype in USES.items()
    )


def refused_uses(programme: CompiledProgramme, uses: pl.DataFrame, outcome: Outcome) -> pl.DataFrame:
    """The uses that a programme would not have given, with a reason each."""
    if uses.is_empty():
        return uses.with_columns(reason=pl.lit(None, dtype=pl.String))
    days = pl.Series("day", programme.zone.days_of(uses["occurred_at"].to_numpy()).astype(np.int32)).cast(pl.Date)
    told = _with_tiers(uses.with_columns(days), outcome)
    told = told.join(_terms(programme.document), on=["benefit", "tier", "origin"], how="left", maintain_order="left")
    starts = [pl.when(pl.col("per") == per).then(pl.col("day").dt.truncate(length)) for per, length in _LENGTHS.items()]
    counted = told.with_columns(start=pl.coalesce(*starts)).sort("occurred_at")
    place = pl.int_range(pl.len()).over("member", "benefit", "start")
    known = pl.Series("benefit", [one.id for one in programme.document.benefits], dtype=pl.String)
    reason = (
        pl.when(~pl.col("benefit").is_in(known.implode()))
        .then(pl.lit("benefit_unknown"))
        .when(pl.col("has").is_null())
        .then(pl.lit("benefit_of_other_tier"))
        .when(place >= pl.col("quota"))
        .then(pl.lit("benefit_above_quota"))
    )
    judged = counted.with_columns(reason=reason)
    return judged.filter(pl.col("reason").is_not_null()).select(*USES, "reason")


def as_disallowed(refused: pl.DataFrame) -> pl.DataFrame:
    """Refused uses as facts that a programme would not have allowed: they ask for no points."""
    return refused.select(
        *("member", "seq", "occurred_at"),
        pl.lit(KIND, dtype=pl.String).alias("kind"),
        "reason",
        pl.lit(0, dtype=pl.Int64).alias("points"),
    )


def costs_of(uses: pl.DataFrame, refused: pl.DataFrame | None = None) -> pl.DataFrame:
    """What the uses of some members came to, by benefit, with the columns of `COSTS`."""
    own = uses.group_by("benefit").agg(
        uses=pl.len(), members=pl.col("member").n_unique(), cost_minor=pl.col("cost_minor").sum()
    )
    gone = (
        (uses.clear() if refused is None else refused)
        .group_by("benefit")
        .agg(refused=pl.len(), refused_minor=pl.col("cost_minor").sum())
    )
    told = own.join(gone, on="benefit", how="left").with_columns(pl.col("refused", "refused_minor").fill_null(0))
    return told.select(pl.col(name).cast(dtype) for name, dtype in COSTS.items())


def benefits_of(costs: pl.DataFrame) -> tuple[BenefitUse, ...]:
    """What uses came to, members of all parts together, dearest first."""
    summed = costs.group_by("benefit").agg(pl.all().sum()).sort(["cost_minor", "benefit"], descending=[True, False])
    return tuple(BenefitUse(**row) for row in summed.iter_rows(named=True))


def _said(name: str) -> pl.Expr:
    """An attribute of an activity, as text."""
    return pl.col("attributes").str.json_path_match(f"$.{name}")


def _with_tiers(uses: pl.DataFrame, outcome: Outcome) -> pl.DataFrame:
    """Uses with the tier on which each member stood at that moment."""
    changes = outcome.tier_changes
    moved = pl.DataFrame(
        {
            "member": outcome.states.members[changes[:, TierChange.MEMBER]],
            "occurred_at": changes[:, TierChange.OCCURRED_AT],
            "tier": changes[:, TierChange.TO],
        }
    ).sort("occurred_at", maintain_order=True)
    told = uses.sort("occurred_at").join_asof(
        moved, on="occurred_at", by="member", strategy="backward", check_sortedness=False
    )
    return told.with_columns(pl.col("tier").fill_null(0))


def _terms(document: Programme) -> pl.DataFrame:
    """Every benefit, tier and origin under which somebody has it, with quota and period where there are any."""
    schema = {
        "benefit": pl.String,
        "tier": pl.Int64,
        "origin": pl.String,
        "has": pl.Boolean,
        "quota": pl.Int64,
        "per": pl.String,
    }
    return pl.DataFrame(list(_ways(document)), schema=schema, orient="row")


_GRANTED = ("choice", "hand", "campaign", "upgrade", "moment", "gift", "plan")
_Way = tuple[str, int, str, bool, int | None, str | None]


def _ways(document: Programme) -> Iterator[_Way]:
    for benefit in document.benefits:
        for place, tier in enumerate(document.ladder.tiers):
            yield from _ways_of(document, benefit, place, tier.id)


def _ways_of(document: Programme, benefit: Benefit, place: int, tier: str) -> Iterator[_Way]:
    """The ways in which somebody on a tier has a benefit."""
    rank = {one.id: index for index, one in enumerate(document.ladder.tiers)}
    if (allowance := benefit.tiers.get(tier)) is not None:
        yield benefit.id, place, "tier", True, allowance.quota, allowance.per
    occasions = {"birthday": benefit.birthday, "anniversary": benefit.anniversary}
    for origin, occasion in occasions.items():
        if occasion is not None and reaches(rank, tier, occasion.from_tier):
            yield benefit.id, place, origin, True, None, None
    for origin in _GRANTED:
        yield benefit.id, place, origin, True, None, None
