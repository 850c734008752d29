"""Whom the identifiers of an event name, and what is learnt from their coming together.

Firm identifiers name one member, or contradict each other. One that a programme lets several members share (a family
card, the tablet at the counter) never joins anybody: beside a firm identifier it only tells that the two were seen
together, and it brings no firm identifier to the member whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from regulars.domain.members.types import Arrival, IdentifierKind, KeyRule, Unidentified

Holding = tuple[int, IdentifierKind, str]
"""Whose identifiers of which kind and name."""


class Key(NamedTuple):
    """An identifier in its one spelling, with its digests: the first is written, all of them find it."""

    rule: KeyRule
    text: str
    digests: tuple[bytes, ...]

    @property
    def digest(self) -> bytes:
        """The digest that is written."""
        return self.digests[0]


class Owner(NamedTuple):
    """Who has an identifier: a member, or (below 0) a newcomer of this call. `seen_with`: how many others used it."""

    member_id: int
    enrolled_at: int
    closed: bool
    seen_with: int = 0


class Together(NamedTuple):
    """Identifiers of two members in one event: they may be one person, or share something."""

    first: int
    second: int
    kinds: tuple[str, ...]
    at: int


class Shared(NamedTuple):
    """An identifier of one member that came with another, who is named by firmer ones."""

    digest: bytes
    member_id: int


@dataclass
class Plan:
    """What a set of identities comes to: an owner or a reason each, and what is to be written.

    owners: who has which digest, also within this call. held: how many identifiers of a kind members have.
    """

    owners: dict[bytes, Owner]
    held: dict[Holding, int] = field(default_factory=dict)
    answers: list[Owner | Unidentified] = field(default_factory=list)
    enrolments: list[int] = field(default_factory=list)
    attachments: dict[bytes, tuple[Key, int]] = field(default_factory=dict)
    together: list[Together] = field(default_factory=list)
    shared: dict[Shared, None] = field(default_factory=dict)


def plan_for(
    arrivals: Sequence[Arrival],
    keyed: Sequence[list[Key] | Unidentified],
    owners: Mapping[bytes, Owner],
    held: Mapping[Holding, int],
) -> Plan:
    """Decide for each arrival in turn; newcomers get numbers below 0 until they are written."""
    plan = Plan(dict(owners), dict(held))
    for arrival, keys in zip(arrivals, keyed, strict=True):
        plan.answers.append(keys if isinstance(keys, Unidentified) else _decide(arrival, keys, plan))
    return plan


def owner_of(key: Key, owners: Mapping[bytes, Owner]) -> Owner | None:
    """Whose an identifier is, by any of its digests."""
    return next((owners[digest] for digest in key.digests if digest in owners), None)


def _decide(arrival: Arrival, keys: list[Key], plan: Plan) -> Owner | Unidentified:
    firm = [key for key in keys if key.rule.shared_by == 1]
    lent = [key for key in keys if key.rule.shared_by > 1]
    named = {owner.member_id: owner for key in firm if (owner := owner_of(key, plan.owners)) is not None}
    if len(named) > 1:
        return _contradiction(arrival, firm, plan)
    owner = next(iter(named.values()), None)
    if owner is None and not firm:
        owner = _by_lent(lent, plan)
    if owner is None:
        if arrival.enrol_at is None:
            return Unidentified("member_not_found", {"kinds": ", ".join(key.rule.label for key in keys)})
        if not firm and _all_taken(lent, plan):
            return Unidentified("member_not_found", {"kinds": ", ".join(key.rule.label for key in keys)})
        plan.enrolments.append(arrival.enrol_at)
        owner = Owner(-len(plan.enrolments), arrival.enrol_at, closed=False)
    if owner.closed:
        return Unidentified("member_closed", {})
    for key in keys:
        _attach(key, owner, plan)
    return owner


def _by_lent(lent: Sequence[Key], plan: Plan) -> Owner | None:
    """Whom identifiers that may be shared name by themselves: a card its holder, a device whoever uses it alone."""
    for key in lent:
        owner = owner_of(key, plan.owners)
        if owner is not None and not (key.rule.kind is IdentifierKind.DEVICE and owner.seen_with):
            return owner
    return None


def _all_taken(lent: Sequence[Key], plan: Plan) -> bool:
    return all(owner_of(key, plan.owners) is not None for key in lent)


def _contradiction(arrival: Arrival, firm: Sequence[Key], plan: Plan) -> Unidentified:
    found = [(key.rule.label, owner) for key in firm if (owner := owner_of(key, plan.owners)) is not None]
    kinds = tuple(sorted(label for label, _ in found))
    members = sorted({owner.member_id for _, owner in found if not owner.closed})
    if len(members) > 1:
        plan.together.append(Together(members[0], members[1], kinds, arrival.occurred_at))
    return Unidentified("identity_conflict", {"kinds": ", ".join(kinds)}, tuple(members))


def _attach(key: Key, owner: Owner, plan: Plan) -> None:
    """Let an unknown identifier be the member's, within their limit; one that is another's was seen with both."""
    known = owner_of(key, plan.owners)
    if known is None:
        holding = (owner.member_id, key.rule.kind, key.rule.name)
        if plan.held.get(holding, 0) < key.rule.most:
            plan.held[holding] = plan.held.get(holding, 0) + 1
            plan.owners[key.digest] = owner
            plan.attachments[key.digest] = (key, owner.member_id)
    elif known.member_id != owner.member_id and known.seen_with < key.rule.shared_by:
        digest = next(digest for digest in key.digests if digest in plan.owners)
        if (use := Shared(digest, owner.member_id)) not in plan.shared:
            plan.shared[use] = None
            plan.owners[digest] = known._replace(seen_with=known.seen_with + 1)
