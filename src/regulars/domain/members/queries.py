"""Reading members. Whoever may not see personal data asks for them masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q, QuerySet

from regulars.domain.members.errors import MemberClosed, MemberMerged, MemberMissing
from regulars.domain.members.models import NAME, Identifier, KeyRuleRow, Meeting, Member, Sharing
from regulars.domain.members.policy import mask, mask_name, region_of
from regulars.domain.members.policy.rules import completed, context_of, spelt
from regulars.domain.members.types import (
    BlockedAction,
    Disclosure,
    IdentifierKind,
    IdentifierView,
    KeyRule,
    KeyRules,
    MeetingView,
    MemberFacts,
    MemberFilter,
    MemberState,
    MemberView,
    Record,
)
from regulars.domain.programmes.queries import live_programme
from regulars.platform.clock import from_us, to_us
from regulars.platform.encryption import blind_indexes, decrypt
from regulars.platform.paging import Page, PageRequest, page_of
from regulars.platform.statements import Reading, listed

LARGEST_ID = 2**63 - 1
EVERYBODY = MemberFilter()

_STATES = Reading(Member, "WHERE programme_id = %s AND id {any} ORDER BY id", ("id", "state", "merged_into"))
_FACTS = Reading(
    Member,
    "WHERE programme_id = %s AND (id = %s OR merged_into = %s) ORDER BY id",
    ("id", "enrolled_at", "birth_month", "attributes"),
)


def member(programme_id: int, member_id: int, disclosure: Disclosure = Disclosure.FULL) -> MemberView:
    """One member by number; raises MemberMissing."""
    found = member_views(programme_id, [member_id], disclosure)
    if not found:
        raise MemberMissing(given=str(member_id)[:40])
    return found[0]


def member_views(
    programme_id: int, member_ids: Sequence[int], disclosure: Disclosure = Disclosure.FULL
) -> list[MemberView]:
    """Those of the members that exist, in the order asked for. Two statements for any number."""
    possible = [number for number in member_ids if 0 < number <= LARGEST_ID]
    rows = {row.pk: row for row in _members(programme_id).filter(id__in=possible)}
    return [_view(rows[number], disclosure) for number in possible if number in rows]


def find_member(programme_id: int, identifier: str, disclosure: Disclosure = Disclosure.FULL) -> MemberView:
    """The member with an identifier of any kind, however it is written; raises MemberMissing.

    Where one text is several members' identifiers of different kinds, the kind first in `IdentifierKind` counts.
    """
    row = _members(programme_id).filter(id__in=_owners(programme_id, identifier)[:1]).first()
    if row is None:
        raise MemberMissing(given=_shown(identifier))
    return _view(row, disclosure)


def find_member_by(
    programme_id: int,
    kind: IdentifierKind,
    identifier: str,
    disclosure: Disclosure = Disclosure.FULL,
    name: str = "",
) -> MemberView:
    """The member with an identifier of one kind, or an external id of a name; raises MemberMissing."""
    rule = key_rules(programme_id).of(kind, name)
    spelling = spelt(rule, identifier, _region(programme_id)) if rule is not None else None
    digests = blind_indexes(spelling, context_of(kind, name)) if spelling is not None else ()
    found = {"identifiers__programme_id": programme_id, "identifiers__blind_index__in": digests}
    row = _members(programme_id).filter(**found).first()
    if row is None:
        raise MemberMissing(given=_shown(identifier))
    return _view(row, disclosure)


def search_members(
    programme_id: int,
    request: PageRequest,
    criteria: MemberFilter = EVERYBODY,
    disclosure: Disclosure = Disclosure.FULL,
) -> Page[MemberView]:
    """Members that meet all criteria, newest number first."""
    rows = _members(programme_id).filter(_condition(programme_id, criteria)).order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=_number(after[0]))
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(_view(row, disclosure) for row in page.items), page.next_cursor)


def check_active(programme_id: int, member_ids: Iterable[int]) -> None:
    """Raise MemberMissing for a number that is nobody's, MemberMerged for somebody who takes part as another member,
    and MemberClosed for somebody who takes part no longer.
    """
    wanted = set(member_ids)
    rows = _STATES(programme_id, listed(number for number in wanted if is_number(number)))
    if unknown := wanted - {row.pk for row in rows}:
        raise MemberMissing(given=str(min(unknown))[:40])
    for row in rows:
        if row.merged_into is not None:
            raise MemberMerged(member=row.pk, survivor=row.merged_into)
        if row.state != MemberState.ACTIVE:
            raise MemberClosed


def is_number(given: int) -> bool:
    """Whether a member may have this number at all."""
    return 0 < given <= LARGEST_ID


def check_not_merged(programme_id: int, member_ids: Iterable[int]) -> None:
    """Raise MemberMerged when one of the members takes part as another by now. One statement."""
    rows = Member.objects.filter(programme_id=programme_id, id__in=set(member_ids), state=MemberState.MERGED)
    if (found := rows.values_list("id", "merged_into").first()) is not None:
        raise MemberMerged(member=found[0], survivor=found[1])


def active_members(programme_id: int, member_ids: Iterable[int]) -> list[int]:
    """Those of the members who take part, by number."""
    rows = Member.objects.filter(programme_id=programme_id, id__in=set(member_ids), state=MemberState.ACTIVE)
    return list(rows.order_by("id").values_list("id", flat=True))


def member_facts(programme_id: int, member_id: int) -> MemberFacts:
    """What is known of a member without who they are; raises MemberMissing. One statement."""
    rows = _FACTS(programme_id, member_id, member_id) if is_number(member_id) else []
    own = next((row for row in rows if row.pk == member_id), None)
    if own is None:
        raise MemberMissing(given=str(member_id)[:40])
    return MemberFacts(own.enrolled_at, own.birth_month, own.attributes, tuple(row.pk for row in rows))


def absorbed_members(programme_id: int, member_id: int) -> list[int]:
    """The member and everybody who takes part as them since they were merged, by number."""
    return sorted(parts_of(programme_id, [member_id]))


def parts_of(programme_id: int, member_ids: Sequence[int]) -> dict[int, int]:
    """Of each of the members, and of everybody who takes part as one of them, whom they take part as.

    One statement, and one more for each length of a chain of merges.
    """
    merged: dict[int, int] = {}
    newest = list(member_ids)
    while newest:
        rows = Member.objects.filter(programme_id=programme_id, merged_into__in=newest)
        found = {one: into for one, into in rows.values_list("id", "merged_into") if into is not None}
        newest = [one for one in found if one not in merged]
        merged |= found
    return {one: _last(merged, one) for one in {*member_ids, *merged}}


def merged_members(programme_id: int) -> dict[int, int]:
    """Everybody who was merged, and whom they take part as. One statement."""
    rows = Member.objects.filter(programme_id=programme_id, state=MemberState.MERGED)
    merged = {one: into for one, into in rows.values_list("id", "merged_into") if into is not None}
    return {one: _last(merged, one) for one in merged}


def _last(merged: Mapping[int, int], member_id: int) -> int:
    while member_id in merged:
        member_id = merged[member_id]
    return member_id


def list_active_ids(programme_id: int, after: int, limit: int) -> list[int]:
    """Numbers of members who take part, ascending, above `after`; at most `limit`."""
    rows = Member.objects.filter(programme_id=programme_id, state=MemberState.ACTIVE, id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def find_identifier(programme_id: int, member_id: int, kind: IdentifierKind, name: str, text: str) -> Identifier | None:
    """The row of a member's identifier, for this context only."""
    rule = key_rules(programme_id).of(kind, name)
    spelling = spelt(rule, text, _region(programme_id)) if rule is not None else None
    digests = blind_indexes(spelling, context_of(kind, name)) if spelling is not None else ()
    rows = Identifier.objects.filter(programme_id=programme_id, member_id=member_id, blind_index__in=digests)
    return rows.first()


