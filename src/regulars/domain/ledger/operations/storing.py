"""Keeping what was applied: what stands no longer is set aside, then everything new is written."""

from __future__ import annotations

import numpy as np

from regulars.domain.ledger.models.loading import Loaded
from regulars.domain.ledger.models.statements import GOALS, JOURNAL_COLUMNS, TIER_CHANGES, execute, listing, update
from regulars.domain.ledger.operations.advancing import Advanced
from regulars.domain.ledger.operations.budget_uses import note_uses
from regulars.domain.ledger.operations.rises import send_rises
from regulars.domain.ledger.operations.writing import After, Entries, Log, columns_of, write
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.states import Integers

_FORGET_DRAWS = "DELETE FROM ledger_draw WHERE programme_id = %s AND member_id {any}"
_FORGET_TALLIES = "DELETE FROM ledger_tally WHERE programme_id = %s AND member_id {any}"


def store(programme: LiveProgramme, advanced: Advanced) -> None:
    """Write what follows from events; raises KeyTaken when the key of one was taken meanwhile."""
    if len(advanced.told_anew):
        _forget(programme.id, advanced.told_anew)
    for target, (keys, instants) in advanced.superseded.items():
        update(target, programme.id, columns_of(keys), [instants.tolist()])
    write(programme, advanced.log, advanced.entries, advanced.loaded, advanced.after)
    note_uses(programme, advanced.budgets)
    send_rises(programme, advanced.entries.changes)


def store_taken_over(programme: LiveProgramme, loaded: Loaded) -> None:
    """Write states as another version has taken them over; nothing is posted."""
    _forget(programme.id, loaded.states.members)
    after = After(loaded.states, loaded.log_seq, loaded.accepted_at, loaded.active_at)
    write(programme, Log([], [], []), _nothing(), loaded, after)


def _forget(programme_id: int, members: Integers) -> None:
    for forget in (_FORGET_DRAWS, _FORGET_TALLIES):
        execute(forget, [programme_id, listing(members.tolist())])


def _nothing() -> Entries:
    def rows(width: int) -> Integers:
        return np.zeros((0, width), dtype=np.int64)

    return Entries(
        journal=rows(len(JOURNAL_COLUMNS)),
        chains=rows(1)[:, 0],
        details=[],
        postings=rows(3),
        posting_offsets=np.zeros(1, dtype=np.int64),
        uses=rows(5),
        changes=rows(len(TIER_CHANGES.columns)),
        goals=rows(len(GOALS.columns)),
    )
