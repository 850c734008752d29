"""Groups of members, judged on what came later."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.domain.clusters.errors import ClustersTooFew, ClustersTooShort
from regulars.domain.clusters.operations.computing import Asked, Computed, compute
from tests.shoppers import ZONE, Bought, crowd, end_of, history_of


def computed(folder: Path, happened: list, day: int) -> Computed:
    return compute(Asked(history_of(folder, happened), ZONE, end_of(day)))


def rows(found: Computed, code: str) -> list[tuple]:
    return [row for one in found.sheets if one.code == code for row in one.rows]


def test_finds_the_kinds_there_are(tmp_path: Path) -> None:
    found = computed(tmp_path, crowd(), 299)
    assert found.covered == found.values.height
    validity = {row[0]: row for row in rows(found, "cluster_validity")}
    assert validity.keys() == {"clusters", "tree"}
    assert all(row[6] < 0.001 and row[7] > 0.3 for row in validity.values())
    taken = [row for row in rows(found, "cluster_trials") if row[3] == "yes"]
    assert len(taken) == 1
    assert taken[0][2] >= 0.75
    assert len({row[0] for row in rows(found, "cluster_profile")}) == int(taken[0][0])


def test_every_member_meets_one_rule(tmp_path: Path) -> None:
    found = computed(tmp_path, crowd(), 299)
    segments = rows(found, "tree_segments")
    assert 2 <= len(segments) <= 6
    assert set(found.values["leaf"].to_list()) <= set(range(1, len(segments) + 1))
    assert [row[0] for row in segments] == [str(place) for place in range(1, len(segments) + 1)]


def test_movement_is_over_the_same_clusters(tmp_path: Path) -> None:
    found = computed(tmp_path, crowd(), 299)
    names = {row[0] for row in rows(found, "cluster_profile")}
    moves = rows(found, "cluster_moves")
    assert moves
    assert {row[1] for row in moves} <= names | {row[1] for row in rows(found, "cluster_months")}


def test_what_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClustersTooShort):
        computed(tmp_path / "short", crowd(), 100)
    with pytest.raises(ClustersTooFew):
        computed(tmp_path / "few", crowd(30), 299)
    with pytest.raises(ClustersTooFew):
        computed(tmp_path / "none", [Bought(1, 50)], 10)


def test_without_time_for_a_tree(tmp_path: Path) -> None:
    found = computed(tmp_path, crowd(), 200)
    assert not rows(found, "tree_segments")
    assert "clusters_no_tree" in {note.code for note in found.notes}
