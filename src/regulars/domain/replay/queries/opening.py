"""A history opened for a replay: in which parts it is read, and from when to when it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from regulars.domain.history.errors import HistoryWithoutEvents
from regulars.domain.history.queries import Chunk, Slice, chunks_of, read_chunk, read_manifest, span_of
from regulars.domain.history.types import Manifest
from regulars.domain.replay.policy.parts import Part, part_of
from regulars.domain.replay.queries.merges import Merges, merges_in, sales_of


@dataclass(frozen=True)
class History:
    """What is replayed: chunks of a slice, merges in it, the first instant and the one to which time passes."""

    folder: Path
    manifest: Manifest
    part: Slice
    chunks: list[Chunk]
    merges: Merges
    first: int
    last: int


def open_history(folder: Path, part: Slice, at_once: int) -> History:
    """A slice of a history; raises HistoryMissing, and HistoryEmpty for a slice without events.

    Time passes to the end of the slice, or to its last event.
    """
    manifest = read_manifest(folder)
    chunks = list(chunks_of(folder, manifest, part, at_once))
    if not chunks:
        raise HistoryWithoutEvents(name=folder.name)
    first, last = span_of(folder, manifest, part)
    return History(folder, manifest, part, chunks, merges_in(folder, manifest), first, part.end(last))


def part_at(history: History, number: int, unread: frozenset[str] = frozenset()) -> Part:
    """The chunk of a number, read; texts that nobody asks for are left out."""
    chunk = history.chunks[number]
    frames = read_chunk(history.folder, history.manifest, history.part, chunk, unread)
    sales = sales_of(history.folder, history.manifest, history.merges, chunk.low, chunk.high)
    return part_of(frames, sales, history.last)
