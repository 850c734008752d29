"""An observation: the history read once through a programme, and everything that is counted of it.

Memory holds a chunk with its outcome for each processor, and a row of some dozens of numbers for each member.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.history.queries import Slice, scan
from regulars.domain.history.types import Table
from regulars.domain.observations.policy.gathering import Chapter, Gathered, gather, together
from regulars.domain.observations.policy.known import Known
from regulars.domain.observations.policy.quality import Quality, quality_of
from regulars.domain.observations.policy.spans import Span
from regulars.domain.observations.policy.using import met
from regulars.domain.observations.types import Subject
from regulars.domain.replay.operations.passing import side_by_side
from regulars.domain.replay.policy.batches import Facts, unread_texts
from regulars.domain.replay.policy.courses import as_one, first_tiers, routes_in, settled
from regulars.domain.replay.policy.parts import Part, Reading, read_part
from regulars.domain.replay.queries import History, open_history, part_at
from regulars.engine.advance import advance_prepared
from regulars.engine.outcome import Outcome
from regulars.engine.states import Integers, empty_states
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
    part = part_at(reading.history, number, unread_texts(subject.programmes))
    read = read_part(subject.programme, part, Facts(caps=subject.own))
    lived = _lived(subject, part, read)
    return gather(
        Chapter(
            programme=subject.programme,
            batch=read.batch,
            columns=read.prepared.columns,
            outcome=lived.outcome,
            first_at=part.first_at,
            span=reading.span,
            rewards=reading.rewards,
            first_tiers=lived.first_tiers,
            asked=lived.asked,
            uses=part.uses,
        )
    )


class _Lived(NamedTuple):
    """What came of a part; the tiers on which members began; how often each rule was met while it was in force."""

    outcome: Outcome
    first_tiers: Integers
    asked: Integers


def _lived(subject: Subject, part: Part, read: Reading) -> _Lived:
    """A part through the programme, or through all versions that were in force."""
    programme, course = subject.programme, subject.course
    if course is None:
        empty = empty_states(part.members, len(programme.wallet_ids))
        outcome = advance_prepared(programme, empty, read.prepared, workspace_of_thread())
        return _Lived(outcome, np.zeros(len(part.members), dtype=np.int64), met(programme, read.prepared.columns))
    routes = routes_in(course, part)
    outcome = as_one(programme, routes, settled(course, part, routes))
    asked = np.zeros(len(programme.document.rules), dtype=np.int64)
    for stretch in (one for route in routes for one in route.stretches):
        own = met(stretch.programme, stretch.reading.prepared.columns)
        for count, rule in zip(own.tolist(), stretch.programme.document.rules, strict=True):
            place = programme.rule_ids.index(rule.id)
            if place < len(asked):
                asked[place] += count
    return _Lived(outcome, first_tiers(programme, part, routes), asked)


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
