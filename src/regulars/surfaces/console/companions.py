"""Other members on a page: found by what somebody types, and named by a shortened card."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.domain.members.errors import MemberMissing
from regulars.domain.members.queries import find_member, member, member_views
from regulars.domain.members.types import Disclosure, IdentifierKind, MemberView
from regulars.surfaces.console.desk import Desk
from regulars.surfaces.console.people import label_of


def typed_member(programme_id: int, text: str) -> MemberView:
    """The member with this identifier, or else with this number; raises MemberMissing."""
    try:
        return find_member(programme_id, text, Disclosure.MASKED)
    except MemberMissing:
        number = text.removeprefix("#")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise
        return member(programme_id, int(number), Disclosure.MASKED)


def short_names(programme_id: int, member_ids: Iterable[int]) -> dict[int, str]:
    """Each member by the end of their card number, else of another identifier; for pages about somebody else."""
    return {view.id: _short(view) for view in member_views(programme_id, sorted(set(member_ids)), Disclosure.MASKED)}


def labels(programme_id: int, member_ids: Iterable[int], disclosure: Disclosure) -> dict[int, str]:
    """Each member as lists of members name them."""
    return {view.id: label_of(view) for view in member_views(programme_id, sorted(set(member_ids)), disclosure)}


def people_in(desk: Desk, member_ids: Iterable[int]) -> list[MemberView]:
    """The members of a list, as the role may see them; those shown in clear go into the access log as one look."""
    views = member_views(desk.programme.id, list(member_ids), desk.disclosure)
    if desk.disclosure is Disclosure.FULL:
        desk.shown.update(view.id for view in views)
    return views


def names_in(desk: Desk, member_ids: Iterable[int]) -> dict[int, str]:
    """The same, each as lists of members name them."""
    return {view.id: label_of(view) for view in people_in(desk, sorted(set(member_ids)))}


def _short(view: MemberView) -> str:
    cards = [identifier.value for identifier in view.identifiers if identifier.kind is IdentifierKind.CARD]
    others = [identifier.value for identifier in view.identifiers]
    return (cards or others or [f"#{view.id}"])[0]
