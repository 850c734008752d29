"""What a subscription gives: a tier through the ledger's tier grants, and benefits for each period.

A tier is given through the end of the period and its grace, so that a renewal that is paid a little late takes nothing
away; a subscription that will not be renewed has it through its last day. A tier that was granted otherwise and is at
least as good stays; a lesser one that would outlast the subscription is set aside and comes back at the end.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

from regulars.domain.benefits.operations import grant_benefit, withdraw_benefit
from regulars.domain.benefits.queries import grant
from regulars.domain.benefits.types import NewGrant, Origin
from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.queries import next_instant
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.plans.models import Period
from regulars.domain.plans.operations.holding import Held
from regulars.domain.plans.types.subscriptions import PeriodState, SubscriptionState
from regulars.domain.tiers.queries import standing
from regulars.domain.tiers.types import Standing
from regulars.engine.time import day_number
from regulars.platform.clock import from_us, now
from regulars.platform.errors import DomainError

SOURCE = "plan"
ACTOR = "plans"
_DAY = timedelta(days=1)

_log = logging.getLogger(__name__)


def give(held: Held) -> None:
    """Give the tier through the right day, and the benefits of the present period if it is paid and they were not."""
    if not held.is_active:
        return
    period = held.present()
    _give_tier(held, cover_until(held, period))
    if period.state in (PeriodState.FREE, PeriodState.PAID) and not period.grants and period.ends_on > held.today:
        period.grants = _granted(held, period)
        period.save(update_fields=["grants"])


def cover_until(held: Held, period: Period) -> date:
    """The last day through which the subscription holds, as far as is known now."""
    row = held.row
    if row.state == SubscriptionState.GRACE and row.grace_until is not None:
        return row.grace_until - _DAY
    if row.state == SubscriptionState.CANCELLED:
        return period.ends_on - _DAY
    following = held.following()
    last = following if following is not None and following.state == PeriodState.PAID else period
    return last.ends_on - _DAY + timedelta(days=last.plan.grace_days)


def take_back(held: Held, period: Period, reason: str) -> None:
    """Withdraw what is left of the benefits of a period that ends before its time."""
    for number in period.grants:
        try:
            found = grant(held.programme.id, number)
            if found.withdrawn_at is None and (found.valid_until is None or found.valid_until > now()):
                withdraw_benefit(held.programme.id, number, reason, ACTOR)
        except DomainError as error:  # used up, or withdrawn by hand meanwhile: nothing is left to take
            _log.info("grant %d of subscription %d stays: %s", number, held.row.pk, error)


def restore_tier(held: Held) -> None:
    """At the end: end a tier that still stands, and bring one back that was set aside and still holds."""
    row = held.row
    if not held.is_active or not row.given_tier:
        return
    stands = standing(held.programme.id, held.member)
    ours = _is_ours(held, stands)
    if row.displaced_tier and (row.displaced_until is None or row.displaced_until >= held.today):
        if ours or stands.floor is None:
            _post(held, row.displaced_tier, row.displaced_until)
    elif ours and row.given_until is not None and row.given_until >= held.today:
        _post(held, held.programme.compiled.tier_ids[0], None)
    row.given_tier, row.given_until, row.displaced_tier, row.displaced_until = "", None, "", None


def _give_tier(held: Held, until: date) -> None:
    row, tier = held.row, held.row.plan.tier
    if (row.given_tier, row.given_until) == (tier, until) or until < held.today:
        return
    if not tier or tier not in held.programme.compiled.tier_ids:
        restore_tier(held)
        row.save(update_fields=["given_tier", "given_until", "displaced_tier", "displaced_until"])
        return
    stands = standing(held.programme.id, held.member)
    if stands.floor is not None and not stands.trial and not _is_ours(held, stands):
        if _is_as_good(held, stands.floor, tier):
            return
        row.displaced_tier, row.displaced_until = stands.floor, _last_day(stands)
    _post(held, tier, until)
    row.given_tier, row.given_until = tier, until
    row.save(update_fields=["given_tier", "given_until", "displaced_tier", "displaced_until"])


def _is_ours(held: Held, stands: Standing) -> bool:
    return bool(held.row.given_tier) and (stands.floor, _last_day(stands)) == (
        held.row.given_tier,
        held.row.given_until,
    )


def _last_day(stands: Standing) -> date | None:
    """The last day of a granted tier; a standing tells the day after it."""
    return None if stands.floor_until is None else stands.floor_until - _DAY


def _is_as_good(held: Held, other: str, tier: str) -> bool:
    order = held.programme.compiled.tier_ids
    return order.index(other) >= order.index(tier)


def _post(held: Held, tier: str, until: date | None) -> None:
    """A tier grant through a day; the event is named by the instant, for a day may come back after a change."""
    instant = next_instant(held.programme.id, [held.member])
    body: dict[str, Any] = {"kind": "tier_grant", "tier": tier, "actor": ACTOR}
    body |= {"reason": f"plan {held.row.plan.code}"} | ({"until": until.isoformat()} if until else {})
    event = NewEvent(SOURCE, f"tier:{held.row.pk}:{instant}", held.member, instant, body)
    result = apply_batch(held.programme.id, [event])[0]
    if result.status not in (EventStatus.ACCEPTED, EventStatus.DUPLICATE):
        raise refusal_of(result.code, result.params)


def _granted(held: Held, period: Period) -> list[int]:
    """The grants of a period's benefits; one that the programme does not have any more is left out and logged."""
    midnight = held.programme.compiled.zone.midnights[day_number(period.ends_on)]
    made = []
    for benefit, quota in period.plan.perks:
        asked = NewGrant(
            grant_id=f"{held.row.pk}:{period.number}:{benefit}",
            member_id=held.member,
            benefit=benefit,
            reason=f"plan {period.plan.code}",
            actor=ACTOR,
            quota=quota,
            origin=Origin.PLAN,
            until=from_us(int(midnight)),
            detail=period.plan.code,
        )
        try:
            made.append(grant_benefit(held.programme.id, asked).id)
        except DomainError as error:
            _log.warning("subscription %d: benefit %s is not granted: %s", held.row.pk, benefit, error)
    return made
