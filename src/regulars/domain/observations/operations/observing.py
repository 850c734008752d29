"""An observation: the history read once through a programme, and everything that is counted of it.

Memory holds a chunk with its outcome for each processor, and a row of some dozens of numbers for each member.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from regulars.domain.history.queries import Slice, scan
from regulars.domain.history.types import Table
from regulars.domain.observations.policy.gathering import Chapter, Gathered, gather, together
from regulars.domain.observations.policy.known import Known
from regulars.domain.observations.policy.quality import Quality, quality_of
from regulars.domain.observations.policy.spans import Span
from regulars.domain.observations.types import Subject
from regulars.domain.replay.operations.passing import side_by_side
from regulars.domain.replay.policy.batches import Facts, unread_texts
from regulars.domain.replay.policy.parts import read_part
from regulars.domain.replay.queries import History, open_history, part_at
from regulars.engine.advance import advance_prepared
from regulars.engine.states import empty_states
from regulars.engine.workspace import workspace_of_thread
from regulars.platform import clock

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Reading:
    """What is the same for all chunks. What is counted is of the time from `first_at` to `last_at`."""

    subject: Subject
    history: History
    last_at: int
    rewards: tuple[int, ...]

    @property
    def span(self) -> Span:
        """The local days from the first event to the last."""
        days = self.subject.programme.zone.days_of(np.array([self.history.first, self.last_at], dtype=np.int64))
        return Span(int(days[0]), int(days[1]))


def observe(subject: Subject, progress: Progress = lambda _done, _all: None) -> Known:
    """Read the whole history; raises HistoryMissing, and HistoryEmpty for a history without events."""
    history = open_history(subject.history, Slice(), subject.at_once)
    reading = _Reading(subject, history, _last_act(history), _rewards(subject, history))
    gathered = _gathered(reading, progress)
    return Known(
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


def _gathered(reading: _Reading, progress: Progress) -> Gathered:
    """All chunks, as many side by side as there are processors."""
    chunks = reading.history.chunks
    done, everything = 0, sum(chunk.events for chunk in chunks)
    parts: list[Gathered] = []
    for chunk, part in zip(chunks, side_by_side(partial(_part, reading), len(chunks)), strict=True):
        parts.append(part)
        done += chunk.events
        progress(done, everything)
    return together(parts)


def _part(reading: _Reading, number: int) -> Gathered:
    """A chunk through the programme. What is gathered keeps nothing of the outcome, which the next one overwrites."""
    subject = reading.subject
    part = part_at(reading.history, number, unread_texts([subject.programme]))
    read = read_part(subject.programme, part, Facts(caps=subject.own))
    empty = empty_states(part.members, len(subject.programme.wallet_ids))
    outcome = advance_prepared(subject.programme, empty, read.prepared, workspace_of_thread())
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
