"""Segments as attributes of members: where the programme declares one, its rules and thresholds see who is in it.

An attribute that is called like the segment and is yes or no is told by dated `profile` events on the members' streams,
in the transaction that moves them.
"""

from __future__ import annotations

from collections.abc import Iterable

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.members.operations import record_profiles
from regulars.domain.members.queries import active_members
from regulars.domain.members.types import Profile, Told
from regulars.domain.programmes.queries import live_programme
from regulars.domain.segments.models import Segment

SOURCE = "segments"
_AT_ONCE = 500


def tell_streams(row: Segment, moved: Iterable[tuple[int, bool]], at: int) -> None:
    """Tell on their streams who is in a segment from an instant on and who is not; nothing without an attribute."""
    document = live_programme(row.programme_id).document
    if not any(one.id == row.code and one.type == "boolean" for one in document.member_attributes):
        return
    inside = dict(moved)
    members = active_members(row.programme_id, inside)
    for first in range(0, len(members), _AT_ONCE):
        _tell(row, {one: inside[one] for one in members[first : first + _AT_ONCE]}, at)


def _tell(row: Segment, inside: dict[int, bool], at: int) -> None:
    events = [
        NewEvent(SOURCE, f"{row.code}:{member}:{at}", member, at, {"kind": "profile", "attributes": {row.code: is_in}})
        for member, is_in in inside.items()
    ]
    answers = apply_batch(row.programme_id, events)
    told = [
        Told(event.member_id, at, Profile(attributes={row.code: inside[event.member_id]}))
        for event, answer in zip(events, answers, strict=True)
        if answer.status is EventStatus.ACCEPTED
    ]
    if told:
        record_profiles(row.programme_id, told)
