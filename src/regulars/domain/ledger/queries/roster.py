"""Members as the ledger knows them, for lists: tier, last activity, balances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from regulars.domain.ledger.models import Account, MemberState
from regulars.domain.ledger.queries.reading import tier_under, versions_of
from regulars.domain.programmes.queries import live_programme, schedule, versions_by_id
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.paging import Page, PageRequest, page_of

_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class RosterFilter:
    """What a list of members is narrowed to; None does not narrow.

    Days are local days of the programme, instants microseconds, points in the wallet's smallest unit.
    """

    members: tuple[int, ...] | None = None
    tier: str | None = None
    enrolled_from: int | None = None
    enrolled_before: int | None = None
    active_since: int | None = None
    silent_since: int | None = None
    wallet: str | None = None
    at_least: int | None = None


@dataclass(frozen=True)
class RosterLine:
    """One member: tier id, local day of enrolment, instant of the last purchase or activity (0: none), balances."""

    member_id: int
    tier: str
    enrolled_day: int
    active_at: int
    balances: dict[str, int] = field(default_factory=dict)


EVERYBODY = RosterFilter()


def list_roster(programme_id: int, request: PageRequest, criteria: RosterFilter = EVERYBODY) -> Page[RosterLine]:
    """Members that meet all criteria, newest number first. Two statements beside the programme's."""
    programme = live_programme(programme_id)
    rows = MemberState.objects.filter(_condition(programme, criteria), programme_id=programme_id).order_by("-member_id")
    if (after := request.after(1)) is not None:
        last = after[0] if isinstance(after[0], int) else 0
        rows = rows.filter(member_id__lt=max(0, min(last, _LARGEST_ID)))
    page = page_of(_rows(rows[: request.size + 1]), request, lambda row: (row.member_id,))
    return Page(tuple(_with_balances(programme, page.items)), page.next_cursor)


def count_roster(programme_id: int, criteria: RosterFilter = EVERYBODY) -> int:
    """How many members meet all criteria."""
    programme = live_programme(programme_id)
    return MemberState.objects.filter(_condition(programme, criteria), programme_id=programme_id).count()


def _rows(rows: QuerySet[MemberState]) -> list[MemberState]:
    return list(rows.only("programme_id", "member_id", "tier", "version_id", "enrolled_day", "active_at"))


def _condition(programme: LiveProgramme, criteria: RosterFilter) -> Q:
    condition = Q()
    if criteria.members is not None:
        condition &= Q(member_id__in=criteria.members)
    if criteria.tier is not None:
        condition &= _stands_on(programme, criteria.tier)
    if criteria.enrolled_from is not None:
        condition &= Q(enrolled_day__gte=criteria.enrolled_from)
    if criteria.enrolled_before is not None:
        condition &= Q(enrolled_day__lt=criteria.enrolled_before)
    if criteria.active_since is not None:
        condition &= Q(active_at__gte=criteria.active_since)
    if criteria.silent_since is not None:
        condition &= Q(active_at__lt=criteria.silent_since)
    if criteria.at_least is not None:
        condition &= _owns(programme, criteria.wallet, criteria.at_least)
    return condition


def _stands_on(programme: LiveProgramme, tier: str) -> Q:
    """Members on a tier, told by whichever version saw them last."""
    on_tier = Q(tier=-1)
    for earlier in versions_by_id(one.version_id for one in schedule(programme.id).activations).values():
        numbers = [
            number for number in range(len(earlier.compiled.tier_ids)) if tier_under(earlier, programme, number) == tier
        ]
        on_tier |= Q(version_id=earlier.version_id, tier__in=numbers)
    return on_tier


def _owns(programme: LiveProgramme, wallet: str | None, at_least: int) -> Q:
    account = Account.objects.filter(
        programme_id=programme.id,
        member_id=OuterRef("member_id"),
        wallet=programme.wallet_numbers.get(wallet or "", -1),
        available__gte=at_least,
    )
    return Q(Exists(account))


def _with_balances(programme: LiveProgramme, rows: Sequence[MemberState]) -> list[RosterLine]:
    names = {number: wallet for wallet, number in programme.wallet_numbers.items()}
    found = Account.objects.filter(programme_id=programme.id, member_id__in=[row.member_id for row in rows])
    balances: dict[int, dict[str, int]] = {}
    for member_id, wallet, available in found.values_list("member_id", "wallet", "available"):
        balances.setdefault(member_id, {})[names[wallet]] = available
    told_by = versions_of(rows, programme)
    return [
        RosterLine(
            member_id=row.member_id,
            tier=tier_under(told_by[row.version_id], programme, row.tier),
            enrolled_day=row.enrolled_day,
            active_at=row.active_at,
            balances=balances.get(row.member_id, {}),
        )
        for row in rows
    ]
