"""Grids, scores, intervals, survival, scales and names, without a history."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from regulars.domain.clusters.policy.choosing import chosen_means
from regulars.domain.clusters.policy.growing import grown, leaves_of
from regulars.domain.clusters.policy.judging import judged
from regulars.domain.clusters.policy.naming import names_of
from regulars.domain.clusters.policy.scaling import scale_of
from regulars.domain.clusters.types import FEATURES
from regulars.domain.cohorts.policy.associating import reading
from regulars.domain.cohorts.policy.intervals import lift_of, share_of
from regulars.domain.cohorts.policy.survival import survival
from regulars.domain.cohorts.types import Interval
from regulars.domain.rfm.errors import RfmGridInvalid
from regulars.domain.rfm.policy.classing import classed
from regulars.domain.rfm.policy.grids import as_data, checked, first_grid, from_data
from regulars.domain.rfm.policy.scoring import scored, weights_of
from regulars.domain.rfm.types import Basis, Edges, Part, RfmClass


def test_a_grid_survives_being_kept() -> None:
    grid = first_grid()
    assert from_data(as_data(grid)) == grid
    assert set(grid.cells) == set(RfmClass)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"window_days": 0}, "window"),
        ({"window_days": 99_999}, "window"),
        ({"recency": Edges(Basis.QUANTILE, 0.7, 0.3)}, "edges_recency"),
        ({"frequency": Edges(Basis.QUANTILE, 0.3, 1.5)}, "edges_frequency"),
        ({"money": Edges(Basis.FIXED, -1, 5)}, "edges_money"),
        ({"cells": (RfmClass.AT_RISK,)}, "cells"),
        ({"weights": {Part.MONEY: 101}}, "weights"),
        ({"weights": {Part.MONEY: 0}}, "no_weight"),
    ],
)
def test_grids_that_cannot_be_used(change, problem) -> None:
    with pytest.raises(RfmGridInvalid) as refused:
        checked(replace(first_grid(), **change))
    assert refused.value.params == {"problem": problem}


def test_what_is_no_grid() -> None:
    for data in ({}, {"window_days": "x"}, as_data(first_grid()) | {"cells": ["unheard of"]}):
        with pytest.raises(RfmGridInvalid):
            from_data(data)


def people(days, purchases, spend) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "as_of_day": [1] * len(days),
            "member": range(len(days)),
            "recency_days": days,
            "purchases": purchases,
            "spend": spend,
        }
    )


def test_whoever_bought_nothing_in_the_window_is_in_the_worst_bands() -> None:
    told = classed(people([400, 1, 2, 3], [0, 5, 3, 1], [0, 50, 30, 10]), first_grid())
    row = told.row(0, named=True)
    assert (row["recency_band"], row["frequency_band"], row["money_band"], row["class"]) == (1, 1, 1, "at_risk")


def test_one_member_alone_has_a_class() -> None:
    told = classed(people([1], [1], [100]), first_grid())
    assert told["class"].to_list() == ["high_value"]


def test_parts_without_figures_give_their_weight_away() -> None:
    members = people([1, 2, 3], [3, 2, 1], [5, 5, 5]).with_columns(
        full_price_share=pl.lit(None, pl.Float64),
        kept_share=pl.lit(1.0),
        departments=pl.Series([1, 2, 3]),
        activities=pl.lit(0),
        sentiment=pl.lit(None, pl.Float64),
    )
    assert weights_of(members, first_grid()) == {
        Part.RECENCY: pytest.approx(20 / 55),
        Part.FREQUENCY: pytest.approx(25 / 55),
        Part.BREADTH: pytest.approx(10 / 55),
    }
    told = scored(members, first_grid())
    assert told["score"].to_list() == [
        pytest.approx(100 * (5 * 45 + 1 * 10) / 55 / 6),
        50,
        pytest.approx(100 * 95 / 330),
    ]


def test_shares_have_the_interval_of_wilson() -> None:
    told = share_of(10, 100)
    assert told is not None
    assert (round(told.low, 4), round(told.high, 4)) == (0.0552, 0.1744)
    assert share_of(0, 0) is None


def test_lifts() -> None:
    told = lift_of(30, 100, 100, 1000)
    assert told is not None
    assert told.value == pytest.approx(3)
    assert told.low < 3 < told.high
    even = lift_of(10, 100, 100, 1000)
    assert even is not None
    assert even.low < 1 < even.high
    assert lift_of(0, 10, 10, 100) is None


def test_readings() -> None:
    strong, weak, wide = Interval(2, 1.8, 2.2), Interval(1.2, 1.1, 1.3), Interval(1.1, 0.9, 1.3)
    assert reading(wide, None) == "chance"
    assert reading(strong, None) == "selection"
    assert reading(strong, Interval(2.1, 1.9, 2.3)) == "selection"
    assert reading(strong, weak) == "more"
    assert reading(weak, strong) == "selection"
    assert reading(Interval(0.5, 0.4, 0.6), weak) == "less"


def test_survival_of_a_known_example() -> None:
    days = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35])
    happened = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype=bool)
    told = survival(days, happened)
    assert [round(one, 3) for one in told.share] == [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    assert (told.median, told.risen, told.waiting) == (23, 9, 12)
    assert survival(np.array([5, 6]), np.array([False, False])).median is None


def features(count: int, seed: int = 3) -> pl.DataFrame:
    generator = np.random.default_rng(seed)
    kind = np.arange(count) % 3
    told = {name: np.full(count, 10.0) for name in FEATURES}
    told["spend"] = np.array([100, 5_000, 90_000])[kind] * generator.uniform(0.8, 1.2, count)
    told["recency_days"] = np.array([80, 20, 2])[kind] * generator.uniform(0.8, 1.2, count)
    told["activities"] = np.zeros(count)
    return pl.DataFrame({"member": range(count), **told})


def test_clusters_are_found_and_named() -> None:
    means = chosen_means(features(300))
    assert means.stable
    assert "activities" not in means.scale.features
    assert means.chosen.clusters == 3
    assert len(set(names_of(means))) == 3
    assert scale_of(features(300)).features == means.scale.features


def test_rules_of_the_tree_part_members() -> None:
    members = features(600)
    later = members["spend"].to_numpy() * 2
    leaves = grown(members, later)
    labels = leaves_of(members, tuple(one.rule for one in leaves))
    assert [int((labels == place).sum()) for place in range(len(leaves))] == [one.members for one in leaves]
    assert leaves[0].later > leaves[-1].later


def test_judging_groups_that_say_nothing() -> None:
    labels = np.array([0, 1] * 50)
    told = judged(labels, np.ones(100), np.ones(100))
    assert (told.active_p, told.spend_p, told.active_v, told.spend_e2) == (1, 1, 0, 0)
