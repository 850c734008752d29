"""Replays one after another on the same slice: what was read last stays in memory, with how programmes read it.

One slice at a time is kept, and only one of a length that fits into memory beside everything else. A history that has
changed since is read anew: its manifest tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from regulars.domain.history.queries import Slice, read_manifest
from regulars.domain.replay.operations.passing import Answer, Pass, Workforce, in_threads, side_by_side
from regulars.domain.replay.policy.parts import Part, Reading
from regulars.domain.replay.queries import History, open_history, part_at

MOST_EVENTS = 300_000
"""A slice with more events than these is not kept."""

MOST_READINGS = 1
"""Ways of reading a part that are kept: that of the programme which came last, most often a draft again."""


@dataclass(frozen=True)
class Kept:
    """A slice that is kept: its parts as they were read, and how programmes read them, by the number of the chunk."""

    history: History
    at_once: int
    parts: dict[int, tuple[frozenset[str], Part, dict[object, Reading]]] = field(default_factory=dict)

    def part(self, number: int, unread: frozenset[str]) -> tuple[Part, dict[object, Reading]]:
        """A part with all texts that are asked for, and the ways of reading it that are known; read where it is not."""
        known = self.parts.get(number)
        if known is None or not known[0] <= unread:
            left_out = unread if known is None else known[0] & unread
            known = self.parts[number] = (left_out, part_at(self.history, number, left_out), {})
        return known[1:]


_last: list[Kept] = []


def open_kept(folder: Path, part: Slice, at_once: int) -> History:
    """A slice of a history, the one that is kept if it is that; raises what `open_history` raises."""
    manifest = read_manifest(folder)
    for kept in _last:
        known = kept.history
        if (known.folder, known.part, kept.at_once, known.manifest) == (folder, part, at_once, manifest):
            return known
    history = open_history(folder, part, at_once)
    _last[:] = [Kept(history, at_once)] if sum(chunk.events for chunk in history.chunks) <= MOST_EVENTS else []
    return history


def from_memory(one: Pass) -> Iterator[Answer]:
    """As many chunks side by side as this machine has processors, from memory as far as they are there."""
    kept = next((kept for kept in _last if kept.history is one.history), None)
    if kept is None:
        return in_threads(one)
    return side_by_side(partial(_answer, one, kept), len(one.history.chunks))


KEEPING = Workforce(open_kept, from_memory)
"""This machine, alone, which remembers what it read last."""


def _answer(one: Pass, kept: Kept, number: int) -> Answer:
    part, readings = kept.part(number, one.unread)
    answer = one.answer_on(number, part, readings)
    for oldest in list(readings)[:-MOST_READINGS]:
        del readings[oldest]
    return answer
