"""The one write door: a batch of events in, an answer to each, one transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from django.db import transaction

from regulars.domain.ledger.models.loading import Locked, lock_states
from regulars.domain.ledger.operations.advancing import rows_of
from regulars.domain.ledger.operations.answers import (
    FAILED,
    accepted_answers,
    known_answers,
    repeated_answer,
)
from regulars.domain.ledger.operations.knowing import refuse_unknown
from regulars.domain.ledger.operations.late_budgets import restate_within_budgets
from regulars.domain.ledger.operations.restating import chunks_by_member, ways_of
from regulars.domain.ledger.operations.rounds import apply_in_order, is_stale, next_acceptance, sole_version
from regulars.domain.ledger.operations.storing import store
from regulars.domain.ledger.operations.submissions import Submission, sort_out, submissions_of
from regulars.domain.ledger.operations.writing import KeyTaken
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.programmes.queries import timeline, version
from regulars.domain.programmes.types import Timeline
from regulars.engine.restate import earlier
from regulars.engine.states import Integers
from regulars.platform.again import in_savepoint, without_trace
from regulars.platform.databases import is_race

CHANGING_HISTORY = frozenset({"void", "restate"})
"""The kinds of events that restate their member whenever they come."""

logger = logging.getLogger(__name__)


def apply_batch(programme_id: int, events: Sequence[NewEvent]) -> list[EventResult]:
    """Apply events in one transaction and answer each, in input order.

    Members are locked in ascending order. An event whose key is known is a duplicate (its first answer again) or a
    conflict; the others are logged and applied in time order, each under the version that holds for its member at
    its instant, late ones by restating their member; a refused one leaves no trace. Works within an outer
    transaction. Races between batches are tried again a few times; any other error leaves nothing of the batch
    behind and is raised.
    """
    if not events:
        return []
    submissions = submissions_of(events)
    return in_savepoint(lambda: _apply(timeline(programme_id), submissions), _met_another)


def apply_events_isolated(programme_id: int, events: Sequence[NewEvent]) -> list[EventResult]:
    """As `apply_batch`, but an event that breaks the batch fails alone: the others are applied one by one."""
    try:
        return apply_batch(programme_id, events)
    except Exception:
        if transaction.get_connection().needs_rollback:
            raise
        logger.exception("A batch of %s events failed; its events are applied one by one", len(events))
    return [_apply_alone(programme_id, event) for event in events]


def preview_batch(programme_id: int, events: Sequence[NewEvent]) -> list[EventResult]:
    """What `apply_batch` would answer; nothing is kept."""
    return without_trace(lambda: apply_batch(programme_id, events))


def _apply_alone(programme_id: int, event: NewEvent) -> EventResult:
    try:
        return apply_batch(programme_id, [event])[0]
    except Exception:
        logger.exception("Event %s of source %s failed", event.event_id, event.source)
    params = {"source": event.source, "event_id": event.event_id}
    return EventResult(EventStatus.FAILED, event.member_id, code=FAILED, params=params)


def _met_another(error: Exception) -> bool:
    return isinstance(error, KeyTaken) or is_race(error)


def _apply(plan: Timeline, submissions: Sequence[Submission]) -> list[EventResult]:
    locked = lock_states(plan.live, sorted({sent.event.member_id for sent in submissions}))
    found = sort_out(plan.live.id, submissions)
    answers = known_answers(plan.live, found.again)
    if found.fresh:
        answers |= _apply_fresh(plan, locked, found.fresh)
    for sent, first in found.repeats:
        answers[sent.place] = repeated_answer(sent, first, answers[first.place])
    return [answers[place] for place in range(len(submissions))]


def _apply_fresh(plan: Timeline, locked: Locked, fresh: Sequence[Submission]) -> dict[int, EventResult]:
    ordered = sorted(fresh, key=lambda sent: (sent.event.member_id, sent.event.occurred_at, sent.key))
    accepted_at = next_acceptance(locked)
    answers: dict[int, EventResult] = {}
    if not sole_version(plan):
        answers |= refuse_unknown(plan, ordered)
        ordered = [sent for sent in ordered if sent.place not in answers]
    late = _late(locked, ordered)
    if not sole_version(plan):
        late |= _of_stale_members(plan, locked, ordered, accepted_at)
    in_order = [sent for sent in ordered if sent.event.member_id not in late]
    restated = [sent for sent in ordered if sent.event.member_id in late]
    if in_order:
        answers |= apply_in_order(plan, locked, in_order)
    for part in chunks_by_member(locked, restated):
        for way, events in ways_of(plan, locked, part, accepted_at):
            programme = version(way[-1].version_id)
            advanced = restate_within_budgets(way, locked, events, accepted_at)
            too_late = {sent.place for sent, _ in advanced.refused if sent in late[sent.event.member_id]}
            told = accepted_answers(programme, advanced)
            if too_late:
                # Without what was late the rest may be in order, and then it must be applied as such: a proof by
                # replay knows only what was accepted.
                answers |= {place: told[place] for place in too_late}
                rest = [sent for sent in events if sent.place not in too_late]
                answers |= _apply_fresh(plan, locked, rest) if rest else {}
            else:
                store(programme, advanced)
                answers |= told
    return answers


def _of_stale_members(
    plan: Timeline, locked: Locked, ordered: Sequence[Submission], accepted_at: Integers
) -> dict[int, list[Submission]]:
    """By member, the events of those whose state another version made than that which, as is known now, held."""
    stale = {
        member
        for row, member in enumerate(locked.members.tolist())
        if is_stale(plan, locked, row, int(accepted_at[row]))
    }
    found: dict[int, list[Submission]] = {}
    for sent in ordered:
        if sent.event.member_id in stale:
            found.setdefault(sent.event.member_id, []).append(sent)
    return found


def _late(locked: Locked, ordered: Sequence[Submission]) -> dict[int, list[Submission]]:
    """By member, the events that are earlier than what was applied before (not ticks), or that change history."""
    rows = rows_of(locked.members, ordered)
    instants = np.array([sent.event.occurred_at for sent in ordered], dtype=np.int64)
    keys = np.array([sent.key for sent in ordered], dtype=np.int64)
    early = earlier(locked.header[rows], instants, keys)
    late: dict[int, list[Submission]] = {}
    for sent, is_early in zip(ordered, early.tolist(), strict=True):
        kind = sent.event.body["kind"]
        if (is_early and kind != "tick") or kind in CHANGING_HISTORY:
            late.setdefault(sent.event.member_id, []).append(sent)
    return late
