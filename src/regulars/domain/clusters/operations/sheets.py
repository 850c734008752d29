"""Tables of clusters and of the tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import polars as pl

from regulars.domain.clusters.types import FEATURES, Leaf, Means, Validity
from regulars.engine.time import date_of, day_number
from regulars.platform.sheets import Sheet, Unit, sheet_of

_UNITS = {
    "recency_days": Unit.DAYS,
    "purchases": Unit.COUNT,
    "spend": Unit.MONEY,
    "basket": Unit.MONEY,
    "departments": Unit.COUNT,
    "discount_share": Unit.SHARE,
    "weekend_share": Unit.SHARE,
    "evening_share": Unit.SHARE,
    "activities": Unit.COUNT,
}
_LATER = (
    ("members", Unit.COUNT),
    ("bought_share", Unit.SHARE),
    ("later_spend", Unit.MONEY),
    ("median_spend", Unit.MONEY),
)


@dataclass(frozen=True)
class Findings:
    """Everything that tables are made of.

    `known`: members as of the day that groups were fitted on, with what they did later; `months`: by day since.
    """

    means: Means
    names: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    known: pl.DataFrame
    months: pl.DataFrame


def sheets_of(found: Findings, validities: Sequence[tuple[str, Validity]], day: date) -> tuple[Sheet, ...]:
    """All tables, movements newest first."""
    told = [_profile(found, day), _later(found), _validity(validities), _trials(found.means)]
    told += [*_moves(found), _months(found)]
    return (*told, _segments(found)) if found.leaves else tuple(told)


def _label(found: Findings, cluster: int) -> str:
    return found.names[cluster - 1]


def _profile(found: Findings, day: date) -> Sheet:
    today = found.months.filter(pl.col("as_of_day") == day_number(day))
    told = today.group_by("cluster").agg(pl.len(), *(pl.col(name).median() for name in FEATURES)).sort("cluster")
    rows = [
        (_label(found, cluster), members, members / today.height, *(_rounded(value) for value in medians))
        for cluster, members, *medians in told.iter_rows()
    ]
    columns = [
        ("name", Unit.TRAITS),
        ("members", Unit.COUNT),
        ("share", Unit.SHARE),
        *((name, _UNITS[name]) for name in FEATURES),
    ]
    return sheet_of("cluster_profile", columns, rows, "bar", drawn=("members",))


def _rounded(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _later(found: Findings) -> Sheet:
    told = _outcomes(found.known, "cluster")
    rows = [(_label(found, cluster), *figures) for cluster, *figures in told.iter_rows()]
    return sheet_of("cluster_later", (("name", Unit.TRAITS), *_LATER), rows, "bar", drawn=("later_spend",))


def _outcomes(known: pl.DataFrame, group: str) -> pl.DataFrame:
    spend = pl.col("later_spend")
    return (
        known.group_by(group)
        .agg(
            pl.len().cast(pl.Int64),
            (pl.col("later_purchases") > 0).mean().alias("bought"),
            spend.mean().alias("mean"),
            spend.median().alias("median"),
        )
        .sort(group)
    )


def _validity(validities: Sequence[tuple[str, Validity]]) -> Sheet:
    rows = [
        (
            name,
            one.members,
            one.active_chi2,
            one.active_p,
            one.active_v,
            one.spend_h,
            one.spend_p,
            one.spend_e2,
        )
        for name, one in validities
    ]
    columns = (
        ("grouping", Unit.WORD),
        ("judged", Unit.COUNT),
        ("chi2", Unit.NUMBER),
        ("chi2_p", Unit.SMALL),
        ("cramers_v", Unit.NUMBER),
        ("kruskal_h", Unit.NUMBER),
        ("kruskal_p", Unit.SMALL),
        ("epsilon2", Unit.NUMBER),
    )
    return sheet_of("cluster_validity", columns, rows)


def _trials(means: Means) -> Sheet:
    rows = [
        (str(one.clusters), one.silhouette, one.stability, "yes" if one is means.chosen else "no")
        for one in means.trials
    ]
    columns = (
        ("clusters", Unit.TEXT),
        ("silhouette", Unit.NUMBER),
        ("stability", Unit.NUMBER),
        ("taken", Unit.WORD),
    )
    return sheet_of("cluster_trials", columns, rows, "line")


def _moves(found: Findings) -> list[Sheet]:
    columns = (("came_from", Unit.TRAITS), ("went_to", Unit.TRAITS), ("members", Unit.COUNT))
    told = []
    frames = dict(found.months.partition_by("as_of_day", as_dict=True, maintain_order=True).items())
    for before, after in pairwise(frames):
        pairs = frames[after].join(frames[before].select("member", came="cluster"), on="member", how="left")
        counts = pairs.group_by(pl.col("came").fill_null(0), "cluster").agg(pl.len().cast(pl.Int64))
        rows = [
            (_label(found, came) if came else "none", _label(found, cluster), members)
            for came, cluster, members in counts.sort("came", "cluster").iter_rows()
        ]
        told.append(sheet_of("cluster_moves", columns, rows, "flow", key=date_of(int(str(after[0]))).isoformat()))
    return told[::-1]


def _months(found: Findings) -> Sheet:
    columns = (("date", Unit.DATE), ("name", Unit.TRAITS), ("members", Unit.COUNT))
    told = found.months.group_by("as_of_day", "cluster").agg(pl.len().cast(pl.Int64)).sort("as_of_day", "cluster")
    rows = [(date_of(day).isoformat(), _label(found, cluster), members) for day, cluster, members in told.iter_rows()]
    return sheet_of("cluster_months", columns, rows, "heat")


def _segments(found: Findings) -> Sheet:
    told = {leaf: figures for leaf, *figures in _outcomes(found.known, "leaf").iter_rows()}
    rows = [
        (str(place), leaf.rule, *told.get(place, (0, None, None, None)))
        for place, leaf in enumerate(found.leaves, start=1)
    ]
    columns = (("segment", Unit.TEXT), ("rule", Unit.RULE), *_LATER)
    return sheet_of("tree_segments", columns, rows, "bar", drawn=("later_spend",))
