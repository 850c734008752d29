"""The ladder: immediate rises, reviews, grace, falls and floors."""

from __future__ import annotations

from datetime import date, timedelta

from bench.interpreter.days import NEVER, first_instant
from bench.interpreter.expressions import condition_of
from bench.interpreter.member import Context, Member, Moment, TierChange
from bench.interpreter.metrics import Seen


def rise(context: Context, member: Member, moment: Moment) -> None:
    """Lift the member to the highest tier above the present one whose `enter` holds."""
    row = Seen({}, context, member, moment.day)
    for tier in range(len(context.tiers) - 1, member.tier, -1):
        enter = context.programme.ladder.tiers[tier].enter
        if enter is not None and condition_of(enter, context.tiers).holds(row):
            return move(member, moment, tier, "ENTERED")
    return None


def move(member: Member, moment: Moment, tier: int, reason: str) -> None:
    """Put the member on a tier; a stay begins, without grace."""
    member.tier_changes.append(TierChange(moment.instant, moment.seq, member.tier, tier, reason))
    member.tier, member.tier_since = tier, moment.day
    member.grace_until, member.grace_used = None, False


def grant_tier(member: Member, moment: Moment, tier: int, until: date | None) -> None:
    """Lift the member at once and set a floor until a day, or for good; the first tier is no floor."""
    member.floor, member.floor_until = tier, (until or NEVER) if tier else None
    if tier > member.tier:
        move(member, moment, tier, "GRANTED")


def end_floor(context: Context, member: Member, day: date) -> None:
    """End a floor whose day has come, and look at the tier as in a review."""
    if member.floor_until is not None and member.floor_until <= day:
        member.floor, member.floor_until = 0, None
        review(context, member, day, "FLOOR_ENDED")


def end_grace(context: Context, member: Member, day: date) -> None:
    """End a grace whose day has come: the member falls if the tier is still not kept."""
    if member.grace_until is not None and member.grace_until <= day:
        member.grace_until = None
        if not keeps(context, member, day, member.tier):
            fall(context, member, day, "GRACE_ENDED")


def review(context: Context, member: Member, day: date, reason: str) -> None:
    """Look at a tier above the first: it is kept, put under grace, or lost."""
    if member.tier == 0 or member.tier <= member.floor or member.grace_until is not None:
        return
    ladder = context.programme.ladder
    if keeps(context, member, day, member.tier) or (day - member.tier_since).days < ladder.minimum_stay_days:
        return
    if ladder.grace_days and not member.grace_used:
        member.grace_until, member.grace_used = day + timedelta(days=ladder.grace_days), True
        at = first_instant(day, context.zone)
        member.tier_changes.append(TierChange(at, -1, member.tier, member.tier, "GRACE_STARTED"))
    else:
        fall(context, member, day, reason)


def keeps(context: Context, member: Member, day: date, tier: int) -> bool:
    """Whether a tier is kept on `day`, with windows seen from the day before."""
    if tier == 0:
        return True
    document = context.programme.ladder.tiers[tier]
    text = document.keep or document.enter
    row = Seen({}, context, member, day - timedelta(days=1))
    return text is not None and condition_of(text, context.tiers).holds(row)


def fall(context: Context, member: Member, day: date, reason: str) -> None:
    """Let the member down, by one tier or to where they qualify, never below a floor."""
    target = member.tier - 1
    if context.programme.ladder.landing == "to_qualified":
        target = next(tier for tier in range(target, -1, -1) if keeps(context, member, day, tier))
    target = max(target, member.floor)
    if target < member.tier:
        move(member, Moment(first_instant(day, context.zone), day), target, reason)
