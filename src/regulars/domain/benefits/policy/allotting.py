"""What a member has: by tier, birthday and anniversary from the programme, and by what was granted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from regulars.domain.benefits.errors import BenefitMissing
from regulars.domain.benefits.policy.periods import period_around, risen
from regulars.domain.benefits.types import Allotment, Facts, Granted, Origin
from regulars.engine.kernel.calendar import last_anniversary
from regulars.engine.programme.benefit_holders import reaches, terms_at
from regulars.engine.programme.benefits import Allowance, Benefit
from regulars.engine.programme.model import Programme
from regulars.engine.time import date_of, day_number


def benefit_named(programme: Programme, identity: str) -> Benefit:
    """The benefit with an id; raises BenefitMissing."""
    found = next((one for one in programme.benefits if one.id == identity), None)
    if found is None:
        raise BenefitMissing(benefit=identity[:40], known=", ".join(one.id for one in programme.benefits))
    return found


def allotments_of(programme: Programme, facts: Facts, today: date) -> list[Allotment]:
    """Everything a member has today by the programme alone, in document order."""
    found: list[Allotment] = []
    for benefit in programme.benefits:
        if benefit.id not in facts.barred and runs(benefit, today):
            found += _by_tier(programme, benefit, facts, today)
            found += _by_birthday(programme, benefit, facts, today)
            found += _by_anniversary(programme, benefit, facts, today)
    return found


def granted_allotment(programme: Programme, granted: Granted, tier: str) -> Allotment | None:
    """What a grant gives on a tier; None when the programme has the benefit no longer."""
    benefit = next((one for one in programme.benefits if one.id == granted.benefit), None)
    if benefit is None:
        return None
    terms = terms_at(programme, benefit, tier)
    return Allotment(benefit, granted.origin, grant_key(granted.id), terms, granted.quota, granted=granted)


def grant_key(entitlement_id: int) -> str:
    """The name under which uses of a grant are counted."""
    return f"grant:{entitlement_id}"


def runs(benefit: Benefit, today: date) -> bool:
    """Whether a benefit has begun and is not over."""
    if benefit.starts_on is not None and today < benefit.starts_on:
        return False
    return benefit.ends_on is None or today < benefit.ends_on


def _by_tier(programme: Programme, benefit: Benefit, facts: Facts, today: date) -> Iterator[Allotment]:
    allowance = benefit.tiers.get(facts.tier)
    if allowance is None:
        return
    starts_on, ends_on = period_around(allowance.per, today)
    key = f"tier:{benefit.id}:{starts_on or 'ever'}"
    quota = _quota(benefit, allowance, facts, (starts_on, ends_on))
    if quota != 0:
        terms = terms_at(programme, benefit, facts.tier)
        yield Allotment(benefit, Origin.TIER, key, terms, quota, starts_on, _earlier(ends_on, benefit.ends_on))


def _quota(benefit: Benefit, allowance: Allowance, facts: Facts, period: tuple[date | None, date | None]) -> int | None:
    """The quota of the period; of somebody who rose within it, what the benefit says of that."""
    starts_on, ends_on = period
    if allowance.quota is None or benefit.on_rise == "full" or starts_on is None or ends_on is None:
        return allowance.quota

    def quota_of(tier: str) -> int:
        held = benefit.tiers.get(tier)
        return 0 if held is None else min(held.quota or allowance.quota or 0, 100_000)

    return risen((starts_on, ends_on), facts.tiers, quota_of)


def _by_birthday(programme: Programme, benefit: Benefit, facts: Facts, today: date) -> Iterator[Allotment]:
    occasion = benefit.birthday
    if occasion is None or facts.birth_month != today.month or not _reaches(programme, facts, occasion.from_tier):
        return
    starts_on, ends_on = period_around("month", today)
    terms = terms_at(programme, benefit, facts.tier)
    key = f"birthday:{benefit.id}:{today.year}"
    yield Allotment(benefit, Origin.BIRTHDAY, key, terms, occasion.quota, starts_on, _earlier(ends_on, benefit.ends_on))


def _by_anniversary(programme: Programme, benefit: Benefit, facts: Facts, today: date) -> Iterator[Allotment]:
    occasion = benefit.anniversary
    if occasion is None or not _reaches(programme, facts, occasion.from_tier) or today < facts.enrolled_on:
        return
    returned_on = date_of(int(last_anniversary(day_number(facts.enrolled_on), day_number(today))))
    ends_on = returned_on + timedelta(days=occasion.days)
    if returned_on > facts.enrolled_on and today < ends_on:
        terms, key = terms_at(programme, benefit, facts.tier), f"anniversary:{benefit.id}:{returned_on}"
        until = _earlier(ends_on, benefit.ends_on)
        yield Allotment(benefit, Origin.ANNIVERSARY, key, terms, occasion.quota, returned_on, until)


def _reaches(programme: Programme, facts: Facts, from_tier: str | None) -> bool:
    rank = {tier.id: index for index, tier in enumerate(programme.ladder.tiers)}
    return reaches(rank, facts.tier, from_tier)


def _earlier(first: date | None, second: date | None) -> date | None:
    return min((one for one in (first, second) if one is not None), default=None)
