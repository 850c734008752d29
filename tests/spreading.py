"""How `script/test` spreads tests over its two workers: each database has its own, and what needs none goes to either.

Tests that depend on the database run on both workers. The others run once: a worker that is done with its own takes
them file by file, those that take longest first, so that both workers end at about the same time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from xdist.scheduler import EachScheduling
from xdist.workermanage import WorkerController

WITHOUT_ENGINE = "tests/repo/"
"""Where no test needs the engine: one worker begins here, while the other compiles its kernel for both."""
LONGEST_FIRST = ("tests/integration/", "tests/property/", "tests/scenarios/")
FEW = 3
"""Tests before whose end a worker is given more, for it starts none before it knows of the next."""


def _note() -> Path:
    return Path(os.environ["REGULARS_TEST_DATA"]) / "independent.txt"


def tell_independent(names: Iterable[str]) -> None:
    """A worker tells which of its tests need to run once only."""
    written = _note().with_suffix(f".{os.environ['PYTEST_XDIST_WORKER']}")
    written.write_text("".join(f"{name}\0" for name in names), encoding="utf-8")
    written.replace(_note())


class Spreading(EachScheduling):
    """Each worker runs its own tests, and files of the others as they come."""

    waiting: list[list[str]]

    def add_node_collection(self, node: WorkerController, collection: Sequence[str]) -> None:
        """Know what a worker has, also of one that takes the place of another."""
        super().add_node_collection(node, collection)
        self.node2collection[node] = list(collection)

    def schedule(self) -> None:
        """Give every worker its own tests once all have told what there is."""
        if self._started:
            super().schedule()  # one that died is replaced, and the new one takes what it left
            return
        named = set(_note().read_text(encoding="utf-8").split("\0")) if _note().exists() else set()
        shared = named.intersection(*self.node2collection.values())
        anybody = next(iter(self.node2collection.values()))
        self.waiting = _files(name for name in anybody if name in shared)
        early = [name for names in self.waiting if names[0].startswith(WITHOUT_ENGINE) for name in names]
        self.waiting = [names for names in self.waiting if not names[0].startswith(WITHOUT_ENGINE)]
        for node, collection in self.node2collection.items():
            self._started.append(node)
            self._give(node, early)
            self._give(node, [name for name in collection if name not in shared])
            self._fill(node)
            early = []

    @property
    def tests_finished(self) -> bool:
        """Whether nothing waits, and each worker knows its last test."""
        return super().tests_finished and not self.waiting

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """Give a worker that is nearly done another file."""
        super().mark_test_complete(node, item_index, duration)
        self._fill(node)

    def _fill(self, node: WorkerController) -> None:
        while self.waiting and len(self.node2pending[node]) < FEW:
            self._give(node, self.waiting.pop(0))
        if not self.waiting and not node.shutting_down:
            node.shutdown()

    def _give(self, node: WorkerController, names: list[str]) -> None:
        known = {name: place for place, name in enumerate(self.node2collection[node])}
        places = [known[name] for name in names]
        self.node2pending[node] += places
        node.send_runtest_some(places)


def _files(names: Iterable[str]) -> list[list[str]]:
    """Tests by file, those in folders where tests take long first."""
    files: dict[str, list[str]] = {}
    for name in names:
        files.setdefault(name.partition("::")[0], []).append(name)
    return sorted(files.values(), key=lambda group: _place(group[0]))


def _place(name: str) -> int:
    return next((place for place, folder in enumerate(LONGEST_FIRST) if name.startswith(folder)), len(LONGEST_FIRST))
