"""A diagnosis: the history read once through the live programme, and everything that is measured of it.

Memory holds a chunk with its outcome, and a row of some dozens of numbers for each member.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from regulars.domain.diagnosis.policy.examining import examined
from regulars.domain.diagnosis.policy.gathering import Chapter, Gathered, gather, together
from regulars.domain.diagnosis.policy.guarding import Span
from regulars.domain.diagnosis.policy.known import Known
from regulars.domain.diagnosis.policy.quality import Quality, quality_of
from regulars.domain.diagnosis.types import Diagnosis
from regulars.domain.history.errors import HistoryEmpty
from regulars.domain.history.queries import Chunk, Slice, chunks_of, read_chunk, read_manifest, scan, span_of
from regulars.domain.history.queries.chunks import AT_ONCE
from regulars.domain.history.types import Manifest, Table
from regulars.domain.replay.policy.batches import Facts, batch_of, fitted, with_ticks
from regulars.domain.replay.queries import Merges, merges_in, sales_of
from regulars.engine.advance import advance
from regulars.engine.compile import CompiledProgramme
from regulars.engine.states import empty_states
from regulars.platform import clock

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Subject:
    """A programme and the history that it is diagnosed on. `own`: the history is that of its ledger."""

    programme: CompiledProgramme
    version: int
    history: Path
    own: bool = True
    at_once: int = AT_ONCE


def diagnose(subject: Subject, progress: Progress = lambda _done, _all: None) -> Diagnosis:
    """Take all measures; raises HistoryMissing, and HistoryEmpty for a history without events."""
    manifest = read_manifest(subject.history)
    chunks = list(chunks_of(subject.history, manifest, Slice(), subject.at_once))
    if not chunks:
        raise HistoryEmpty(name=subject.history.name, rejected=0)
    merges = merges_in(subject.history, manifest)
    reading = _Reading(subject, manifest, merges, *_bounds(subject, manifest), _rewards(subject, manifest))
    gathered: Gathered | None = None
    done, everything = 0, sum(chunk.events for chunk in chunks)
    for chunk in chunks:
        part = gather(_chapter(reading, chunk))
        gathered = part if gathered is None else together(gathered, part)
        done += chunk.events
        progress(done, everything)
    assert gathered is not None  # noqa: S101 - there is a chunk
    return examined(
        Known(
            programme=subject.programme,
            version=subject.version,
            made_at=clock.now_us(),
            span=reading.span,
            first_at=reading.first_at,
            last_at=reading.last_at,
            gathered=gathered,
            quality=_quality(subject, manifest),
        )
    )


@dataclass(frozen=True)
class _Reading:
    """What is the same for all chunks. Time passes to `until_at`; measures speak of the time up to `last_at`."""

    subject: Subject
    manifest: Manifest
    merges: Merges
    first_at: int
    last_at: int
    rewards: tuple[int, ...]

    @property
    def span(self) -> Span:
        """The local days from the first event to the last."""
        days = self.subject.programme.zone.days_of(np.array([self.first_at, self.last_at], dtype=np.int64))
        return Span(int(days[0]), int(days[1]))


def _bounds(subject: Subject, manifest: Manifest) -> tuple[int, int]:
    """The first instant, and the last one at which a member did something; where nobody did, the last of all."""
    first, last = span_of(subject.history, manifest, Slice())
    acts = scan(subject.history, manifest, Table.EVENTS).filter(
        pl.col("kind").is_in(["purchase", "activity", "redeem"])
    )
    done = acts.select(pl.col("occurred_at").max()).collect(engine="streaming").item()
    return first, last if done is None else done


def _rewards(subject: Subject, manifest: Manifest) -> tuple[int, ...]:
    """What a first reward takes, by wallet: the least a redemption may be, else the median of those there were."""
    spent = scan(subject.history, manifest, Table.EVENTS).filter(pl.col("kind") == "redeem")
    medians = dict(spent.group_by("wallet").agg(pl.col("points").median()).collect(engine="streaming").rows())
    return tuple(
        int(wallet.spending.minimum * 10**wallet.decimals)
        if wallet.spending.minimum
        else int(medians.get(wallet.id) or 0)
        for wallet in subject.programme.document.wallets
    )


def _chapter(reading: _Reading, chunk: Chunk) -> Chapter:
    """A chunk through the live programme."""
    subject, manifest = reading.subject, reading.manifest
    frames = read_chunk(subject.history, manifest, Slice(), chunk)
    first = frames.events.group_by("member").agg(pl.col("occurred_at").min()).sort("member")
    members = first["member"].to_numpy().astype(np.int64)
    sales = sales_of(subject.history, manifest, reading.merges, chunk.low, chunk.high)
    fit = fitted(subject.programme, frames)
    batch = batch_of(subject.programme, fit.frames, Facts(caps=subject.own), sales)
    outcome = advance(
        subject.programme,
        empty_states(members, len(subject.programme.wallet_ids)),
        with_ticks(batch, members, reading.last_at),
    )
    return Chapter(
        programme=subject.programme,
        events=fit.frames.events,
        batch=batch,
        outcome=outcome,
        first_at=first["occurred_at"].to_numpy().astype(np.int64),
        span=reading.span,
        rewards=reading.rewards,
    )


def _quality(subject: Subject, manifest: Manifest) -> Quality:
    events, lines = (scan(subject.history, manifest, table) for table in (Table.EVENTS, Table.LINES))
    return quality_of(events, lines)
