"""Runs whose figures can be worked out by hand, because every chance in them is certain."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.types import Candidate
from regulars.domain.responses.errors import NothingToRespondTo
from regulars.domain.responses.operations import responses_to, run_responses
from regulars.domain.responses.policy.planning import Plan
from regulars.domain.responses.types import (
    Assumption,
    Assumptions,
    DraftResponse,
    Figure,
    FigureRange,
    Range,
    ShareAssumption,
)
from regulars.engine.compile import compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.engine.records import Record
from tests.integration.ledger.stories import named
from tests.property.replays import history_of
from tests.unit.responses.stories import ladder, record, sale


def fixed(**values: float) -> Assumptions:
    """Assumptions without any doubt; redemptions stay as they were unless said otherwise."""
    told = {"pull": 0.0, "reset": 0.0, "elasticity": 0.0, "redemption": 0.0} | values
    certain = {
        name: (Assumption if name in ("pull", "elasticity") else ShareAssumption)(low=one, likely=one, high=one)
        for name, one in told.items()
    }
    return Assumptions.model_validate({"within_percent": 60, **certain})


def candidate(name: str, text: str) -> Candidate:
    return Candidate(name, compile_programme(load_programme(text)))


def asked(folder: Path, records: list[Record], texts: list[str], assumptions: Assumptions) -> DraftResponse:
    candidates = tuple(candidate(f"p{place}", text) for place, text in enumerate(texts))
    question = Question(history_of(records, folder / "history"), candidates, folder / "out")
    return run_responses(question, assumptions, runs=3, seed=4).drafts[0]


def of(answer: DraftResponse, figure: Figure) -> FigureRange:
    return next(one for one in answer.figures if one.figure is figure)


def certain(value: int) -> Range:
    return Range(value, value, value)


# Every Monday a basket of 100. At 500 a year the member rises with the fifth; near is from 200 to 499.
WEEKLY = [sale(1, week + 1, 7 * week + 0.1, 100) for week in range(10)]
NOBODY, SOON = ladder(10**9), ladder(500)


def test_pull_doubles_what_is_bought_near_the_threshold(tmp_path: Path) -> None:
    answer = asked(tmp_path, WEEKLY, [NOBODY, SOON], fixed(pull=1))
    # The third to the fifth basket were bought with 200, 300 and 400 on the way: each comes twice.
    assert of(answer, Figure.INCREMENTAL_SALES).range == certain(3 * 100_00)
    assert of(answer, Figure.SALES).range == certain(13 * 100_00)
    assert of(answer, Figure.LIABILITY).unchanged == 1000
    assert of(answer, Figure.LIABILITY).range == certain(1300)
    assert answer.near == (0, 30)
    assert answer.worth == pytest.approx((0.01, 0.01))
    months = {one.month: one.range for one in answer.months if one.figure is Figure.INCREMENTAL_SALES}
    assert sum(one.middle for one in months.values()) == 3 * 100_00


def test_a_threshold_out_of_reach_lets_half_of_them_go(tmp_path: Path) -> None:
    answer = asked(tmp_path, WEEKLY, [SOON, NOBODY], fixed(pull=1))
    # The quotient is a half: of the three baskets each stays away by chance, and none comes in addition.
    change = of(answer, Figure.INCREMENTAL_SALES).range
    assert -3 * 100_00 <= change.low <= change.high <= 0


def test_after_a_rise_members_rest(tmp_path: Path) -> None:
    answer = asked(tmp_path, WEEKLY, [NOBODY, SOON], fixed(reset=1))
    # They rise with the fifth basket; those 7, 14 and 21 days later stay away, and not that of the 28th day.
    assert of(answer, Figure.INCREMENTAL_SALES).range == certain(-3 * 100_00)


def test_points_are_answered_by_purchases(tmp_path: Path) -> None:
    generous = json.loads(NOBODY)
    generous["rules"][0]["award"]["points"] = 101
    # 101 points of 0.01 for each 1 of spend: worth is cut at the whole spend, from a hundredth of it.
    answer = asked(tmp_path, WEEKLY, [NOBODY, json.dumps(generous)], fixed(elasticity=2))
    assert answer.worth == pytest.approx((0.01, 1))
    # 3 / 1.02 is 2.94: two baskets in addition nearly always, one otherwise.
    change = of(answer, Figure.INCREMENTAL_SALES).range
    assert 10 * 100_00 < change.low <= change.high <= 20 * 100_00


def test_who_has_more_redeems_more_and_who_has_less_redeems_less(tmp_path: Path) -> None:
    story = [*WEEKLY[:5], record(1, 6, 32.5, kind="redeem", wallet="points", points=100)]
    double, half = json.loads(NOBODY), ladder(10**9, per=2)
    double["rules"][0]["award"]["points"] = 2
    for redemption, cost in ((0.0, 100), (0.5, 150), (1.0, 200)):
        folder = tmp_path / str(redemption)
        answer = asked(folder, story, [NOBODY, json.dumps(double)], fixed(redemption=redemption))
        assert of(answer, Figure.COST).unchanged == 100
        assert of(answer, Figure.COST).range == certain(cost)
        assert of(answer, Figure.LIABILITY).range == certain(1000 - cost)
    answer = asked(tmp_path / "half", story, [NOBODY, half], fixed())
    assert of(answer, Figure.COST).range == certain(50)


def test_refunds_go_with_their_baskets(tmp_path: Path) -> None:
    back = record(1, 11, 30, kind="refund", order_id="o1-3", refund="full")
    answer = asked(tmp_path, [*WEEKLY, back], [NOBODY, SOON], fixed(pull=1))
    # The basket that was given back counts nothing, and neither does a basket like it.
    assert of(answer, Figure.SALES).baseline == 9 * 100_00
    change = of(answer, Figure.INCREMENTAL_SALES).range
    assert 0 <= change.low <= change.high <= 3 * 100_00


def test_the_return_is_margin_less_cost(tmp_path: Path) -> None:
    assumptions = fixed(pull=1).model_copy(update={"margin": ShareAssumption(low=0.5, likely=0.5, high=0.5)})
    answer = asked(tmp_path, WEEKLY, [NOBODY, SOON], assumptions)
    assert of(answer, Figure.INCREMENTAL_COST).range == certain(300)
    assert of(answer, Figure.RETURN).range == certain(150_00 - 300)
    assert answer.tornado.figure is Figure.RETURN
    assert answer.tornado.bars == ()


def test_a_budget_ends_where_it_ended(tmp_path: Path) -> None:
    limited: dict[str, Any] = json.loads(ladder(500))
    limited["budgets"] = [{"id": "all", "name": named("all"), "rules": ["spend_points"], "per": "year", "points": 350}]
    answer = asked(tmp_path, WEEKLY, [NOBODY, json.dumps(limited)], fixed(pull=1))
    liability = of(answer, Figure.LIABILITY)
    assert liability.unchanged == 350
    # The baskets in addition come before the budget's end, in the weeks of the third to the fifth.
    assert 350 <= liability.range.low <= liability.range.high <= 650


def test_budgets_end_without_the_files_of_the_replay(tmp_path: Path) -> None:
    limited: dict[str, Any] = json.loads(ladder(500))
    limited["budgets"] = [{"id": "all", "name": named("all"), "rules": ["spend_points"], "per": "month", "points": 350}]
    candidates = (candidate("a", NOBODY), candidate("b", json.dumps(limited)))
    question = Question(history_of(WEEKLY, tmp_path / "history"), candidates, tmp_path / "out")
    replayed = run_replay(question)
    # Four baskets fall in January, four in February, two in March, which the budget does not end.
    assert [(one.points, one.exhausted) for one in replayed.results[1].budgets] == [
        (350, True),
        (350, True),
        (200, False),
    ]
    answers = [responses_to(replayed, question, Plan(fixed(pull=1), 2, 1))]
    shutil.rmtree(tmp_path / "out")
    answers.append(responses_to(replayed, question, Plan(fixed(pull=1), 2, 1)))
    assert answers[0] == answers[1]


def test_a_share_that_has_nobody_is_everybody(tmp_path: Path) -> None:
    question = Question(
        history_of(WEEKLY, tmp_path / "history"), (candidate("a", NOBODY), candidate("b", SOON)), tmp_path / "out"
    )
    answer = responses_to(run_replay(question), question, Plan(fixed(), 1, 1), share=1)
    assert (answer.members, answer.simulated, answer.share) == (1, 1, 10_000)


def test_without_a_draft_there_is_nothing_to_answer(tmp_path: Path) -> None:
    question = Question(history_of(WEEKLY, tmp_path / "history"), (candidate("live", SOON),), tmp_path / "out")
    with pytest.raises(NothingToRespondTo):
        run_responses(question, fixed())
    with pytest.raises(NothingToRespondTo):
        responses_to(run_replay(question), question, Plan(fixed(), 1, 1))


def test_a_share_of_the_members_stands_for_all(tmp_path: Path) -> None:
    crowd = [sale(member, week + 1, 7 * week + 0.1, 100) for member in range(1, 201) for week in range(6)]
    candidates = (candidate("a", NOBODY), candidate("b", SOON))
    question = Question(history_of(crowd, tmp_path / "history"), candidates, tmp_path / "out", at_once=300)
    answer = responses_to(run_replay(question), question, Plan(fixed(pull=1), 3, 1), share=5000)
    assert answer.members == 200
    assert 0 < answer.simulated < 200
    # All members are alike, so that those simulated stand for the others, but for who happened to be drawn.
    change = of(answer.drafts[0], Figure.INCREMENTAL_SALES).range
    assert change.low < 200 * 3 * 100_00 < change.high
    assert change.high - change.low < 200 * 3 * 100_00
