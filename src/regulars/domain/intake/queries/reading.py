"""What intake needs to know before it reads."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType

from regulars.domain.intake.types.values import Reading
from regulars.domain.members.policy import region_of
from regulars.domain.programmes.queries import live_programme
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.platform import clock


def reading_of(programme_id: int) -> Reading:
    """What events of the programme are read against, now; raises ProgrammeMissing."""
    return reading_for(live_programme(programme_id).document, clock.now(), programme_id)


def reading_for(document: Programme, now: datetime, programme_id: int = 0) -> Reading:
    """What events are read against under a document, also one that is installed nowhere (programme 0)."""
    return Reading(
        programme_id=programme_id,
        currency=document.currency,
        currency_decimals=CURRENCY_DECIMALS[document.currency],
        wallet_decimals=MappingProxyType({wallet.id: wallet.decimals for wallet in document.wallets}),
        spend_wallets=tuple(wallet.id for wallet in document.wallets if wallet.purpose == "spend"),
        tiers=frozenset(tier.id for tier in document.ladder.tiers),
        attribute_types=MappingProxyType({attribute.id: attribute.type for attribute in document.attributes}),
        member_attribute_types=MappingProxyType({one.id: one.type for one in document.member_attributes}),
        hold_minutes=document.holds.minutes,
        longest_hold_minutes=document.holds.maximum_minutes,
        region=region_of(document.currency),
        now=now,
        moment_minutes=max((one.moment.minutes for one in document.benefits if one.moment is not None), default=0),
    )
