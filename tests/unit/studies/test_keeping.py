"""Replays one after another from memory: the same answers as from the files, and never those of an older history."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.policy.parts import Part
from regulars.domain.replay.queries import History
from regulars.domain.replay.types import Candidate
from regulars.domain.studies.operations import keeping
from regulars.domain.studies.operations.keeping import KEEPING, open_kept
from tests.property.replays import history_of
from tests.unit.replay.test_running import STORY, candidate, sale


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_last", [])


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the chunks that were read from files."""
    seen: list[int] = []
    kept = keeping.part_at

    def read(history: History, number: int, unread: frozenset[str]) -> Part:
        seen.append(number)
        return kept(history, number, unread)

    monkeypatch.setattr(keeping, "part_at", read)
    return seen


def both_ways(history: Path, out: Path, *candidates: Candidate) -> None:
    """From files and from memory they say the same."""
    question = Question(history, candidates, out, at_once=3)
    assert run_replay(question, workforce=KEEPING) == run_replay(question)


def test_programmes_one_after_another_say_the_same_from_memory(tmp_path: Path, reads: list[int]) -> None:
    history = history_of(STORY, tmp_path / "history")
    live, richer, poor = candidate("live"), candidate("richer", spend_points={"points": 2}), candidate("x", poor=True)
    both_ways(history, tmp_path / "out", live, richer)
    assert sorted(reads) == [0, 1, 2]
    for asked in ((richer,), (poor,), (live, poor), (live,)):
        both_ways(history, tmp_path / "out", *asked)
    assert len(reads) == 3


def test_a_history_that_has_changed_is_read_anew(tmp_path: Path, reads: list[int]) -> None:
    history = history_of(STORY, tmp_path / "history")
    both_ways(history, tmp_path / "out", candidate("live"))
    history_of([*STORY, sale(4, 1, 60, 50)], tmp_path / "history")
    both_ways(history, tmp_path / "out", candidate("live"))
    assert len(reads) > 3


def test_a_long_history_is_not_kept(tmp_path: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_EVENTS", len(STORY) - 1)
    both_ways(history_of(STORY, tmp_path / "history"), tmp_path / "out", candidate("live"))
    assert reads == []


def test_texts_that_another_programme_asks_for_are_read_later(tmp_path: Path, reads: list[int]) -> None:
    history = open_kept(history_of(STORY, tmp_path / "history"), Question(tmp_path, (), tmp_path).part, 1_000)
    (kept,) = keeping._last
    kept.part(0, frozenset({"sku", "brand"}))
    kept.part(0, frozenset({"sku", "brand", "store"}))
    assert reads == [0]
    part, known = kept.part(0, frozenset({"sku"}))
    assert (reads, known, len(part.members)) == ([0, 0], {}, 3)
    assert history is kept.history
