"""Classes and scores from a history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from regulars.domain.rfm.errors import RfmNothingBought
from regulars.domain.rfm.operations.computing import Asked, Computed, compute
from regulars.domain.rfm.policy.grids import first_grid
from regulars.domain.rfm.types import Basis, Edges, Grid, Part
from tests.shoppers import ZONE, Bought, Did, crowd, end_of, history_of

FIXED = replace(
    first_grid(),
    recency=Edges(Basis.FIXED, 30, 90),
    frequency=Edges(Basis.FIXED, 2, 4),
    money=Edges(Basis.FIXED, 5_000, 20_000),
)


def computed(folder: Path, happened: list[Bought | Did], day: int, grid: Grid = FIXED) -> Computed:
    return compute(Asked(history_of(folder, happened), ZONE, end_of(day), grid))


def classes(found: Computed) -> dict[int, str]:
    return {row["member"]: row["class"] for row in found.values.iter_rows(named=True)}


def sheet(found: Computed, name: str) -> list[tuple[object, ...]]:
    return list(next(one.rows for one in found.sheets if one.name == name))


def test_classes_by_fixed_edges(tmp_path: Path) -> None:
    often = [Bought(1, day, 6_000) for day in (10, 20, 30, 40)]
    some = [Bought(2, day, 3_000) for day in (10, 40)]
    large, small, gone = [Bought(3, 40, 9_000)], [Bought(4, 40, 100)], [Bought(5, 0, 99_999)]
    found = computed(tmp_path, [*often, *some, *large, *small, *gone], 100 - 5)
    assert classes(found) == {1: "high_value", 2: "growing", 3: "untapped", 4: "occasional", 5: "at_risk"}
    assert [(row[0], row[1]) for row in sheet(found, "rfm_classes")] == [
        ("high_value", 1),
        ("growing", 1),
        ("untapped", 1),
        ("occasional", 1),
        ("at_risk", 1),
    ]


def test_nothing_later_is_seen(tmp_path: Path) -> None:
    happened = crowd(60, 200)
    later = [Bought(one.member % 7 + 1, one.day + 100, 77_777, order=0) for one in happened if isinstance(one, Bought)]
    before = [one for one in happened if one.day <= 120]
    shuffled = [one for one in later if one.day > 120]
    one, other = computed(tmp_path / "a", before, 120), computed(tmp_path / "b", [*before, *shuffled], 120)
    assert one.values.equals(other.values)
    assert one.sheets == other.sheets


def test_refunds_and_members_who_never_bought(tmp_path: Path) -> None:
    happened = [
        Bought(1, 1, 5_000, order=7),
        Did(1, 2, "refund", order=7),
        Bought(2, 3, 1_000),
        Bought(2, 4, -1_000),
        Bought(2, 5, 0),
        Did(3, 3, "visit"),
    ]
    found = computed(tmp_path, happened, 10)
    assert classes(found).keys() == {2}
    assert (found.members, found.covered) == (3, 1)
    assert found.values.row(0, named=True)["spend"] == 1_000
    assert "rfm_never_bought" in {note.code for note in found.notes}


def test_parts_of_the_score_are_of_the_window(tmp_path: Path) -> None:
    window = replace(FIXED, window_days=30)
    old = [Bought(1, 70, 1_000, department="drinks"), Did(1, 70, "visit")]
    new = [Bought(1, 71, 1_000), Bought(1, 90, 3_000, department="home", discount=9), Did(1, 71, "visit")]
    row = computed(tmp_path, [*old, *new], 100, window).values.row(0, named=True)
    assert (row["purchases"], row["departments"], row["full_price_share"], row["activities"]) == (2, 2, 0.25, 1)


def test_nobody_bought(tmp_path: Path) -> None:
    with pytest.raises(RfmNothingBought):
        computed(tmp_path, [Did(1, 1, "visit"), Bought(1, 50)], 10)


def test_movement_adds_up(tmp_path: Path) -> None:
    found = computed(tmp_path, crowd(90, 200), 150, first_grid())
    moves = [one for one in found.sheets if one.code == "rfm_moves"]
    assert [one.key for one in moves] == sorted((one.key for one in moves), reverse=True)
    months = {str(row[0]): sum(int(str(one)) for one in row[1:]) for row in sheet(found, "rfm_months")}
    assert {one.key: sum(int(str(row[2])) for row in one.rows) for one in moves} == {
        key: count for key, count in months.items() if key in {one.key for one in moves}
    }


def test_parts_add_up_to_the_score(tmp_path: Path) -> None:
    found = computed(tmp_path, crowd(60, 200), 150)
    gives = [name for name in found.values.columns if name.startswith("gives_")]
    for row in found.values.iter_rows(named=True):
        assert sum(row[name] for name in gives) == pytest.approx(row["score"])
        assert 0 <= row["score"] <= 100
    assert found.values.sort("score", descending=True).row(0, named=True)["member"] % 3 == 0


def test_sentiment_counts_where_there_is_some(tmp_path: Path) -> None:
    said = [Did(1, 2, "survey", attributes='{"sentiment":0.5}'), Did(2, 2, "survey", attributes='{"sentiment":-1}')]
    noise = [
        Did(2, 3, "survey", attributes='{"sentiment":"good"}'),
        Did(2, 3, "survey", attributes='{"sentiment":true}'),
    ]
    grid = replace(FIXED, weights={part: 10 if part is Part.SENTIMENT else 0 for part in Part})
    found = computed(tmp_path, [Bought(1, 1), Bought(2, 1), Bought(3, 1), *said, *noise], 10, grid)
    scores = dict(found.values.select("member", "score").iter_rows())
    assert scores[1] > scores[3] > scores[2]
    assert scores[3] == 50
