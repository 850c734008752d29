"""Replays on a Spark of two workers, against the same replays here."""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from regulars.domain.history.errors import HistoryEmpty
from regulars.domain.history.queries import Slice
from regulars.domain.replay.errors import SparkFailed, SparkSilent
from regulars.domain.replay.operations import Question, Workforce, on_spark, run_replay
from regulars.domain.replay.queries import History, open_history
from regulars.domain.replay.types import Candidate
from regulars.engine.compile import compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.engine.records import Record
from regulars.engine.time import instant_of
from regulars.surfaces.cli import main
from script.with_spark import WORKERS, Cluster, spark_cluster
from tests.integration.ledger.stories import document, named
from tests.property.replays import history_of

pytestmark = pytest.mark.spark

START = instant_of(datetime(2026, 1, 1, 4, tzinfo=UTC))
DAY = 86_400_000_000
MEMBERS, EVENTS = 60, 3000


@pytest.fixture(scope="session")
def whole_cluster() -> Iterator[Cluster]:
    """A master and its workers, and this process as their driver; one Java for all tests."""
    with spark_cluster() as cluster, pytest.MonkeyPatch.context() as patch:
        for name, value in cluster.environment.items():
            patch.setenv(name, value)
        yield cluster
        end_java()


@pytest.fixture
def cluster(whole_cluster: Cluster) -> Cluster:
    """The cluster with all its workers."""
    alive = sum(one.poll() is None for one in whole_cluster.workers)
    whole_cluster.start_workers(WORKERS - alive)
    return whole_cluster


def end_java() -> None:
    """End the Java that sessions of this process have in common."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if gateway is not None:
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait()


def record(seqs: Counter[int], number: int, member: int, body: dict[str, Any]) -> Record:
    seqs[member] += 1
    return Record(member, seqs[member], 1000 + number, START + number * DAY // 15, body, decided=True)


def events() -> Iterator[Record]:
    """Purchases and redemptions through two thirds of a year, two merges, and one of these taken back."""
    dice, seqs = random.Random(21), Counter[int]()
    for number in range(EVENTS):
        member = dice.randint(1, MEMBERS)
        if dice.random() < 0.1:
            body = {"kind": "redeem", "wallet": "points", "points": dice.randint(1, 60)}
        else:
            body = {"kind": "purchase", "order_id": f"o{number}", "amount_minor": dice.randint(100, 9000)}
        yield record(seqs, number, member, body)
    for number, member in enumerate((3, 5), start=EVENTS):
        brought = {"merge_id": f"m{member}", "progress": [], "accounts": [], "lots": []}
        yield record(seqs, number, member, {"kind": "merge_in", "member": member + 1, "upto": 20} | brought)
    taken_back = {"kind": "void", "voids": seqs[5], "reason": "wrong", "actor": "ann"}
    yield record(seqs, EVENTS + 2, 5, taken_back)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return history_of(list(events()), tmp_path_factory.mktemp("spark") / "history", files=3)


def text(budget: int | None, per: int) -> str:
    """The story's programme that gives a point for so much, as far as a budget goes each month."""
    told = document()
    told["rules"][0]["award"]["per"] = per
    told["wallets"][0]["cash_value"] = 0.5
    if budget is not None:
        rules = {"rules": ["spend_points"], "per": "month", "points": budget}
        told["budgets"] = [{"id": "bonus", "name": named("bonus"), **rules}]
    return json.dumps(told)


def question(history: Path, folder: Path, **narrowed: Any) -> Question:
    texts = {"live": text(None, 1), "draft": text(5000, 1), "poor": text(600, 2)}
    candidates = tuple(Candidate(name, compile_programme(load_programme(one))) for name, one in texts.items())
    folder.mkdir()
    return Question(history, candidates, folder, **({"at_once": 200} | narrowed))


