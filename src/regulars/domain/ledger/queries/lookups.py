"""Looking up a few facts of many members at once: events by their keys, tiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from regulars.domain.ledger.models import Event, MemberState
from regulars.domain.ledger.models.statements import fetch, pairs
from regulars.domain.ledger.queries.reading import event_view, versions_of
from regulars.domain.ledger.types import EventView
from regulars.domain.programmes.queries import live_programme

Key = tuple[str, str]

_BY_KEY = """
    SELECT k.source, k.event_id, k.member_id, k.log_seq FROM {keys} CROSS JOIN ledger_event_key k
    WHERE k.programme_id = %s AND k.source = named.source AND k.event_id = named.event_id
"""


def events_by_key(programme_id: int, keys: Iterable[Key]) -> dict[Key, EventView]:
    """The accepted events with these keys (source and id); keys that are free are left out."""
    rows = fetch(_BY_KEY, [*pairs(keys), programme_id])
    found: dict[Key, EventView] = {}
    for source, event_id, member_id, log_seq in rows:
        event = Event.objects.get(programme_id=programme_id, member_id=member_id, log_seq=log_seq)
        found[source, event_id] = event_view(event)
    return found


def tiers_of(programme_id: int, members: Sequence[int]) -> dict[int, str]:
    """The tier on which each member stands; those without events stand on the first."""
    first = live_programme(programme_id).compiled.tier_ids[0]
    rows = list(MemberState.objects.filter(programme_id=programme_id, member_id__in=members).only("tier", "version_id"))
    versions = versions_of(rows)
    return dict.fromkeys(members, first) | {
        row.member_id: versions[row.version_id].compiled.tier_ids[row.tier] for row in rows
    }
