"""Other members, as one of them may see them: found by what they gave, named by no more than an initial."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from regulars.domain.members.errors import MemberMissing
from regulars.domain.members.queries import find_member_by, member_views
from regulars.domain.members.types import Disclosure, IdentifierKind, MemberState, MemberView
from regulars.domain.sign_ins.operations import note_lookup
from regulars.surfaces.portal.door import Guest

_KINDS = (IdentifierKind.MOBILE, IdentifierKind.EMAIL, IdentifierKind.CARD)


def friend(guest: Guest, text: str) -> MemberView:
    """The member with this mobile, e-mail address or card; raises MemberMissing, and TooManyLookups."""
    note_lookup(guest.id)
    for kind in _KINDS:
        try:
            found = find_member_by(guest.programme.id, kind, text, Disclosure.MASKED)
        except MemberMissing:
            continue
        if found.state is MemberState.ACTIVE:
            return found
    raise MemberMissing(given="")


def names(guest: Guest, member_ids: Iterable[int]) -> dict[int, str]:
    """What the others are called; the member themselves by a word for it."""
    views = member_views(guest.programme.id, sorted(set(member_ids)), Disclosure.MASKED)
    return {view.id: _("You") if view.id == guest.id else name_of(view) for view in views}


def name_of(view: MemberView) -> str:
    """The initial, else the end of the card or of another identifier."""
    if view.name:
        return view.name
    cards = [one.value for one in view.identifiers if one.kind is IdentifierKind.CARD]
    others = [one.value for one in view.identifiers if one.kind in _KINDS]
    return (cards or others or [f"#{view.id}"])[0]
