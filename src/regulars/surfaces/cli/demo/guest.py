"""The demo's member who signs in to the portal: one with much to see, given an e-mail address and a name."""

from __future__ import annotations

from regulars.domain.ledger.queries import expiries
from regulars.domain.ledger.queries.roster import RosterFilter, list_roster
from regulars.domain.members.errors import MemberMissing
from regulars.domain.members.operations import identify_members, record_profiles
from regulars.domain.members.queries import find_member, member
from regulars.domain.members.types import Arrival, IdentifierKind, Identity, Profile, Told
from regulars.domain.programmes.queries import live_programme
from regulars.platform import clock
from regulars.platform.paging import LARGEST, PageRequest

EMAIL, NAME = "mei@example.com", "林梅 Mei Lin"


def name_guest(programme_id: int) -> int | None:
    """The member's number; chosen the first time, by how many days their points expire on, from the second tier on.

    None where everybody stands on the first.
    """
    try:
        return find_member(programme_id, EMAIL).id
    except MemberMissing:
        pass
    tiers = live_programme(programme_id).compiled.tier_ids[1:]
    for tier in tiers:
        roster = list_roster(programme_id, PageRequest(limit=LARGEST), RosterFilter(tier=tier)).items
        if roster:
            chosen = max(roster, key=lambda line: (len(expiries(programme_id, line.member_id)), -line.member_id))
            _introduce(programme_id, chosen.member_id)
            return chosen.member_id
    return None


def _introduce(programme_id: int, member_id: int) -> None:
    """Let the member be known by the address and the name."""
    known = member(programme_id, member_id).identifiers
    cards = [one.value for one in known if one.kind is IdentifierKind.CARD]
    identify_members(programme_id, [Arrival(Identity(card=cards[0], email=EMAIL), None)])
    record_profiles(programme_id, [Told(member_id, clock.now_us(), Profile(name=NAME))])
