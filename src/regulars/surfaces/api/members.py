"""Members, by number or by any identifier."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from regulars.domain.members import queries as members
from regulars.domain.members.errors import MemberMissing
from regulars.domain.members.types import IdentifierKind, MemberFilter, MemberState, MemberView
from regulars.platform.paging import LARGEST, Page, PageRequest
from regulars.surfaces.api.keys import Key, key_of, note
from regulars.surfaces.api.shapes import IdentifierShape, MemberPage, MemberShape

router = Router(tags=["members"])


class Paging(Schema):
    """Which part of a list."""

    cursor: str | None = Field(default=None, max_length=200, description="`next_cursor` of the page before")
    limit: int = Field(default=50, ge=1, le=LARGEST, description="rows on the page")

    def request(self) -> PageRequest:
        """The same for queries."""
        return PageRequest(self.cursor, self.limit)


class MemberCriteria(Paging):
    """What the list is narrowed to."""

    identifier: str | None = Field(default=None, min_length=1, max_length=200, description="of any kind, or of `kind`")
    kind: IdentifierKind | None = None
    state: MemberState | None = None


@router.get("/members", auth=Key("members:read"), response=MemberPage, summary="Find or list members")
def list_members(request: HttpRequest, criteria: Query[MemberCriteria]) -> MemberPage:
    """Newest first. With `identifier` (a card number, mobile, e-mail address, external id or device) at most those
    whose it is; how it is written (spaces, case, country code) does not matter.
    """
    page = _found(key_of(request).programme_id, criteria)
    note(key_of(request), [one.id for one in page.items], "list")
    return page


def _found(programme_id: int, criteria: MemberCriteria) -> MemberPage:
    if criteria.identifier is not None and criteria.kind is not None:
        return _one_or_none(programme_id, criteria.kind, criteria.identifier)
    wanted = MemberFilter(identifier=criteria.identifier, state=criteria.state)
    return page_shape(members.search_members(programme_id, criteria.request(), wanted))


@router.get("/members/{member_id}", auth=Key("members:read"), response=MemberShape, summary="One member")
def show_member(request: HttpRequest, member_id: str) -> MemberShape:
    """A member by number."""
    return member_shape(members.member(key_of(request).programme_id, number_of(member_id)))


def number_of(text: str) -> int:
    """A member's number from an address; anything else names nobody."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise MemberMissing(given=text[:40])
    return int(text)


def member_shape(view: MemberView) -> MemberShape:
    """A member as the API shows them."""
    return MemberShape(
        id=view.id,
        state=view.state.value,
        enrolled_at=view.enrolled_at,
        name=view.name,
        birth_month=view.birth_month,
        language=view.language,
        attributes=view.attributes,
        identifiers=[IdentifierShape(kind=one.kind.value, value=one.value, name=one.name) for one in view.identifiers],
        merged_into=view.merged_into,
        erased_at=view.erased_at,
    )


def page_shape(page: Page[MemberView]) -> MemberPage:
    """A page of members as the API shows it."""
    return MemberPage(items=[member_shape(view) for view in page.items], next_cursor=page.next_cursor)


def _one_or_none(programme_id: int, kind: IdentifierKind, identifier: str) -> MemberPage:
    try:
        found = [member_shape(members.find_member_by(programme_id, kind, identifier))]
    except MemberMissing:
        found = []
    return MemberPage(items=found, next_cursor=None)
