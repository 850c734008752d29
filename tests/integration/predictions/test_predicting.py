"""All models on histories that were made up: what they tell, what they refuse, and that they see nothing later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from regulars.domain.history.errors import HistoryEmpty
from regulars.domain.predictions.operations import Foretold, last_day_of, predict
from regulars.domain.predictions.operations.looking import Looker
from regulars.domain.predictions.policy.features import matrix_of
from regulars.domain.predictions.types import Card, Level, Model, Subject
from tests.integration.predictions.crowd import DAYS, habits, odd
from tests.shoppers import FIRST, ZONE, Bought, Did, history_of


def _subject(folder: Path, day: int = DAYS) -> Subject:
    return Subject(folder, ZONE, FIRST + day)


def _card(found: Foretold, model: Model) -> Card:
    return next(one for one in found.cards if one.model == model)


def test_each_model_beats_its_baseline_or_says_why_not(found: Foretold) -> None:
    assert [card.model for card in found.cards] == list(Model)
    ready = {card.model for card in found.cards if card.ready}
    assert ready == {Model.CHURN_30, Model.VALUE_90, Model.NEXT_PURCHASE, Model.AGAIN_CATEGORY}
    for card in found.cards:
        assert card.ready == (card.scored > 0)
        first = card.deciding
        if card.ready and first is not None and first.baseline is not None and card.model != Model.VALUE_90:
            better = -1 if first.name.startswith("mean_error") else 1
            assert better * first.value > better * first.baseline
    assert _card(found, Model.CHURN_90).refusal == _card(found, Model.AGAIN_PRODUCT).refusal == "baseline_wins"
    assert "churn_90" not in found.scores.columns
    assert _card(found, Model.VALUE_365).refusal == "history_too_short"
    assert _card(found, Model.NEW_PRODUCT).refusal == "too_few_members"


def test_scores_come_with_interval_level_and_reasons(found: Foretold) -> None:
    scores = found.scores
    told = scores["churn_30"]
    assert told.is_between(0, 1).all()
    assert (scores["churn_30_low"] <= told).all()
    assert (told <= scores["churn_30_high"]).all()
    assert set(scores["churn_30_level"]) <= {level.value for level in Level}
    assert (scores["value_90_low"] <= scores["value_90"]).all()
    due = scores.drop_nulls("next_day")
    assert (due["next_first"] <= due["next_day"]).all()
    assert (due["next_day"] >= FIRST + DAYS).all()
    counted = {one.level.value: one.members for one in _card(found, Model.CHURN_30).levels}
    assert sum(counted.values()) == scores.height
    assert counted["raised"] == (scores["churn_30_level"] == "raised").sum()


def test_what_comes_later_changes_nothing(tmp_path: Path, found: Foretold) -> None:
    """The same days, then a future in which everybody does something else and earlier purchases are refunded."""
    dice = Random(9)
    later: list[Bought | Did] = [
        Bought(dice.randint(1, 900), DAYS + dice.randrange(100), dice.randint(1, 99_999), "never seen before")
        for _ in range(3_000)
    ]
    again = predict(_subject(history_of(tmp_path / "shuffled", habits() + odd() + later)))
    assert again.scores.equals(found.scores)
    assert [replace(card, happened=()) for card in again.cards] == list(found.cards)


def test_a_day_in_the_past_is_seen_as_it_was(folder: Path, tmp_path: Path) -> None:
    """What is read as of a day, from the whole history and from one that ends there, is equal."""
    cut = 200
    short = history_of(tmp_path / "short", [one for one in habits() + odd() if one.day < cut])
    whole = Looker(_subject(folder)).snapshot(FIRST + cut)
    ended = Looker(_subject(short)).snapshot(FIRST + cut)
    assert whole.frame.equals(ended.frame)
    assert (matrix_of(whole.frame).values == ended.matrix.values).all()


def test_a_refund_that_came_later_is_not_known_yet(tmp_path: Path) -> None:
    happened: list[Bought | Did] = [Bought(1, 10, 5_000, order=1), Did(1, 50, "refund", order=1), Bought(1, 60)]
    looker = Looker(_subject(history_of(tmp_path / "refunded", happened)))
    assert looker.snapshot(FIRST + 40).frame["spend"].to_list() == [5_000]
    assert looker.snapshot(FIRST + 70).frame["spend"].to_list() == [1_000]


def test_few_members_and_short_histories_are_refused(tmp_path: Path) -> None:
    few = predict(_subject(history_of(tmp_path / "few", habits(members=60))))
    assert {card.refusal for card in few.cards} == {"too_few_members", "history_too_short"}
    assert all(card.scored == 0 for card in few.cards)
    short = predict(_subject(history_of(tmp_path / "short", habits(days=50)), 50))
    assert {card.refusal for card in short.cards} == {"history_too_short"}
    assert short.scores.columns[0] == "member"


def test_a_history_without_purchases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HistoryEmpty):
        predict(_subject(history_of(tmp_path / "none", [Did(1, 3, "visited"), Did(2, 4, "visited")])))
    with pytest.raises(HistoryEmpty):
        last_day_of(_subject(history_of(tmp_path / "nobody", [Did(1, 3, "visited")])))


def test_odd_members_are_borne(found: Foretold) -> None:
    members = set(found.scores["member"])
    assert members >= {1_001, 1_006}
    assert not members & {1_002, 1_003, 1_005}
    busy = found.scores.filter(found.scores["member"] == 1_006)
    assert busy["purchases_90"].item() > 2_000
    assert 0 <= busy["churn_30"].item() <= 1


def test_ends_the_day_after_the_last_purchase(folder: Path) -> None:
    last = max(one.day for one in habits())
    assert last_day_of(_subject(folder, 5_000)) == FIRST + last + 1
    assert last_day_of(_subject(folder, 100)) == FIRST + 100
