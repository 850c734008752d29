"""What a member has now, with what is left of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from regulars.domain.benefits.models import Entitlement, Use
from regulars.domain.benefits.policy import allotments_of, granted_allotment, in_order_of_use, runs
from regulars.domain.benefits.queries.facts import facts_of
from regulars.domain.benefits.queries.grants import granted_view
from regulars.domain.benefits.types import Allotment, MemberBenefit
from regulars.domain.pools.queries import family_of
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.engine.time import date_of, day_number, moment_of
from regulars.platform.clock import now_us, to_us
from regulars.platform.statements import Reading, listed

__all__ = ["facts_of", "holdings", "member_benefits"]

_GRANTED = Reading(
    Entitlement,
    """WHERE programme_id = %s AND member_id {any} AND withdrawn_at IS NULL
       AND (valid_until IS NULL OR valid_until > %s) AND valid_from <= %s ORDER BY id""",
)
_STANDING = Reading(
    Use, "WHERE programme_id = %s AND holder {any} AND key {any} AND returned_at IS NULL", ("id", "key", "slot")
)


def member_benefits(programme_id: int, member_id: int, at: datetime | None = None) -> list[MemberBenefit]:
    """Everything a member has at an instant (default: now), used up or not, in the order of the programme.

    With what family members share with them, after their own of the same benefit. Raises MemberMissing.
    """
    programme = live_programme(programme_id)
    instant = now_us() if at is None else to_us(at)
    found = holdings(programme, member_id, instant)
    order = {benefit.id: place for place, benefit in enumerate(programme.document.benefits)}
    return sorted(found, key=lambda one: order[one.benefit.id])


def holdings(programme: LiveProgramme, member_id: int, instant: int, benefit: str | None = None) -> list[MemberBenefit]:
    """What a member has at an instant, of one benefit or all, in the order in which uses are taken from it."""
    found = _own(programme, member_id, instant, benefit)
    shared = {one.id for one in programme.document.benefits if one.shared and benefit in (None, one.id)}
    if shared:
        for other in family_of(programme.id, member_id):
            found += [one for one in _own(programme, other, instant, benefit) if one.benefit.id in shared]
    return in_order_of_use(found, member_id)


def _own(programme: LiveProgramme, member_id: int, instant: int, benefit: str | None) -> list[MemberBenefit]:
    """What is the member's own, and of everybody who was merged into them."""
    today = date_of(programme.compiled.zone.day_of(instant))
    facts = facts_of(programme, member_id, today, benefit)
    had = [one for one in allotments_of(programme.document, facts, today) if benefit in (None, one.benefit.id)]
    had += _granted(programme, facts.people, instant, facts.tier)
    had = [one for one in had if benefit in (None, one.benefit.id) and runs(one.benefit, today)]
    used = _used(programme.id, facts.people, [one.key for one in had if kind_of(one.benefit).used])
    return [_held(programme, one, member_id, used.get(one.key, ())) for one in had]


def _granted(programme: LiveProgramme, people: Sequence[int], instant: int, tier: str) -> list[Allotment]:
    rows = _GRANTED(programme.id, listed(people), instant, instant)
    found = (granted_allotment(programme.document, granted_view(row), tier) for row in rows)
    return [one for one in found if one is not None]


def _used(programme_id: int, people: Sequence[int], keys: Iterable[str]) -> dict[str, list[int]]:
    """The places of each allotment that standing uses have; those without a limit all have place 0."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in _STANDING(programme_id, listed(people), listed(keys)):
        found[row.key].append(row.slot)
    return found


def _held(programme: LiveProgramme, one: Allotment, holder: int, slots: Sequence[int]) -> MemberBenefit:
    """An allotment with what was used of it; days become instants of the programme's zone."""
    granted = one.granted
    held = MemberBenefit(
        benefit=one.benefit,
        origin=one.origin,
        key=one.key,
        terms=one.terms,
        holder=holder,
        quota=one.quota,
        used=len(slots),
        taken=frozenset(slots),
        valid_from=_midnight(programme, one.starts_on),
        valid_until=_midnight(programme, one.ends_on),
    )
    if granted is None:
        return held
    return replace(
        held,
        valid_from=granted.valid_from,
        valid_until=granted.valid_until,
        granted_id=granted.id,
        reason=granted.reason,
        giver=granted.giver,
    )


def _midnight(programme: LiveProgramme, day: date | None) -> datetime | None:
    """The first instant of a local day."""
    return None if day is None else moment_of(int(programme.compiled.zone.midnights[day_number(day)]))