def key_rules(programme_id: int) -> KeyRules:
    """Which identifiers the programme takes: what its operator said, and the defaults beside it. One statement."""
    rows = KeyRuleRow.objects.filter(programme_id=programme_id)
    return completed(
        KeyRule(
            kind=IdentifierKind(row.kind),
            name=row.name,
            taken=row.taken,
            most=row.most,
            shared_by=row.shared_by,
            pattern=row.pattern,
            region=row.region,
            blocked=tuple(row.blocked),
            on_blocked=BlockedAction(row.on_blocked),
        )
        for row in rows
    )


def list_meetings(programme_id: int, member_id: int | None = None, limit: int = 10_000) -> list[MeetingView]:
    """Pairs of members whose identifiers came in one event, most often first; those of one member."""
    rows = Meeting.objects.filter(programme_id=programme_id).order_by("-times", "-last_at")
    if member_id is not None:
        rows = rows.filter(Q(first=member_id) | Q(second=member_id))
    return [
        MeetingView(row.first, row.second, tuple(row.kinds.split(", ")), row.times, from_us(row.last_at))
        for row in rows[:limit]
    ]


def records_of(programme_id: int, after: int, limit: int) -> list[Record]:
    """What of members may be like others: of those who take part, ascending, above `after`. Three statements."""
    rows = _members(programme_id).filter(state=MemberState.ACTIVE, id__gt=after).order_by("id")[:limit]
    members = list(rows)
    ids = [row.pk for row in members]
    shared = Sharing.objects.filter(identifier__kind=IdentifierKind.DEVICE, identifier__programme_id=programme_id)
    used = dict(shared.filter(member_id__in=ids).values_list("member_id", "identifier_id"))
    lent = shared.filter(identifier__member_id__in=ids).values_list("identifier__member_id", "identifier_id")
    return [_record(row, used | dict(lent)) for row in members]


