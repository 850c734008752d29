"""Several members held still at once, for what moves points between them."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.domain.ledger.models.loading import lock_states
from regulars.domain.ledger.models.statements import fetch, listing
from regulars.domain.ledger.operations.batch import apply_batch
from regulars.domain.ledger.operations.passing import SOURCE
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.policy import version_at
from regulars.domain.programmes.queries import live_programme, timeline

_DUE = """
    SELECT member_id, version_id, next_due_day <= %s OR next_timeout_at BETWEEN 1 AND %s
    FROM ledger_member_state WHERE programme_id = %s AND member_id {any} AND log_seq > 0
"""


def lock_members(programme_id: int, members: Iterable[int]) -> None:
    """Lock members until the transaction ends, ascending, so that two who do so never wait for each other in a ring."""
    lock_states(live_programme(programme_id), sorted(set(members)))


def bring_up_to(programme_id: int, members: Iterable[int], instant: int) -> None:
    """Let what time alone brings by `instant` come to those of the locked members for whom something is due.

    Afterwards their open lots are what can be drawn at the instant after it, under the version that holds then.
    `instant` must be in time order for all.
    """
    plan = timeline(programme_id)
    day = plan.live.compiled.zone.day_of(instant)
    rows = fetch(_DUE, [day, instant, programme_id, listing(sorted(set(members)))])
    due = sorted(
        member
        for member, version_id, waiting in rows
        if waiting or version_id != version_at(plan.schedule, instant, member)
    )
    ticks = [NewEvent(SOURCE, f"tick:{member}:{instant}", member, instant, {"kind": "tick"}) for member in due]
    apply_batch(programme_id, ticks)
