"""Cohorts, stages, baskets, paths and associations from a history."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from regulars.domain.cohorts.errors import CohortsNothingBought
from regulars.domain.cohorts.operations.computing import Asked, Computed, compute
from regulars.domain.cohorts.types import Threshold
from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.tables import ENTRIES
from regulars.domain.history.queries import read_manifest
from regulars.domain.history.types import Table
from tests.shoppers import ZONE, Bought, Did, crowd, end_of, history_of, instant


def computed(folder: Path, happened: list[Bought | Did], day: int) -> Computed:
    return compute(Asked(history_of(folder, happened), ZONE, end_of(day), ("basic", "gold")))


def rows(found: Computed, name: str) -> list[tuple]:
    return list(next(one.rows for one in found.sheets if one.name == name))


def notes(found: Computed, name: str) -> set[str]:
    return {note.code for one in found.sheets if one.name == name for note in one.notes}


def test_repurchase_counts_only_those_observed_long_enough(tmp_path: Path) -> None:
    happened = [Bought(1, 0), Bought(1, 20), Bought(2, 0), Bought(2, 60), Bought(3, 0), Bought(4, 95), Bought(4, 96)]
    found = computed(tmp_path, happened, 100)
    by_month = {row[0]: row for row in rows(found, "repurchase.first_month")}
    january, april = by_month["2026-01"], by_month["2026-04"]
    assert january[:4] == ("2026-01", 3, 3, pytest.approx(1 / 3))
    assert january[6:8] == (3, pytest.approx(2 / 3))
    assert (january[10], january[11]) == (0, None)
    assert (april[1], april[2], april[3]) == (1, 0, None)


def test_a_second_basket_of_the_same_day_is_no_repurchase(tmp_path: Path) -> None:
    found = computed(tmp_path, [Bought(1, 0), Bought(1, 0)], 100)
    assert rows(found, "repurchase.first_channel")[0][3] == 0


def test_six_cohorts(tmp_path: Path) -> None:
    found = computed(tmp_path, crowd(90), 250)
    keys = [one.key for one in found.sheets if one.code == "repurchase"]
    assert keys == ["first_month", "first_channel", "first_department", "first_basket", "first_promotion", "tier_now"]
    for one in found.sheets:
        if one.code == "repurchase":
            assert sum(int(str(row[1])) for row in one.rows) == found.covered
    assert "tier_is_outcome" in notes(found, "repurchase.tier_now")


def test_warns_of_a_history_that_begins_in_the_middle(tmp_path: Path) -> None:
    assert "left_censored" in notes(computed(tmp_path / "a", crowd(90), 250), "retention")
    steady = [Bought(member, member * 2) for member in range(1, 120)]
    assert "left_censored" not in notes(computed(tmp_path / "b", steady, 250), "retention")


def test_retention_leaves_the_running_month_out(tmp_path: Path) -> None:
    found = computed(tmp_path, [Bought(1, 0), Bought(2, 0), Bought(1, 40), Bought(2, 65)], 70)
    assert rows(found, "retention") == [("2026-01", 0, 1.0, 2), ("2026-01", 1, 0.5, 2)]


def test_five_stages(tmp_path: Path) -> None:
    happened = [
        *(Bought(1, day) for day in range(0, 200, 20)),  # mature
        *(Bought(2, day) for day in (100, 140, 180)),  # growing
        Bought(3, 195),  # new
        *(Bought(4, day) for day in range(0, 160, 20)),  # silent for 60 days: at the edge of sleeping
        *(Bought(5, day) for day in (0, 5, 10)),  # lost
    ]
    found = computed(tmp_path, happened, 201)
    stages = {row[0]: row[1] for row in rows(found, "lifecycle_stages")}
    assert stages == {"new": 1, "grown": 1, "mature": 1, "sleeping": 1, "lost": 1}
    assert [row[1] for row in rows(found, "lifecycle_funnel")] == [5, 4, 4, 2, 2, 1]


def test_histories_from_files_know_no_tiers(tmp_path: Path) -> None:
    found = computed(tmp_path, crowd(60), 250)
    assert rows(found, "tier_mobility") == []
    assert notes(found, "tier_mobility") == {"no_tiers"}


def test_paths_and_what_led_to_purchases(tmp_path: Path) -> None:
    happened = [Did(1, 10, "visit"), Bought(1, 12), Did(2, 10, "visit"), Bought(3, 5), Bought(3, 100)]
    found = computed(tmp_path, happened, 100)
    told = {row[0]: row for row in rows(found, "touchpoints")}
    assert told["visit"][1:5] == (2, 2, 0.5, 0.5)
    assert told["visit"][5] == 2
    assert ("visit", "purchase:store", 1) in rows(found, "path_steps")


def test_an_effect_that_was_there_before_is_selection(tmp_path: Path) -> None:
    found = computed(tmp_path, crowd(600, 300), 299)
    told = {(row[0], row[1]): row[2] for row in rows(found, "associations")}
    assert told["used_coupon", "spent_most"] == "selection"


def test_uses_of_benefits_are_among_what_members_did(tmp_path: Path) -> None:
    uses = [Did(member, 180, "benefit_used", attributes='{"benefit": "coffee"}') for member in range(1, 300)]
    found = computed(tmp_path, [*crowd(600, 300), *uses, Did(301, 180, "benefit_used", attributes="{}")], 299)
    told = {row[0]: row[3] for row in rows(found, "associations") if row[1] == "bought"}
    assert told["benefit:coffee"] == told["used_benefit"] > 100


def test_short_histories_have_no_associations(tmp_path: Path) -> None:
    found = computed(tmp_path, crowd(60, 100), 99)
    assert rows(found, "associations") == []
    assert notes(found, "associations") == {"short_history"}


def test_departments_may_be_missing(tmp_path: Path) -> None:
    found = computed(tmp_path, [Bought(1, 1, department=None, channel=None), Bought(1, 9, department=None)], 20)
    assert notes(found, "categories") == {"no_lines"}
    assert {row[0] for row in rows(found, "basket_channels")} == {"unknown", "store"}


def test_nothing_later_is_seen(tmp_path: Path) -> None:
    happened = crowd(60, 250)
    before = [one for one in happened if one.day <= 150]
    one, other = computed(tmp_path / "a", before, 150), computed(tmp_path / "b", happened, 150)
    assert one.sheets == other.sheets


def test_nobody_bought(tmp_path: Path) -> None:
    with pytest.raises(CohortsNothingBought):
        computed(tmp_path, [Did(1, 1, "visit")], 10)


def test_effects_of_tiers_are_refused_with_a_reason(tmp_path: Path) -> None:
    lifts = {}
    for name, thresholds in (("none", ()), ("some", (Threshold("silver", 1, "purchases", "", 365, 20),))):
        folder = history_of(tmp_path / name, crowd(240))
        found = compute(Asked(folder, ZONE, end_of(299), ("base", "silver"), thresholds))
        lifts[name] = [one for one in found.sheets if one.code == "tier_lift"]
    assert [[note.code for note in one.notes] for one in lifts["none"]] == [["lift_no_threshold"]]
    assert [[note.code for note in one.notes] for one in lifts["some"]] == [["no_tiers"]]
    short = compute(Asked(tmp_path / "some", ZONE, end_of(200), ("base", "silver"), thresholds))
    assert [one.notes[0].code for one in short.sheets if one.code == "tier_lift"] == ["short_history"]


def test_the_effect_of_a_tier_on_who_just_reached_it(tmp_path: Path) -> None:
    """Members with 41 to 119 purchases by day 185; from 80 on they stand on silver, and then spend twice as much."""
    happened, entries = list[Bought | Did](), []
    for member in range(1, 801):
        times = 41 + (member * 37) % 79
        happened += [Bought(member, (number * 181) // times, 1_000) for number in range(times)]
        silver = times >= 80
        happened += [Bought(member, day, 2_000 if silver else 1_000) for day in range(192, 272, 4)]
        for seq, (tier, day) in enumerate([(0, 1), *([(1, 185)] if silver else [])], start=1):
            at = instant(day)
            entries.append({"member": member, "seq": seq, "event_seq": seq, "tier": tier, "occurred_at": at})
    folder = history_of(tmp_path, happened)
    nothing = {name: "" if kind == pl.String else 0 for name, kind in ENTRIES.items()}
    rows = [nothing | {"wallet": "points", "kind": "earn", "posted_at": row["occurred_at"]} | row for row in entries]
    with writing(folder):
        store = Store(folder, read_manifest(folder))
        store.add({Table.ENTRIES: pl.DataFrame(rows, schema=ENTRIES, orient="row")})
    asked = Asked(folder, ZONE, end_of(280), ("base", "silver"), (Threshold("silver", 1, "purchases", "", 365, 80),))
    lifts = [one for one in compute(asked).sheets if one.code == "tier_lift"]
    assert [one.notes[0].code for one in lifts] == ["lift_local", "lift_local"]
    spend, purchases = lifts
    told = dict(zip([one.code for one in spend.columns], spend.rows[0], strict=True))
    assert (told["tier"], told["verdict"], told["lift_step"]) == ("silver", "lift_told", pytest.approx(1.0))
    assert told["effect"] == pytest.approx(20_000)
    assert purchases.rows[0][1:3] == ("lift_by_purchases", "lift_none")
