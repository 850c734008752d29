"""A diagnosis: the history read once through the live programme, and everything that is measured of it.

Memory holds a chunk with its outcome, and a row of some dozens of numbers for each member.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from regulars.domain.diagnosis.policy.examining import examined
from regulars.domain.diagnosis.policy.gathering import Chapter, Gathered, gather, together
from regulars.domain.diagnosis.policy.guarding import Span
from regulars.domain.diagnosis.policy.known import Known
from regulars.domain.diagnosis.policy.quality import Quality, quality_of
from regulars.domain.diagnosis.types import Diagnosis
from regulars.domain.history.queries import Slice, scan
from regulars.domain.history.types import Table
from regulars.domain.replay.policy.batches import Facts, unread_texts
from regulars.domain.replay.policy.parts import read_part
from regulars.domain.replay.queries import History, open_history, part_at
from regulars.engine.advance import advance_prepared
from regulars.engine.compile import CompiledProgramme
from regulars.engine.states import empty_states
from regulars.platform import clock

Progress = Callable[[int, int], None]

AT_ONCE = 100_000
"""Events that are read at once: few enough for several chunks side by side on a small history."""


@dataclass(frozen=True)
class Subject:
    """A programme and the history that it is diagnosed on. `own`: the history is that of its ledger."""

    programme: CompiledProgramme
    version: int
    history: Path
    own: bool = True
    at_once: int = AT_ONCE


@dataclass(frozen=True)
class _Reading:
    """What is the same for all chunks. Measures speak of the time from `first_at` to `last_at`."""

    subject: Subject
    history: History
    last_at: int
    rewards: tuple[int, ...]

    @property
    def span(self) -> Span:
        """The local days from the first event to the last."""
        days = self.subject.programme.zone.days_of(np.array([self.history.first, self.last_at], dtype=np.int64))
        return Span(int(days[0]), int(days[1]))


def diagnose(subject: Subject, progress: Progress = lambda _done, _all: None) -> Diagnosis:
    """Take all measures; raises HistoryMissing, and HistoryEmpty for a history without events."""
    history = open_history(subject.history, Slice(), subject.at_once)
    reading = _Reading(subject, history, _last_act(history), _rewards(subject, history))
    gathered = _gathered(reading, progress)
    return examined(
        Known(
            programme=subject.programme,
            version=subject.version,
            made_at=clock.now_us(),
            span=reading.span,
            first_at=history.first,
            last_at=reading.last_at,
            gathered=gathered,
            quality=_quality(history),
            rewards=reading.rewards,
        )
    )


def _gathered(reading: _Reading, progress: Progress) -> Gathered:
    """All chunks, as many side by side as there are processors."""
    chunks = reading.history.chunks
    done, everything = 0, sum(chunk.events for chunk in chunks)
    parts: list[Gathered] = []
    for number, part in enumerate(_side_by_side(reading)):
        parts.append(part)
        done += chunks[number].events
        progress(done, everything)
    return together(parts)


def _side_by_side(reading: _Reading) -> Iterator[Gathered]:
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        yield from threads.map(partial(_part, reading), range(len(reading.history.chunks)))


def _part(reading: _Reading, number: int) -> Gathered:
    """A chunk through the live programme."""
    subject = reading.subject
    part = part_at(reading.history, number, unread_texts([subject.programme]))
    read = read_part(subject.programme, part, Facts(caps=subject.own))
    empty = empty_states(part.members, len(subject.programme.wallet_ids))
    outcome = advance_prepared(subject.programme, empty, read.prepared)
    return gather(
        Chapter(
            programme=subject.programme,
            batch=read.batch,
            columns=read.prepared.columns,
            outcome=outcome,
            first_at=part.first_at,
            span=reading.span,
            rewards=reading.rewards,
        )
    )


def _last_act(history: History) -> int:
    """The last instant at which a member did something; where nobody did, the last of all."""
    acts = scan(history.folder, history.manifest, Table.EVENTS).filter(pl.col("kind").is_in(_ACTS))
    done: int | None = acts.select(pl.col("occurred_at").max()).collect(engine="streaming").item()
    return history.last if done is None else done


_ACTS = ("purchase", "activity", "redeem")


def _rewards(subject: Subject, history: History) -> tuple[int, ...]:
    """What a first reward takes, by wallet: the least a redemption may be, else the median of those there were."""
    spent = scan(history.folder, history.manifest, Table.EVENTS).filter(pl.col("kind") == "redeem")
    medians = dict(spent.group_by("wallet").agg(pl.col("points").median()).collect(engine="streaming").rows())
    found = []
    for wallet in subject.programme.document.wallets:
        least = wallet.spending.minimum
        found.append(int(medians.get(wallet.id) or 0) if least is None else int(least * 10**wallet.decimals))
    return tuple(found)


def _quality(history: History) -> Quality:
    return quality_of(*(scan(history.folder, history.manifest, table) for table in (Table.EVENTS, Table.LINES)))
