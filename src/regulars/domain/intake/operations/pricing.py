"""Redemptions at list price: the advantage of the member's tier is worked out before the event is made.

An event that was accepted before keeps what it cost then, so that sent again it is the same event.
"""

from __future__ import annotations

from collections.abc import Sequence

from regulars.domain.intake.policy.prices import cost_of
from regulars.domain.ledger.queries.lookups import events_by_key, tiers_of
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.queries import live_programme


def priced(programme_id: int, events: Sequence[NewEvent]) -> list[NewEvent]:
    """The same events; redemptions with `list_points` and without `points` have both."""
    places = [place for place, event in enumerate(events) if _is_open(event)]
    if not places:
        return list(events)
    wanting = [events[place] for place in places]
    known = events_by_key(programme_id, {(event.source, event.event_id) for event in wanting})
    tiers = tiers_of(programme_id, sorted({event.member_id for event in wanting}))
    wallets = {wallet.id: wallet for wallet in live_programme(programme_id).document.wallets}
    answer = list(events)
    for place, event in zip(places, wanting, strict=True):
        first = known.get((event.source, event.event_id))
        points = first.body.get("points") if first is not None else None
        if points is None:
            points = cost_of(wallets[event.body["wallet"]], tiers[event.member_id], event.body["list_points"])
        answer[place] = event._replace(body=event.body | {"points": points})
    return answer


def _is_open(event: NewEvent) -> bool:
    return "list_points" in event.body and "points" not in event.body
