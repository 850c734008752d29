"""Whether a benefit may be used here and now, and from which of several allotments."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import inf

from regulars.domain.benefits.errors import BenefitNotUsed, OrderTooSmall, WrongChannel, WrongStore
from regulars.domain.benefits.types import MemberBenefit, NewUse
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.engine.programme.benefits import Benefit, Terms


def check_use(benefit: Benefit, asked: NewUse) -> None:
    """Raise what keeps a benefit from being used in the place that is named."""
    if not kind_of(benefit).used:
        raise BenefitNotUsed(benefit=benefit.id)
    if benefit.channels and asked.place.channel and asked.place.channel not in benefit.channels:
        raise WrongChannel(benefit=benefit.id, channel=asked.place.channel, channels=", ".join(benefit.channels))
    if benefit.stores and asked.place.store and asked.place.store not in benefit.stores:
        raise WrongStore(benefit=benefit.id, store=asked.place.store, stores=", ".join(benefit.stores[:20]))


def check_order(benefit: Benefit, terms: Terms, asked: NewUse, currency: str) -> None:
    """Raise OrderTooSmall when the terms ask for a larger order than the one it is used with."""
    if terms.minimum is None or asked.amount_minor is None:
        return
    amount = CURRENCY_DECIMALS[currency]
    if asked.amount_minor < terms.minimum.scaleb(amount):
        raise OrderTooSmall(benefit=benefit.id, minimum=f"{terms.minimum:f}", currency=currency)


def in_order_of_use(held: Iterable[MemberBenefit], member_id: int) -> list[MemberBenefit]:
    """Allotments in the order in which uses are taken from them.

    The member's own before the family's, what ends first before what ends later, what has no end or no limit last.
    """
    return sorted(
        held,
        key=lambda one: (
            one.holder != member_id,
            one.quota is None,
            _end(one),
            one.key,
        ),
    )


def _end(one: MemberBenefit) -> float:
    """When an allotment is over; what is never over comes last."""
    return one.valid_until.timestamp() if one.valid_until else inf


def free_slot(taken: Collection[int], quota: int | None) -> int | None:
    """The lowest free slot of a quota; 0 for one without limit, None when as many are taken."""
    if quota is None:
        return 0
    if len(taken) >= quota:
        return None
    return next((slot for slot in range(1, quota + 1) if slot not in taken), None)
