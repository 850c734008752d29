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
from regulars.domain.replay.policy.courses import told_of
from regulars.domain.replay.policy.measuring import Tally, added
from regulars.domain.replay.policy.parts import Part, Reading, Told, read_part, replay_part
from regulars.domain.replay.queries import History, open_history, part_at
from regulars.domain.replay.types import Candidate, Cut
from regulars.engine.workspace import workspace_of_thread


class Turn(NamedTuple):
    """A programme in a pass: where its files of members go, and where budgets end."""

    candidate: Candidate
    members: Members
    cuts: tuple[Cut, ...] = ()


class Came(NamedTuple):
    """What came of some members under one programme: how many there are, and how many events it could read.

    versions: those that they went through, by id, where it is told as it was.
    """

    tally: Tally
    members: int
    events: int
    versions: frozenset[int] = frozenset()


def together(came: Sequence[Came]) -> Came:
    """What came of different members, one or more, as one."""
    return Came(
        added([one.tally for one in came]),
        sum(one.members for one in came),
        sum(one.events for one in came),
        frozenset().union(*(one.versions for one in came)),
    )


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
        came = (_came(turn, number, part, told) for turn, told in _told(self.turns, part, known))
        return Answer(self.history.chunks[number].events, tuple(came))


def pass_of(history: History, turns: Sequence[Turn]) -> Pass:
    """A history once through some programmes."""
    programmes = [programme for turn in turns for programme in turn.candidate.programmes]
    return Pass(history, tuple(turns), unread_texts(programmes))


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


def _told(turns: Sequence[Turn], part: Part, known: dict[object, Reading]) -> Iterator[tuple[Turn, Told]]:
    """What came of a part in each turn; programmes that read it alike share a reading."""
    for turn in turns:
        candidate = turn.candidate
        if candidate.course is not None:
            yield turn, told_of(candidate.course, part)
            continue
        key = (candidate.programme.reading, candidate.as_logged)
        if key not in known:
            known[key] = read_part(candidate.programme, part, Facts(caps=candidate.as_logged))
        yield turn, replay_part(candidate, part, known[key], turn.cuts, workspace_of_thread())


def _came(turn: Turn, number: int, part: Part, told: Told) -> Came:
    """What came of a part; what is told of members goes to files."""
    turn.members.add(number, told)
    return Came(told.tally.without_members(), len(part.members), told.events, told.versions)
