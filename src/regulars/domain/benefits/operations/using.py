"""Using a benefit: once and only once, under the lock of whose quota it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from regulars.domain.benefits.errors import BenefitNotHeld, BenefitUsedUp, UseConflict, UseOfFuture
from regulars.domain.benefits.models import Use
from regulars.domain.benefits.operations.calling import ask_for_call
from regulars.domain.benefits.operations.locking import hold
from regulars.domain.benefits.operations.telling import send_used
from regulars.domain.benefits.policy import benefit_named, check_order, check_use, free_slot
from regulars.domain.benefits.queries.holding import holdings
from regulars.domain.benefits.queries.uses import use_view
from regulars.domain.benefits.types import MemberBenefit, NewUse, UseView
from regulars.domain.pools.queries import family_of
from regulars.domain.programmes.queries import live_programme, one_version
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.engine.programme.benefits import Benefit
from regulars.engine.programme.model import Programme
from regulars.platform.again import in_transaction, without_trace
from regulars.platform.clock import now_us, to_us
from regulars.platform.statements import Reading, add

_MADE = Reading(Use, "WHERE programme_id = %s AND use_id = %s")

TOLERANCE_US = 5 * 60 * 1_000_000
"""How far ahead the clock of a till may be."""


def use_benefit(programme_id: int, asked: NewUse) -> UseView:
    """Use a benefit once, from what ends first, the member's own before the family's.

    The same use again is answered as the first time (`repeated`), also when it was taken back since. Raises
    BenefitMissing, BenefitNotUsed, BenefitNotHeld, BenefitUsedUp, WrongChannel, WrongStore, OrderTooSmall, UseOfFuture,
    UseConflict for another use under this id, MemberMissing and MemberClosed.
    """
    return in_transaction(lambda: _use(live_programme(programme_id), asked))


def preview_use(programme_id: int, asked: NewUse) -> UseView:
    """What `use_benefit` would answer now; raises as it does, and keeps nothing."""
    return without_trace(lambda: _use(live_programme(programme_id), asked))


def use_now(programme: LiveProgramme, asked: NewUse) -> UseView:
    """As `use_benefit`, in the transaction of a caller who looked whether this use was made before."""
    benefit = benefit_named(programme.document, asked.benefit)
    check_use(benefit, asked)
    instant = instant_of_use(asked.used_at)
    hold(programme.id, asked.member_id, family_of(programme.id, asked.member_id) if benefit.shared else ())
    if (known := _known(programme.id, asked)) is not None:
        return known
    chosen = take(programme, benefit, asked, instant)
    check_order(benefit, chosen.terms, asked, programme.document.currency)
    row = write_use(programme, asked, chosen, instant)
    send_used(row)
    if kind_of(benefit).called and chosen.terms.address:
        ask_for_call(row, chosen.terms.address)
    return use_view(row)


def _use(programme: LiveProgramme, asked: NewUse) -> UseView:
    if (known := _known(programme.id, asked)) is not None:
        return known
    with one_version(programme):
        return use_now(programme, asked)


def instant_of_use(used_at: datetime | None) -> int:
    """When a use was, in microseconds: now unless it says so; raises UseOfFuture."""
    now = now_us()
    if used_at is None:
        return now
    if to_us(used_at) > now + TOLERANCE_US:
        raise UseOfFuture(used_at=used_at.isoformat())
    return min(to_us(used_at), now)


def take(programme: LiveProgramme, benefit: Benefit, asked: NewUse, instant: int) -> MemberBenefit:
    """The allotment that a use comes from; raises BenefitNotHeld and BenefitUsedUp. Its members are locked."""
    held = holdings(programme, asked.member_id, instant, benefit.id)
    if asked.key:
        held = [one for one in held if one.key == asked.key]
    if not held:
        raise BenefitNotHeld(benefit=benefit.id)
    left = next((one for one in held if not one.used_up), None)
    if left is None:
        ends = [one.valid_until for one in held if one.valid_until is not None]
        quota = sum(one.quota or 0 for one in held)
        raise BenefitUsedUp(benefit=benefit.id, quota=quota, until=max(ends).isoformat() if ends else "")
    return left


def write_use(
    programme: LiveProgramme, asked: NewUse, chosen: MemberBenefit, instant: int, *, given: bool = False
) -> Use:
    """Write a use of an allotment that has one left; `chosen` was read under the lock of its holder."""
    benefit = chosen.benefit
    slot = free_slot(chosen.taken, chosen.quota)
    if slot is None:
        raise BenefitUsedUp(benefit=benefit.id, quota=chosen.quota, until="")
    row = Use(
        programme_id=programme.id,
        use_id=asked.use_id,
        member_id=asked.member_id,
        holder=chosen.holder,
        benefit=benefit.id,
        origin=chosen.origin,
        key=chosen.key,
        slot=slot,
        given=given,
        channel=asked.place.channel,
        store=asked.place.store,
        till=asked.place.till,
        order_id=asked.order_id,
        amount_minor=asked.amount_minor,
        cost_minor=0 if given else cost_minor(benefit, programme.document),
        version_id=programme.version_id,
        actor=asked.actor,
        used_at=instant,
        recorded_at=now_us(),
    )
    add(row)
    return row


def cost_minor(benefit: Benefit, document: Programme) -> int:
    """What one use costs, in minor units, to the nearest."""
    return round((benefit.cost or Decimal(0)).scaleb(CURRENCY_DECIMALS[document.currency]))


def _known(programme_id: int, asked: NewUse) -> UseView | None:
    """The first answer, when this use was made before; raises UseConflict when another was."""
    row = _MADE.first(programme_id, asked.use_id)
    if row is None:
        return None
    view = use_view(row, repeated=True)
    if (view.member_id, view.benefit, view.place, view.order_id) != (
        asked.member_id,
        asked.benefit,
        asked.place,
        asked.order_id,
    ):
        raise UseConflict(use_id=asked.use_id)
    return replace(view, repeated=True)
