"""Senders side by side, each killed again and again at a random moment and started anew."""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from bench.faults.children import Nursery, finish, furthest, killed_after, killed_by_itself, nursery
from bench.faults.sender import Order

LONGEST_LIFE = 0.5
MOST_STATEMENTS = 400
WITHOUT_END = 1_000_000
BEYOND = 100
"""How far senders go once nobody kills them: beyond everything that a neighbour may have sent and not noted."""


@dataclass
class Course:
    """What happened: kills that hit a sender at work, by a signal from outside or at a statement of its own."""

    from_outside: int = 0
    at_a_statement: int = 0

    @property
    def kills(self) -> int:
        """All of them."""
        return self.from_outside + self.at_a_statement


@dataclass(frozen=True)
class Plan:
    """So many kills, among so many senders at once: SQLite has one writer at a time, and senders would mostly wait."""

    kills: int
    senders: int
    seed: int


def senders_on(vendor: str) -> int:
    """How many senders at once a database has work for."""
    return 3 if vendor == "postgresql" else 1


def kill_senders(programme_id: int, environment: Mapping[str, str], notes: Path, plan: Plan) -> Course:
    """Run senders until so many kills have hit one at work; then each once more, left alone, to its end.

    `notes` is a folder; each sender has a file in it, and one beside it for its complaints.
    """
    course = Course()
    guard = threading.Lock()
    orders = [
        Order(programme_id, one, plan.senders, WITHOUT_END, str(notes / f"{one}.txt")) for one in range(plan.senders)
    ]

    def look_after(home: Nursery, order: Order) -> None:
        dice = random.Random(f"{plan.seed}/{order.sender}")
        while course.kills < plan.kills:
            from_outside = dice.random() < 0.5
            hit = _life(home, order, dice, from_outside=from_outside)
            with guard:
                course.from_outside += hit and from_outside
                course.at_a_statement += hit and not from_outside

    with ExitStack() as open_ones, ThreadPoolExecutor(plan.senders) as threads:
        logs = [notes.with_name(f"sender-{order.sender}.log") for order in orders]
        homes = [open_ones.enter_context(nursery(environment, log)) for log in logs]
        list(threads.map(look_after, homes, orders))
        last = furthest(notes) + BEYOND
        list(threads.map(finish, homes, [replace(order, until=last) for order in orders]))
    return course


def _life(home: Nursery, order: Order, dice: random.Random, *, from_outside: bool) -> bool:
    if from_outside:
        return killed_after(home, order, dice.uniform(0, LONGEST_LIFE))
    return killed_by_itself(home, replace(order, die_at=dice.randint(1, MOST_STATEMENTS)))
