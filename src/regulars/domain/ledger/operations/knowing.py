"""Events that name what did not exist yet: a wallet or a tier that a later version brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regulars.domain.ledger.operations.submissions import Submission
from regulars.domain.ledger.types import EventResult, EventStatus
from regulars.domain.programmes.policy import version_at
from regulars.domain.programmes.queries import versions_by_id
from regulars.domain.programmes.types import Timeline

UNKNOWN = "unknown_then"


def refuse_unknown(plan: Timeline, submissions: Sequence[Submission]) -> dict[int, EventResult]:
    """Refusals, by place, of events that name a wallet or a tier unknown to the version of their instant."""
    at = {
        sent.place: version_at(plan.schedule, sent.event.occurred_at, sent.event.member_id)
        or plan.schedule.activations[0].version_id
        for sent in submissions
    }
    programmes = versions_by_id(at.values())
    refused = {}
    for sent in submissions:
        compiled = programmes[at[sent.place]].compiled
        known = {"wallet": compiled.wallet_ids, "tier": compiled.tier_ids}
        unknown = next((part for part in _named(sent.event.body) if part[1] not in known[part[0]]), None)
        if unknown is not None:
            params = {"part": unknown[1], "version": programmes[at[sent.place]].number}
            refused[sent.place] = EventResult(EventStatus.REFUSED, sent.event.member_id, code=UNKNOWN, params=params)
    return refused


def _named(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The wallets and tiers that an event names. Tiers of members who are merged may be gone."""
    for part in (body, *body.get("lots", ())):
        if "wallet" in part:
            yield "wallet", part["wallet"]
    if "tier" in body and body["kind"] != "merge_in":
        yield "tier", body["tier"]
