"""What is granted because something happened: a rise to a tier, an event that is a moment."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.domain.benefits.models import Entitlement
from regulars.domain.benefits.operations.telling import send_granted
from regulars.domain.benefits.policy import runs
from regulars.domain.benefits.queries.facts import facts_of
from regulars.domain.benefits.queries.grants import granted_view
from regulars.domain.benefits.types import Facts, Granted, Origin
from regulars.domain.ledger.operations import lock_members
from regulars.domain.members.errors import MemberMissing
from regulars.domain.members.queries import active_members
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.programme.benefit_holders import reaches
from regulars.engine.programme.benefits import Benefit
from regulars.engine.time import date_of
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us

DAY_US = 86_400_000_000
PACK_PAUSE_DAYS = 365
"""Days in which rising to the same tier again brings no second pack."""


@dataclass(frozen=True)
class _Pack:
    """What an occasion grants: uses of a benefit, through what, from an instant for some time, under a key."""

    benefit: Benefit
    origin: Origin
    key: str
    quota: int
    since: int
    until: int
    detail: str


def grant_for_rise(programme_id: int, member_id: int, tier: str, risen_at: int) -> list[Granted]:
    """Grant the packs of a tier to somebody who rose to it; once a year for each tier and benefit.

    Nothing for somebody who takes part no longer, and of packs that are over by now.
    """
    return in_transaction(lambda: _for_rise(live_programme(programme_id), member_id, tier, risen_at))


def grant_for_moment(programme_id: int, member_id: int, benefit: str, happened_at: int, event: str) -> Granted | None:
    """Grant a benefit for an event, named by its source and id; None when it is not for this member, or too late.

    The same event again changes nothing, and another within the pause that the benefit names brings nothing.
    """
    return in_transaction(lambda: _for_moment(live_programme(programme_id), member_id, benefit, (happened_at, event)))


def _for_rise(programme: LiveProgramme, member_id: int, tier: str, risen_at: int) -> list[Granted]:
    facts = _facts(programme, member_id)
    if facts is None:
        return []
    found = []
    for benefit in programme.document.benefits:
        upgrade = benefit.upgrade
        if upgrade is None or tier not in upgrade.tiers:
            continue
        until = risen_at + upgrade.days * DAY_US
        key = f"upgrade:{benefit.id}:{tier}:{member_id}:{risen_at}"
        pack = _Pack(benefit, Origin.UPGRADE, key, upgrade.quota, risen_at, until, tier)
        if (granted := _granted(programme, facts, pack, PACK_PAUSE_DAYS)) is not None:
            found.append(granted)
    return found


def _for_moment(programme: LiveProgramme, member_id: int, identity: str, happened: tuple[int, str]) -> Granted | None:
    happened_at, event = happened
    benefit = next((one for one in programme.document.benefits if one.id == identity), None)
    facts = _facts(programme, member_id)
    if benefit is None or benefit.moment is None or facts is None:
        return None
    rank = {tier.id: index for index, tier in enumerate(programme.document.ladder.tiers)}
    if not reaches(rank, facts.tier, benefit.moment.from_tier):
        return None
    until = happened_at + benefit.moment.minutes * 60_000_000
    key = f"moment:{benefit.id}:{event}"[:240]
    pack = _Pack(benefit, Origin.MOMENT, key, benefit.moment.quota, happened_at, until, "")
    return _granted(programme, facts, pack, benefit.moment.pause_days)


def _facts(programme: LiveProgramme, member_id: int) -> Facts | None:
    """What the member's benefits follow from, once they are locked; None for somebody who takes part no longer."""
    if not active_members(programme.id, [member_id]):
        return None
    lock_members(programme.id, [member_id])
    today = date_of(programme.compiled.zone.day_of(now_us()))
    try:
        return facts_of(programme, member_id, today)
    except MemberMissing:
        return None


def _granted(programme: LiveProgramme, facts: Facts, pack: _Pack, pause_days: int) -> Granted | None:
    """Write a grant, unless it is over, barred, or was made before within the pause."""
    benefit, now = pack.benefit, now_us()
    today = date_of(programme.compiled.zone.day_of(now))
    if pack.until <= now or benefit.id in facts.barred or not runs(benefit, today):
        return None
    rows = Entitlement.objects.filter(programme_id=programme.id)
    again = rows.filter(
        member_id=facts.member_id,
        benefit=benefit.id,
        origin=pack.origin,
        detail=pack.detail,
        valid_from__gt=pack.since - pause_days * DAY_US,
    )
    if (pause_days and again.exists()) or rows.filter(key=pack.key).exists():
        return None
    row = Entitlement.objects.create(
        programme_id=programme.id,
        member_id=facts.member_id,
        benefit=benefit.id,
        origin=pack.origin,
        key=pack.key,
        quota=pack.quota,
        granted_at=now,
        valid_from=pack.since,
        valid_until=pack.until,
        actor="",
        detail=pack.detail,
        version_id=programme.version_id,
    )
    send_granted(row)
    return granted_view(row)
