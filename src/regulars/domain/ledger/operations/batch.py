"""The one write door: a batch of events in, an answer to each, one transaction."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Sequence

import numpy as np
from django.db import IntegrityError, OperationalError, transaction

from regulars.domain.ledger.models.loading import Locked, latest_seen, lock_states
from regulars.domain.ledger.models.statements import execute, listing, update
from regulars.domain.ledger.operations.advancing import Advanced, advance_in_order, rows_of
from regulars.domain.ledger.operations.answers import (
    FAILED,
    accepted_answers,
    known_answers,
    repeated_answer,
)
from regulars.domain.ledger.operations.budget_uses import note_uses
from regulars.domain.ledger.operations.late_budgets import restate_within_budgets
from regulars.domain.ledger.operations.restating import chunks_by_member
from regulars.domain.ledger.operations.submissions import Submission, sort_out, submissions_of
from regulars.domain.ledger.operations.writing import KeyTaken, columns_of, write
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.clock import now_us
from regulars.platform.databases import is_race

ATTEMPTS = 5
CHANGING_HISTORY = frozenset({"void", "restate"})
"""The kinds of events that restate their member whenever they come."""

_FORGET_DRAWS = "DELETE FROM ledger_draw WHERE programme_id = %s AND member_id {any}"
_FORGET_TALLIES = "DELETE FROM ledger_tally WHERE programme_id = %s AND member_id {any}"

logger = logging.getLogger(__name__)


def apply_batch(programme_id: int, events: Sequence[NewEvent]) -> list[EventResult]:
    """Apply events in one transaction and answer each, in input order.

    Members are locked in ascending order. An event whose key is known is a duplicate (its first answer again) or a
    conflict; the others are logged and applied in time order, late ones by restating their member; a refused one
    leaves no trace. Works within an outer transaction. Races between batches are tried again a few times; any
    other error leaves nothing of the batch behind and is raised.
    """
    if not events:
        return []
    programme = live_programme(programme_id)
    submissions = submissions_of(events)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _apply(programme, submissions)
        except (KeyTaken, IntegrityError, OperationalError) as error:
            if attempt == ATTEMPTS or not _is_race(error):
                raise
            time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - spreads out retries, hides nothing
    raise AssertionError("the last attempt returns or raises")


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
    with transaction.atomic():
        answers = apply_batch(programme_id, events)
        transaction.set_rollback(True)
    return answers


def _apply_alone(programme_id: int, event: NewEvent) -> EventResult:
    try:
        return apply_batch(programme_id, [event])[0]
    except Exception:
        logger.exception("Event %s of source %s failed", event.event_id, event.source)
    params = {"source": event.source, "event_id": event.event_id}
    return EventResult(EventStatus.FAILED, event.member_id, code=FAILED, params=params)


def _is_race(error: Exception) -> bool:
    return isinstance(error, KeyTaken) or is_race(error)


def _apply(programme: LiveProgramme, submissions: Sequence[Submission]) -> list[EventResult]:
    locked = lock_states(programme, sorted({sent.event.member_id for sent in submissions}))
    found = sort_out(programme.id, submissions)
    answers = known_answers(programme, found.again)
    if found.fresh:
        answers |= _apply_fresh(programme, locked, found.fresh)
    for sent, first in found.repeats:
        answers[sent.place] = repeated_answer(sent, first, answers[first.place])
    return [answers[place] for place in range(len(submissions))]


def _apply_fresh(programme: LiveProgramme, locked: Locked, fresh: Sequence[Submission]) -> dict[int, EventResult]:
    ordered = sorted(fresh, key=lambda sent: (sent.event.member_id, sent.event.occurred_at, sent.key))
    accepted_at = np.maximum(locked.accepted_at + 1, now_us())
    late = _late(locked, ordered)
    in_order = [sent for sent in ordered if sent.event.member_id not in late]
    restated = [sent for sent in ordered if sent.event.member_id in late]
    answers: dict[int, EventResult] = {}
    if in_order:
        answers |= _write(programme, advance_in_order(programme, locked, in_order, accepted_at))
    for part in chunks_by_member(locked, restated):
        advanced = restate_within_budgets(programme, locked, part, accepted_at)
        too_late = {sent.place for sent, _ in advanced.refused if sent in late[sent.event.member_id]}
        if too_late:
            # Without what was late the rest may be in order, and then it must be applied as such: a proof by
            # replay knows only what was accepted.
            told = accepted_answers(programme, advanced)
            answers |= {place: told[place] for place in too_late}
            rest = [sent for sent in part if sent.place not in too_late]
            answers |= _apply_fresh(programme, locked, rest) if rest else {}
        else:
            answers |= _write(programme, advanced)
    return answers


def _write(programme: LiveProgramme, advanced: Advanced) -> dict[int, EventResult]:
    if len(advanced.told_anew):
        for forget in (_FORGET_DRAWS, _FORGET_TALLIES):
            execute(forget, [programme.id, listing(advanced.told_anew.tolist())])
    for target, (keys, instants) in advanced.superseded.items():
        update(target, programme.id, columns_of(keys), [instants.tolist()])
    write(programme, advanced.log, advanced.entries, advanced.loaded, advanced.after)
    note_uses(programme, advanced.budgets)
    return accepted_answers(programme, advanced)


def _late(locked: Locked, ordered: Sequence[Submission]) -> dict[int, list[Submission]]:
    """By member, the events that are earlier than what was applied before (not ticks), or that change history."""
    rows = rows_of(locked.members, ordered)
    clock, clock_key = latest_seen(locked.header)
    instants = np.array([sent.event.occurred_at for sent in ordered], dtype=np.int64)
    keys = np.array([sent.key for sent in ordered], dtype=np.int64)
    early = (instants < clock[rows]) | ((instants == clock[rows]) & (keys < clock_key[rows]))
    late: dict[int, list[Submission]] = {}
    for sent, is_early in zip(ordered, early.tolist(), strict=True):
        kind = sent.event.body["kind"]
        if (is_early and kind != "tick") or kind in CHANGING_HISTORY:
            late.setdefault(sent.event.member_id, []).append(sent)
    return late
