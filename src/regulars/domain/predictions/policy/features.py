"""What models look at: numbers of each member as of a day, most of them logarithms, and what they are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.predictions.policy.fitting import Floats
from regulars.domain.predictions.types import ACTIVE_DAYS, Group


class Matrix(NamedTuple):
    """A row a member, a column a number; `groups` says what each column is about."""

    values: Floats
    names: tuple[str, ...]
    groups: tuple[Group, ...]


class _Facts:
    """Columns of the answer as arrays, nothing where there is no value; money in whole units."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __getitem__(self, name: str) -> Floats:
        return self._frame[name].cast(pl.Float64).fill_null(0.0).fill_nan(0.0).to_numpy()

    def or_age(self, name: str) -> Floats:
        """Likewise, but how long ago the first purchase is where there is no value."""
        told = pl.coalesce(pl.col(name).cast(pl.Float64), pl.col("age").cast(pl.Float64))
        return self._frame.select(told.clip(0.5)).to_series().to_numpy()

    @property
    def age(self) -> Floats:
        """Days since the first purchase, at least a week."""
        return np.maximum(self["age"], 7.0)

    @property
    def mean_gap(self) -> Floats:
        """Days between two purchases on average; the age where there are none."""
        gaps = self["bought_days"] - 1
        return np.where(gaps > 0, self["gap_sum"] / np.maximum(gaps, 1), self["age"]).clip(0.5)

    @property
    def unevenness(self) -> Floats:
        """How far gaps scatter, as a share of their mean."""
        gaps = np.maximum(self["bought_days"] - 1, 1)
        spread = np.maximum(self["gap_squares"] / gaps - (self["gap_sum"] / gaps) ** 2, 0.0)
        return np.asarray(np.sqrt(spread) / self.mean_gap, dtype=np.float64)


def _logs(name: str) -> Callable[[_Facts], Floats]:
    return lambda facts: np.log1p(np.maximum(facts[name], 0.0))


def _money(name: str) -> Callable[[_Facts], Floats]:
    return lambda facts: np.log1p(np.maximum(facts[name], 0.0) / 100)


def _beside(recent: str, longer: str, times: float, least: float) -> Callable[[_Facts], Floats]:
    """What was lately beside what was usual over a longer time."""
    return lambda facts: np.log(
        (np.maximum(facts[recent], 0.0) + least) / (np.maximum(facts[longer], 0.0) / times + least)
    )


def _share(part: str, whole: str) -> Callable[[_Facts], Floats]:
    return lambda facts: np.clip(facts[part] / np.maximum(facts[whole], 1.0), 0.0, 1.0)


_COLUMNS: tuple[tuple[str, Group, Callable[[_Facts], Floats]], ...] = (
    ("recency", Group.SILENCE, _logs("recency")),
    ("recency_by_gap", Group.SILENCE, lambda facts: np.log(facts["recency"].clip(0.5) / facts.mean_gap)),
    ("recency_by_longest", Group.SILENCE, lambda facts: np.log(facts["recency"].clip(0.5) / facts.or_age("gap_max"))),
    ("purchases_14", Group.RHYTHM, _logs("purchases_14")),
    ("purchases_30", Group.RHYTHM, _logs("purchases_30")),
    ("purchases_60", Group.RHYTHM, _logs("purchases_60")),
    ("purchases_90", Group.RHYTHM, _logs("purchases_90")),
    ("purchases_180", Group.RHYTHM, _logs("purchases_180")),
    ("days_30", Group.RHYTHM, _logs("days_30")),
    ("days_90", Group.RHYTHM, _logs("days_90")),
    ("rate", Group.RHYTHM, lambda facts: np.log(np.maximum(facts["bought_days"], 1.0) / facts.age)),
    ("gap_median", Group.RHYTHM, lambda facts: np.log(facts.or_age("gap_median"))),
    ("gap_mean", Group.RHYTHM, lambda facts: np.log(facts.mean_gap)),
    ("gap_max", Group.RHYTHM, lambda facts: np.log(facts.or_age("gap_max"))),
    ("unevenness", Group.RHYTHM, lambda facts: np.log1p(facts.unevenness)),
    ("trend_month", Group.TREND, _beside("purchases_30", "purchases_90", 3.0, 0.5)),
    ("trend_quarter", Group.TREND, _beside("purchases_90", "purchases_180", 2.0, 0.5)),
    ("trend_spend", Group.TREND, _beside("spend_30", "spend_90", 3.0, 1000.0)),
    ("spend_30", Group.SPEND, _money("spend_30")),
    ("spend_90", Group.SPEND, _money("spend_90")),
    ("spend_180", Group.SPEND, _money("spend_180")),
    ("basket", Group.SPEND, lambda facts: np.log1p(facts["spend"].clip(0) / np.maximum(facts["purchases"], 1) / 100)),
    ("categories", Group.VARIETY, _logs("categories")),
    ("categories_90", Group.VARIETY, _logs("categories_90")),
    ("promoted", Group.PROMOTION, _share("promoted", "lines_amount")),
    ("discounts", Group.PROMOTION, _share("discounts", "lines_amount")),
    ("stores", Group.PLACES, _logs("stores")),
    ("channels", Group.PLACES, _logs("channels")),
    ("weekend", Group.PLACES, _share("weekend", "purchases")),
    ("redemptions", Group.ENGAGEMENT, _logs("redemptions")),
    ("refunds", Group.ENGAGEMENT, _logs("refunds")),
    ("activities", Group.ENGAGEMENT, _logs("activities")),
    ("points", Group.ENGAGEMENT, _logs("available")),
)

FACTS = ("recency", "gap_median", "purchases_90", "purchases_30", "spend_90", "categories_90", "promoted_share", "age")
"""What reasons are told by."""


def matrix_of(frame: pl.DataFrame) -> Matrix:
    """All columns of the answer to `features_sql`; no value is missing or endless."""
    facts = _Facts(frame)
    columns = [np.nan_to_num(compute(facts), nan=0.0, posinf=30.0, neginf=-30.0) for _, _, compute in _COLUMNS]
    values = np.column_stack(columns) if frame.height else np.zeros((0, len(_COLUMNS)))
    return Matrix(values, tuple(name for name, _, _ in _COLUMNS), tuple(group for _, group, _ in _COLUMNS))


def facts_of(frame: pl.DataFrame) -> pl.DataFrame:
    """`member` and what reasons are told by, as fractions."""
    share = (pl.col("promoted") / pl.col("lines_amount").cast(pl.Float64)).fill_nan(None).clip(0, 1)
    told = frame.with_columns(promoted_share=share)
    return told.select("member", *(pl.col(name).cast(pl.Float64) for name in FACTS))


def active(frame: pl.DataFrame) -> pl.DataFrame:
    """Members who bought lately."""
    return frame.filter(pl.col("recency") <= ACTIVE_DAYS)
