"""The club's programme on a Spark of two workers with a core each, against this machine with two cores."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import django

from bench.figure import Figure
from script.with_spark import spark_cluster

if TYPE_CHECKING:
    from regulars.domain.replay.operations import Workforce

CLUB = Path(__file__).parents[2] / "programmes" / "club.yaml"
BAR = 3.0
GROWTH_BAR = 1.25
"""What a basket of the long history may cost over one of the short."""


class Measured(NamedTuple):
    """A replay of so many baskets, and how long it took."""

    baskets: int
    seconds: float

    @property
    def each(self) -> float:
        """Seconds for a basket."""
        return self.seconds / self.baskets


def run() -> Figure:
    """Measure both histories on both, print what was measured, and answer with the figure of the long one.

    `REGULARS_BENCH_YEARS=1,7` takes shorter ones, to try things out.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    django.setup()
    years = [int(one) for one in os.environ.get("REGULARS_BENCH_YEARS", "7,321").split(",")]
    here, there = _here(years), _there(years)
    for one, two in zip(here, there, strict=True):
        ratio = two.seconds / one.seconds
        print(f"{one.baskets:,} baskets: {one.seconds:.1f} s here, {two.seconds:.1f} s on Spark, {ratio:.2f} times")
    for name, (short, *_, long) in {"here": here, "on Spark": there}.items():
        print(f"{name} a basket of the longest costs {long.each / short.each:.2f} times one of the shortest")
    linear = there[-1].each <= GROWTH_BAR * there[0].each
    return Figure("spark", there[-1].seconds / here[-1].seconds, BAR, at_most=True, also=linear)


def _here(years: Sequence[int]) -> list[Measured]:
    """The local run, warm."""
    from regulars.domain.replay.operations import HERE

    return _all(years, HERE)


def _there(years: Sequence[int]) -> list[Measured]:
    """Spark with its workers up and warm."""
    from regulars.domain.replay.operations import on_spark

    with spark_cluster() as cluster:
        os.environ.update(cluster.environment)
        with on_spark(cluster.master, cluster.folder) as workforce:
            return _all(years, workforce)


def _all(years: Sequence[int], workforce: Workforce) -> list[Measured]:
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder:
        _replayed(1, Path(folder), workforce)
        return [_replayed(one, Path(folder), workforce) for one in years]


def _replayed(years: int, folder: Path, workforce: Workforce) -> Measured:
    from bench.replay.folders import history_folder
    from regulars.domain.replay.operations import Question, run_replay
    from regulars.domain.replay.types import Candidate
    from regulars.engine.compile import compile_programme
    from regulars.engine.programme.loading import load_programme

    candidate = Candidate("club", compile_programme(load_programme(CLUB.read_text(encoding="utf-8"))))
    question = Question(history_folder(years), (candidate,), folder)
    started = time.perf_counter()
    results = run_replay(question, workforce=workforce).results[0]
    return Measured(results.events, time.perf_counter() - started)