def _record(row: Member, devices: Mapping[int, int]) -> Record:
    first: dict[str, str] = {}
    for one in sorted(row.identifiers.all(), key=lambda one: one.pk):
        if one.kind in {IdentifierKind.EMAIL, IdentifierKind.MOBILE} and one.kind not in first:
            first[one.kind] = decrypt(one.value, one.kind)
    name = decrypt(row.name, NAME) if row.name is not None else None
    email, mobile = first.get(IdentifierKind.EMAIL), first.get(IdentifierKind.MOBILE)
    return Record(row.pk, name, email, mobile, row.birth_month, devices.get(row.pk))


def count_members(programme_id: int) -> int:
    """All members, whatever their state."""
    return Member.objects.filter(programme_id=programme_id).count()


def _members(programme_id: int) -> QuerySet[Member]:
    return Member.objects.filter(programme_id=programme_id).prefetch_related("identifiers")


def _region(programme_id: int) -> str | None:
    return region_of(live_programme(programme_id).document.currency)


def _owners(programme_id: int, text: str) -> list[int]:
    """Members one of whose identifiers is this text, in the order of kinds."""
    region = _region(programme_id)
    digests = [
        digest
        for rule in key_rules(programme_id).rules
        if (spelling := spelt(rule, text, region)) is not None
        for digest in blind_indexes(spelling, context_of(rule.kind, rule.name))
    ]
    found = Identifier.objects.filter(programme_id=programme_id, blind_index__in=digests)
    owners = {bytes(digest): owner for digest, owner in found.values_list("blind_index", "member_id")}
    return [owners[digest] for digest in digests if digest in owners]


def _condition(programme_id: int, criteria: MemberFilter) -> Q:
    condition = Q()
    if criteria.identifier is not None:
        condition &= Q(id__in=_owners(programme_id, criteria.identifier))
    if criteria.state is not None:
        condition &= Q(state=criteria.state)
    if criteria.enrolled_from is not None:
        condition &= Q(enrolled_at__gte=to_us(criteria.enrolled_from))
    if criteria.enrolled_before is not None:
        condition &= Q(enrolled_at__lt=to_us(criteria.enrolled_before))
    if criteria.birth_month is not None:
        condition &= Q(birth_month=criteria.birth_month)
    return condition


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value <= LARGEST_ID else 0


def _shown(identifier: str) -> str:
    """An identifier in an error: enough to recognise, not enough to leak into a log."""
    return mask(IdentifierKind.CARD, identifier[:40])


def _view(row: Member, disclosure: Disclosure) -> MemberView:
    masked = disclosure is Disclosure.MASKED
    name = decrypt(row.name, NAME) if row.name is not None else None
    return MemberView(
        id=row.pk,
        state=MemberState(row.state),
        enrolled_at=from_us(row.enrolled_at),
        name=mask_name(name) if name is not None and masked else name,
        birth_month=None if masked else row.birth_month,
        language=row.language or None,
        attributes={} if masked else row.attributes,
        identifiers=tuple(_identifiers(row.identifiers.all(), masked=masked)),
        merged_into=row.merged_into,
        erased_at=None if row.erased_at is None else from_us(row.erased_at),
    )


def _identifiers(rows: Iterable[Identifier], *, masked: bool) -> list[IdentifierView]:
    order = list(IdentifierKind)
    views = []
    for row in sorted(rows, key=lambda row: (order.index(IdentifierKind(row.kind)), row.name, row.pk)):
        kind = IdentifierKind(row.kind)
        value = decrypt(row.value, context_of(kind, row.name))
        views.append(IdentifierView(kind, mask(kind, value) if masked else value, row.name))
    return views
