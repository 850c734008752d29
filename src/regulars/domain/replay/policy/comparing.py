"""A programme against the baseline, member by member."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from regulars.domain.replay.types import Comparison, Grouping, GroupShift, Shift

FIFTHS = 5

SHOWN = 20
"""Members who are listed as those who gain or lose most."""


def standings_of(members: pl.DataFrame, accounts: pl.DataFrame, tiers: Sequence[str], worth: pl.Expr) -> pl.DataFrame:
    """Member, tier by name and level, spent, and worth in minor units of what was issued.

    `worth` speaks of `issued` and `wallet`.
    """
    issued = accounts.select("member", worth=worth).group_by("member").agg(pl.col("worth").sum())
    name = pl.col("tier").replace_strict(dict(enumerate(tiers)), return_dtype=pl.String)
    named = members.select("member", "spent", level=pl.col("tier"), tier=name)
    return named.join(issued, on="member", how="left", maintain_order="left")


def joined(baseline: pl.LazyFrame, other: pl.LazyFrame) -> pl.LazyFrame:
    """Member, tier and worth before and after, and the gain. Both hold the same members."""
    both = baseline.join(other, on="member", how="inner", suffix="_after")
    return both.select(
        "member",
        tier_before="tier",
        tier_after="tier_after",
        worth_before="worth",
        worth_after="worth_after",
        gain=pl.col("worth_after") - pl.col("worth"),
        climb=pl.col("level_after") - pl.col("level"),
        spent="spent",
    )


def comparison_of(name: str, baseline: str, both: pl.LazyFrame) -> Comparison:
    """How many gain and lose how much, in which groups, who most, and how members are spread over the tiers of both."""
    gain = pl.col("gain")
    rank = pl.struct("spent", "member").rank("ordinal") - 1
    fifth = (rank * FIFTHS // pl.len() + 1).cast(pl.String)
    sums, flow, tiers, spent, winners, losers = pl.collect_all(
        [
            both.select(
                gaining=(gain > 0).sum(),
                losing=(gain < 0).sum(),
                unchanged=(gain == 0).sum(),
                gained_minor=gain.clip(lower_bound=0).sum(),
                lost_minor=-gain.clip(upper_bound=0).sum(),
            ),
            both.group_by("tier_before", "tier_after").agg(members=pl.len()).sort("tier_before", "tier_after"),
            _grouped(both.with_columns(group="tier_before")),
            _grouped(both.with_columns(group=fifth)),
            both.filter(gain > 0).sort([-gain, "member"]).head(SHOWN),
            both.filter(gain < 0).sort([gain, "member"]).head(SHOWN),
        ]
    )
    return Comparison(
        name=name,
        baseline=baseline,
        **sums.row(0, named=True),
        flow=tuple(flow.rows()),
        groups=(*_groups(Grouping.TIER, tiers), *_groups(Grouping.SPENT, spent)),
        winners=_shifts(winners),
        losers=_shifts(losers),
    )


def _grouped(both: pl.LazyFrame) -> pl.LazyFrame:
    gain, climb = pl.col("gain"), pl.col("climb")
    sums = {
        "members": pl.len(),
        "gaining": (gain > 0).sum(),
        "losing": (gain < 0).sum(),
        "gained_minor": gain.clip(lower_bound=0).sum(),
        "lost_minor": -gain.clip(upper_bound=0).sum(),
        "higher": (climb > 0).sum(),
        "lower": (climb < 0).sum(),
    }
    return both.group_by("group").agg(**sums).sort("group")


def _groups(grouping: Grouping, rows: pl.DataFrame) -> tuple[GroupShift, ...]:
    return tuple(GroupShift(grouping, *row) for row in rows.iter_rows())


def _shifts(rows: pl.DataFrame) -> tuple[Shift, ...]:
    columns = ("member", "worth_before", "worth_after", "tier_before", "tier_after")
    return tuple(Shift(*row) for row in rows.select(*columns).iter_rows())
