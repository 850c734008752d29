"""A pass: all chunks of a history once through some programmes, in whatever way the chunks are spread.

What a pass needs and what comes of it can be sent to another machine; the files of members go to a folder that all
machines share.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from regulars.domain.history.queries import Slice
from regulars.domain.replay.operations.storing import Members
from regulars.domain.replay.policy.batches import Facts, unread_texts
from regulars.domain.replay.policy.measuring import Tally, added
from regulars.domain.replay.policy.parts import Part, Reading, read_part, replay_part
from regulars.domain.replay.queries import History, open_history, part_at
from regulars.domain.replay.types import Candidate, Cut
from regulars.engine.workspace import workspace_of_thread


class Turn(NamedTuple):
    """A programme in a pass: where its files of members go, and where budgets end."""

    candidate: Candidate
    members: Members
    cuts: tuple[Cut, ...] = ()


class Came(NamedTuple):
    """What came of some members under one programme: how many there are, and how many events it could read."""

    tally: Tally
    members: int
    events: int

    def with_others(self, other: Came) -> Came:
        """This and what came of other members."""
        return Came(added(self.tally, other.tally), self.members + other.members, self.events + other.events)


class Answer(NamedTuple):
    """What came of a chunk, for each programme of the pass; `events` of the history were read."""

    events: int
    came: tuple[Came, ...]


@dataclass(frozen=True)
class Pass:
    """The chunks of a history, the programmes to take them through, and the texts that none of these asks for."""

    history: History
    turns: tuple[Turn, ...]
    unread: frozenset[str]

    def answer(self, number: int) -> Answer:
        """The chunk of a number through all programmes. Asked twice, it answers and writes the same."""
        return self.answer_on(number, part_at(self.history, number, self.unread), {})

    def answer_on(self, number: int, part: Part, known: dict[object, Reading]) -> Answer:
        """The same for a chunk that was read; ways of reading it that are not `known` are added there."""
        came = tuple(_came(turn, number, part, reading) for turn, reading in _readings(self.turns, part, known))
        return Answer(self.history.chunks[number].events, came)


def pass_of(history: History, turns: Sequence[Turn]) -> Pass:
    """A history once through some programmes."""
    return Pass(history, tuple(turns), unread_texts([turn.candidate.programme for turn in turns]))


Spread = Callable[[Pass], Iterator[Answer]]
"""A way to go through all chunks of a pass. An answer for each chunk, in any order."""


class Workforce(NamedTuple):
    """Who does the work of a replay: how a slice of a history is opened, and how its chunks are spread."""

    open: Callable[[Path, Slice, int], History]
    spread: Spread


def in_threads(one: Pass) -> Iterator[Answer]:
    """As many chunks side by side as this machine has processors."""
    return side_by_side(one.answer, len(one.history.chunks))


T = TypeVar("T")


def side_by_side(answer: Callable[[int], T], chunks: int) -> Iterator[T]:
    """What is answered to the numbers of chunks, in their order; as many at a time as this machine has processors."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        yield from threads.map(answer, range(chunks))


HERE = Workforce(open_history, in_threads)
"""This machine, alone."""


def _readings(turns: Sequence[Turn], part: Part, known: dict[object, Reading]) -> Iterator[tuple[Turn, Reading]]:
    """Each turn with the part as its programme reads it; programmes that read alike share a reading."""
    for turn in turns:
        key = (turn.candidate.programme.reading, turn.candidate.as_logged)
        if key not in known:
            known[key] = read_part(turn.candidate.programme, part, Facts(caps=turn.candidate.as_logged))
        yield turn, known[key]


def _came(turn: Turn, number: int, part: Part, reading: Reading) -> Came:
    """A part through one programme; what is told of members goes to files."""
    told = replay_part(turn.candidate, part, reading, turn.cuts, workspace_of_thread())
    turn.members.add(number, told)
    return Came(told.tally.without_members(), len(part.members), told.events)
