"""Budgets that all members share, in a replay: one pass in order of time."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.types import Candidate, Results
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.engine.records import Record
from regulars.engine.time import instant_of
from tests.integration.ledger.stories import document, named
from tests.property.replays import history_of

START = instant_of(datetime(2026, 1, 1, 4, tzinfo=UTC))
HOUR = 3_600_000_000
LIMIT = 1000


def programme_with(per: str, **limits: object) -> CompiledProgramme:
    """The story's programme without tiers that multiply, its points under a budget of 1,000 in each period."""
    text = document()
    text["multipliers"] = []
    text["goals"] = []
    text["rules"][0] |= limits
    text["budgets"] = [{"id": "bonus", "name": named("bonus"), "rules": ["spend_points"], "per": per, "points": LIMIT}]
    return compile_programme(load_programme(json.dumps(text)))


def purchases() -> list[Record]:
    """Purchases of ten members through three months."""
    dice = random.Random(7)
    at = sorted(START + dice.randrange(24 * 90) * HOUR for _ in range(200))
    seqs: Counter[int] = Counter()
    records = []
    for number, instant in enumerate(at):
        member = dice.randint(1, 10)
        seqs[member] += 1
        body = {"kind": "purchase", "order_id": f"o{number}", "amount_minor": dice.randint(100, 9000)}
        records.append(Record(member, seqs[member], 1000 + number, instant, body, decided=True))
    return records


def replayed(programme: CompiledProgramme, records: Sequence[Record], folder: Path) -> Results:
    history = history_of(records, folder / "history")
    question = Question(history, (Candidate("draft", programme),), folder / "out", at_once=20)
    return run_replay(question).results[0]


def one_by_one(records: Sequence[Record]) -> dict[str, int]:
    """What each month's budget gives, event by event in order of time."""
    used: Counter[str] = Counter()
    for record in sorted(records, key=lambda one: (one.occurred_at, one.key)):
        moment = datetime.fromtimestamp(record.occurred_at / 1e6, UTC).timestamp() + 8 * 3600
        month = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m")
        used[month] += min(record.body["amount_minor"] // 100, LIMIT - used[month])
    return dict(sorted(used.items()))


def test_gives_what_is_left_in_order_of_time(tmp_path: Path) -> None:
    records = purchases()
    results = replayed(programme_with("month"), records, tmp_path)
    expected = one_by_one(records)
    assert {one.period: one.points for one in results.budgets} == expected
    assert [one.exhausted for one in results.budgets] == [points == LIMIT for points in expected.values()]
    assert results.wallets[0].issued == sum(expected.values())


@pytest.mark.parametrize("per", ["week", "lifetime"])
def test_never_gives_more_than_there_is(tmp_path: Path, per: str) -> None:
    limits = {"limits": [{"per": "day", "points": 60}]}
    results = replayed(programme_with(per, **limits), purchases(), tmp_path)
    assert all(one.points <= one.limit for one in results.budgets)
    assert results.budgets


def test_the_logged_cuts_are_facts_for_the_live_programme(tmp_path: Path) -> None:
    records = [one._replace(body={**one.body, "caps": {"spend_points": 1}}) for one in purchases()]
    history = history_of(records, tmp_path / "history")
    live = Candidate("live", programme_with("month"), as_logged=True)
    results = run_replay(Question(history, (live,), tmp_path / "out")).results[0]
    assert results.wallets[0].issued == sum(one.body["amount_minor"] >= 100 for one in records)
