"""The ladder: immediate rises, trials, reviews, grace, falls, floors and locks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bench.interpreter.days import NEVER, first_instant
from bench.interpreter.expressions import condition_of
from bench.interpreter.member import Context, Member, Moment, TierChange
from bench.interpreter.metrics import Seen


def rise(context: Context, member: Member, moment: Moment, reason: str = "ENTERED") -> None:
    """Lift the member to the highest tier above the present one whose `enter` holds."""
    if member.locked_until is not None:
        return
    row = Seen({}, context, member, moment.day)
    for tier in range(len(context.tiers) - 1, member.tier, -1):
        enter = context.programme.ladder.tiers[tier].enter
        if enter is not None and condition_of(enter, context.tiers).holds(row):
            move(member, moment, tier, reason)
            return


def move(member: Member, moment: Moment, tier: int, reason: str) -> None:
    """Put the member on a tier; a stay begins, without grace."""
    member.tier_changes.append(TierChange(moment.instant, moment.seq, member.tier, tier, reason))
    member.fell_on = moment.day if tier < member.tier else member.fell_on
    member.tier, member.tier_since = tier, moment.day
    member.grace_until, member.grace_used = None, False


def grant_tier(member: Member, moment: Moment, tier: int, until: date | None, reason: str = "GRANTED") -> None:
    """Lift the member at once and set a floor until a day, or for good; the first tier is no floor."""
    member.floor, member.floor_until = tier, (until or NEVER) if tier else None
    if tier > member.tier:
        move(member, moment, tier, reason)


def begin_trial(context: Context, member: Member, moment: Moment) -> None:
    """Give a new member the tier of the trial as a floor, the day of enrolment included."""
    trial = context.programme.ladder.trial
    if trial is not None:
        until = moment.day + timedelta(days=trial.days)
        grant_tier(member, moment, context.tiers.index(trial.tier), until, "TRIAL")


def lock(context: Context, member: Member, moment: Moment, body: Mapping[str, Any]) -> None:
    """Keep the member on their tier through a day, or for good; or end that."""
    if not body.get("lift"):
        until = body.get("until")
        member.locked_until = date.fromisoformat(until) + timedelta(days=1) if until else NEVER
    elif member.locked_until is not None:
        _unlock(context, member, moment)


def end_lock(context: Context, member: Member, day: date) -> None:
    """End a lock whose day has come."""
    if member.locked_until is not None and member.locked_until <= day:
        _unlock(context, member, Moment(first_instant(day, context.zone), day))


def _unlock(context: Context, member: Member, moment: Moment) -> None:
    """The tier may rise at once, or is looked at as in a review."""
    member.locked_until = None
    before = member.tier
    rise(context, member, moment, "LOCK_ENDED")
    if member.tier == before:
        review(context, member, moment, "LOCK_ENDED")


def end_floor(context: Context, member: Member, day: date) -> None:
    """End a floor whose day has come, and look at the tier as in a review."""
    if member.floor_until is not None and member.floor_until <= day:
        member.floor, member.floor_until = 0, None
        review(context, member, Moment(first_instant(day, context.zone), day), "FLOOR_ENDED")


def end_grace(context: Context, member: Member, day: date) -> None:
    """End a grace whose day has come: the member falls if the tier is still not kept."""
    if member.grace_until is not None and member.grace_until <= day:
        member.grace_until = None
        if member.locked_until is None and not keeps(context, member, day, member.tier):
            fall(context, member, Moment(first_instant(day, context.zone), day), "GRACE_ENDED")


def review(context: Context, member: Member, moment: Moment, reason: str) -> None:
    """Look at a tier above the first: it is kept, put under grace, or lost."""
    if member.tier == 0 or member.tier <= member.floor:
        return
    if member.grace_until is not None or member.locked_until is not None:
        return
    ladder = context.programme.ladder
    stayed = (moment.day - member.tier_since).days
    if keeps(context, member, moment.day, member.tier) or stayed < ladder.minimum_stay_days:
        return
    if ladder.grace_days and not member.grace_used:
        member.grace_until, member.grace_used = moment.day + timedelta(days=ladder.grace_days), True
        change = TierChange(moment.instant, moment.seq, member.tier, member.tier, "GRACE_STARTED")
        member.tier_changes.append(change)
    else:
        fall(context, member, moment, reason)


def keeps(context: Context, member: Member, day: date, tier: int) -> bool:
    """Whether a tier is kept on `day`, with windows seen from the day before."""
    if tier == 0:
        return True
    document = context.programme.ladder.tiers[tier]
    text = document.keep or document.enter
    row = Seen({}, context, member, day - timedelta(days=1))
    return text is not None and condition_of(text, context.tiers).holds(row)


def fall(context: Context, member: Member, moment: Moment, reason: str) -> None:
    """Let the member down, by one tier or to where they qualify, never below a floor."""
    target = member.tier - 1
    if context.programme.ladder.landing == "to_qualified":
        target = next(tier for tier in range(target, -1, -1) if keeps(context, member, moment.day, tier))
    target = max(target, member.floor)
    if target < member.tier:
        move(member, moment, target, reason)
