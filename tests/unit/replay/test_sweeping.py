"""Sweeps and searches: each value as if it had been replayed alone."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from regulars.domain.replay.errors import GoalUnreadable, ParameterUnknown, SweepTooLong
from regulars.domain.replay.operations import Question, SweepQuestion, run_replay, run_search, run_sweep, write_sweep
from regulars.domain.replay.policy.parameters import with_value
from regulars.domain.replay.policy.seeking import goal_of
from regulars.domain.replay.types import Candidate, Goal, SweepPoint
from regulars.engine.compile import compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.model import Programme
from tests.integration.ledger.stories import document
from tests.property.replays import history_of
from tests.unit.replay.test_running import sale

ENTER = "ladder.tiers.silver.enter/spend"
RATE = "rules.spend_points.award.points"
TIERS = ("base", "silver", "gold")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty members who spend 100, 200 .. 2000 in two purchases each."""
    sales = [sale(member, seq, seq * 10, member * 50) for member in range(1, 21) for seq in (1, 2)]
    return history_of(sales, tmp_path_factory.mktemp("history"))


def shop(**changes: object) -> Programme:
    text = {**document(), "goals": [], "multipliers": [], **changes}
    text["wallets"][0]["cash_value"] = 0.5
    return load_programme(json.dumps(text))


def asked(history: Path, folder: Path, address: str, *values: str, **more: Any) -> SweepQuestion:
    chosen = tuple(Decimal(value) for value in values)
    return replace(SweepQuestion(history, shop(), address, chosen, folder), **more)


def above_base(point: SweepPoint) -> int:
    assert point.results is not None
    last = point.results.tier_months[-1].month
    return sum(one.members for one in point.results.tier_months if one.month == last and one.tier != "base")


@pytest.mark.parametrize("address", [ENTER, RATE])
def test_each_value_is_a_replay_of_its_own(history: Path, tmp_path: Path, address: str) -> None:
    question = asked(history, tmp_path / "sweep", address, "2", "700", "3", at_once=7)
    points = run_sweep(question).points
    assert [point.value for point in points] == [2, 3, 700]
    for point in points:
        programme = compile_programme(with_value(shop(), address, point.value))
        alone = run_replay(Question(history, (Candidate(str(point.value), programme),), tmp_path / "alone"))
        assert point.results == alone.results[0]


def test_a_budget_ends_for_each_value_on_its_own(history: Path, tmp_path: Path) -> None:
    budget = {
        "id": "spring",
        "name": {"zh": "春", "en": "Spring"},
        "rules": ["spend_points"],
        "per": "year",
        "points": 9000,
    }
    programme = shop(budgets=[budget])
    points = run_sweep(asked(history, tmp_path / "s", RATE, "0.1", "1", document=programme)).points
    used = [point.results.budgets[0] for point in points if point.results is not None]
    assert [(one.points, one.exhausted) for one in used] == [(2100, False), (9000, True)]


def test_a_value_that_may_not_stand_there_comes_with_its_findings(history: Path, tmp_path: Path) -> None:
    refused, fine = run_sweep(asked(history, tmp_path, RATE, "-1", "1")).points
    assert (refused.results, [one.path for one in refused.findings]) == (None, ["rules.0.award.points"])
    assert fine.results is not None


def test_looks_for_the_value_that_gives_what_is_wanted(history: Path, tmp_path: Path) -> None:
    question = asked(history, tmp_path, ENTER, "100", "900")
    found = run_search(question, goal_of("silver=75%", TIERS, 100))
    assert found.reached == 75
    assert found.best is not None
    assert 500 < found.best <= 600
    assert [above_base(point) for point in found.sweep.points if point.value == found.best] == [15]


def test_stays_below_a_ceiling(history: Path, tmp_path: Path) -> None:
    question = asked(history, tmp_path, RATE, "0.1", "2")
    found = run_search(question, goal_of("issued<=9000", TIERS, 100))
    assert found.best is not None
    assert found.reached is not None
    assert found.reached <= 900_000
    dearer = [point for point in found.sweep.points if point.value > found.best]
    assert dearer[0].value - found.best <= Decimal("0.01")


def test_says_when_no_value_will_do(history: Path, tmp_path: Path) -> None:
    found = run_search(asked(history, tmp_path, RATE, "1", "2"), goal_of("issued<=1", TIERS, 100))
    assert (found.best, found.reached) == (None, None)


@pytest.mark.parametrize("text", ["gold", "gold=10", "issued=10%", "brass=10%", "gold>=10%"])
def test_what_is_wanted_must_be_readable(text: str) -> None:
    with pytest.raises(GoalUnreadable):
        goal_of(text, TIERS, 100)


def test_reads_what_is_wanted() -> None:
    assert goal_of(" gold <= 12.5% ", TIERS, 100) == Goal("tier", Decimal("12.5"), "gold", at_most=True)
    assert goal_of("liability=90", TIERS, 100) == Goal("liability", Decimal(9000))


def test_refuses_unknown_numbers_and_more_values_than_a_run_tries(history: Path, tmp_path: Path) -> None:
    with pytest.raises(ParameterUnknown):
        run_sweep(asked(history, tmp_path, "rules.none.award.points", "1"))
    with pytest.raises(SweepTooLong):
        run_sweep(asked(history, tmp_path, RATE, *map(str, range(1, 102))))


def test_writes_the_figures_of_each_value(history: Path, tmp_path: Path) -> None:
    swept = run_sweep(asked(history, tmp_path / "s", RATE, "1", "2"))
    files = write_sweep(swept, tmp_path / "out")
    assert {path.name for path in files} == {
        f"sweep_{part}.parquet" for part in ("tier_months", "wallet_months", "reach", "wallets", "rules")
    }
    rows = pl.read_parquet(tmp_path / "out" / "sweep_wallets.parquet").filter(pl.col("wallet") == "points")
    assert rows.select("value", "issued").rows() == [(1.0, 21000), (2.0, 42000)]