def test_two_workers_answer_what_one_machine_does(cluster: Cluster, history: Path, tmp_path: Path) -> None:
    slices = [Slice(), Slice(since=START + 30 * DAY, until=START + 100 * DAY, share=6000)]
    here = [run_replay(question(history, tmp_path / f"here{place}", part=one)) for place, one in enumerate(slices)]
    assert any(use.exhausted for one in here for use in one.results[2].budgets)
    seen: list[tuple[int, int]] = []
    with on_spark(cluster.master, tmp_path) as workforce:
        for place, one in enumerate(slices):
            asked = question(history, tmp_path / f"there{place}", part=one)
            assert run_replay(asked, lambda *done: seen.append(done), workforce) == here[place]
        assert workforce.open(history, slices[1], 200) == open_history(history, slices[1], 200)
        assert workforce.open(history, slices[1], 200).merges.keys() == {3}
        with pytest.raises(HistoryEmpty):
            workforce.open(history, Slice(since=START + 900 * DAY), 200)
        asked = question(history_of(list(events())[:50], tmp_path / "broken"), tmp_path / "out")
        with pytest.raises(SparkFailed) as told:
            run_replay(asked, workforce=workforce._replace(open=partial(lose_files, workforce)))
    assert "No such file" in told.value.params["reason"]
    assert seen[-1][0] == seen[-1][1]
    for name in ("members", "accounts", "gains"):
        files = [sorted(path.name for path in tmp_path.glob(f"{one}/*/{name}-*")) for one in ("here0", "there0")]
        assert files[0] == files[1]


def lose_files(workforce: Workforce, folder: Path, part: Slice, at_once: int) -> History:
    """Open a history, whose files vanish then."""
    history = workforce.open(folder, part, at_once)
    for path in folder.glob("events/*/*.parquet"):
        path.unlink()
    return history


def test_nobody_waits_for_ever(cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(SparkSilent), on_spark(cluster.master, tmp_path, patience=0.01):
        pass


def test_the_commands_print_the_same_reports(
    cluster: Cluster, history: Path, tmp_path: Path, regulars: Callable[..., str]
) -> None:
    draft = tmp_path / "draft.json"
    draft.write_text(text(3000, 1))
    words = ["replay", "--history", str(history), "--programme", str(draft), "--programme", str(draft)]
    spark = ["--engine", "spark", "--master", "local[2]"]
    assert regulars(*words, *spark) == regulars(*words)
    value = ["--parameter", "rules.spend_points.award.points", "--values", "1,3"]
    words = ["sweep", "--history", str(history), "--programme", str(draft), *value]
    assert regulars(*words, *spark) == regulars(*words)


def test_a_worker_that_dies_takes_nothing_along(cluster: Cluster, history: Path, tmp_path: Path) -> None:
    here = run_replay(question(history, tmp_path / "here", at_once=50))
    asked = question(history, tmp_path / "there", at_once=50)
    chunks = len(open_history(history, Slice(), asked.at_once).chunks)
    done_when_killed: list[int] = []

    def kill() -> None:
        """Kill a worker with its executor when the first chunk is done."""
        end = time.monotonic() + 120
        while not (done := list(asked.folder.glob(".0-live.1/members-*.parquet"))) and time.monotonic() < end:
            time.sleep(0.005)
        cluster.kill(cluster.workers[0])
        done_when_killed.append(len(done))

    killer = threading.Thread(target=kill)
    with on_spark(cluster.master, tmp_path) as workforce:
        killer.start()
        assert run_replay(asked, workforce=workforce) == here
    killer.join()
    assert 0 < done_when_killed[0] < chunks // 2
    assert len(list(asked.folder.glob("0-live/members-*.parquet"))) == chunks
    assert not list(asked.folder.glob(".*"))


@pytest.fixture
def regulars(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run `regulars ...`, which is to go well, and return what it prints."""

    def run(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["regulars", "--lang", "en", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code in {0, None}
        return capsys.readouterr().out

    return run
