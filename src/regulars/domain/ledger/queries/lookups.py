"""Looking up a few facts of many members at once: events by their keys and what they moved, tiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from regulars.domain.ledger.models import Event, MemberState
from regulars.domain.ledger.models.statements import fetch, pairs
from regulars.domain.ledger.queries.reading import event_view, versions_of, wallet_names
from regulars.domain.ledger.types import EventView
from regulars.domain.programmes.queries import live_programme
from regulars.engine.outcome import TransactionKind
from regulars.engine.records import order_key
from regulars.platform.statements import Reading, listed

Key = tuple[str, str]

_STANDINGS = Reading(
    MemberState, "WHERE programme_id = %s AND member_id {any}", ("programme_id", "member_id", "tier", "version_id")
)
_BY_KEY = """
    SELECT k.source, k.event_id, k.member_id, k.log_seq FROM {keys} CROSS JOIN ledger_event_key k
    WHERE k.programme_id = %s AND k.source = named.source AND k.event_id = named.event_id
"""
_ENTRIES = """
    SELECT j.member_id, j.event_seq, j.wallet, j.kind, j.points FROM {numbers} CROSS JOIN ledger_journal j
    WHERE j.programme_id = %s AND j.member_id = named.member_id AND j.event_seq = named.number
"""
_POSTED = """
    SELECT wallet, SUM(points) FROM (
        SELECT wallet, points FROM ledger_house_rollup WHERE programme_id = %s AND account = %s
        UNION ALL
        SELECT wallet, points FROM ledger_house_change WHERE programme_id = %s AND account = %s
    ) AS moved GROUP BY wallet
"""


def events_by_key(programme_id: int, keys: Iterable[Key]) -> dict[Key, EventView]:
    """The accepted events with these keys (source and id); keys that are free are left out."""
    rows = fetch(_BY_KEY, [*pairs(keys), programme_id])
    found: dict[Key, EventView] = {}
    for source, event_id, member_id, log_seq in rows:
        event = Event.objects.get(programme_id=programme_id, member_id=member_id, log_seq=log_seq)
        found[source, event_id] = event_view(event)
    return found


def events_of_order(programme_id: int, member_id: int, order_id: str) -> list[EventView]:
    """What a member bought, brought back and did on one order, in the order of their log; one statement."""
    rows = Event.objects.filter(programme_id=programme_id, member_id=member_id, order_key=order_key(order_id))
    views = [event_view(row) for row in rows.exclude(kind="tick").order_by("log_seq")]
    return [view for view in views if view.body.get("order_id") == order_id]


def entries_of_events(programme_id: int, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int, str, str], int]:
    """Points that events moved, by member, number in the log, wallet and kind of entry. One statement."""
    wallets = wallet_names(live_programme(programme_id))
    moved: dict[tuple[int, int, str, str], int] = {}
    for member_id, seq, wallet, kind, points in fetch(_ENTRIES, [*pairs(sorted(set(places))), programme_id]):
        place = (member_id, seq, wallets[wallet], TransactionKind(kind).name.lower())
        moved[place] = moved.get(place, 0) + points
    return moved


def house_totals(programme_id: int, account: int) -> dict[str, int]:
    """What was posted to one of the programme's own accounts, by wallet; wallets without postings are left out."""
    wallets = wallet_names(live_programme(programme_id))
    rows = fetch(_POSTED, [programme_id, account, programme_id, account])
    return {wallets[wallet]: int(points) for wallet, points in rows if points}


def tiers_of(programme_id: int, members: Sequence[int]) -> dict[int, str]:
    """The tier on which each member stands; those without events stand on the first."""
    live = live_programme(programme_id)
    rows = _STANDINGS(programme_id, listed(members))
    versions = versions_of(rows, live)
    return dict.fromkeys(members, live.compiled.tier_ids[0]) | {
        row.member_id: versions[row.version_id].compiled.tier_ids[row.tier] for row in rows
    }
