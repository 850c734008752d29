"""The ladder: immediate rises, reviews, grace, soft landing, floors; and all that time alone brings."""

from __future__ import annotations

from regulars.engine.kernel.calendar import Span, add_months, civil, next_period_start
from regulars.engine.kernel.draws import end_hold, next_hold
from regulars.engine.kernel.evaluate import holds
from regulars.engine.kernel.growth import next_change
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import (
    ANNIVERSARY,
    Count,
    EventColumn,
    LadderColumn,
    Member,
    Plan,
    TierColumn,
    Work,
)
from regulars.engine.kernel.lots import expire_lots
from regulars.engine.kernel.pending import release_lots
from regulars.engine.outcome import TierChange, TierReason
from regulars.engine.states import NEVER_DAY, Draw, Header


@compiled
def write_change(work: Work, event: int, at: int, tier: int, reason: int) -> None:
    """Note that the member moves to `tier` (or stays, when grace starts)."""
    number = next_change(work.out)  # first, for it may replace the array
    change = work.out.changes[number]
    change[TierChange.MEMBER] = work.member.counts[Count.ROW]
    change[TierChange.EVENT] = event
    change[TierChange.OCCURRED_AT] = at
    change[TierChange.FROM] = work.member.header[Header.TIER]
    change[TierChange.TO] = tier
    change[TierChange.REASON] = reason


@compiled
def stand_on(plan: Plan, member: Member, tier: int, day: int) -> None:
    """Put the member on a tier from `day`; reviews run only above the first tier."""
    member.header[Header.TIER] = tier
    member.header[Header.TIER_SINCE_DAY] = day
    member.header[Header.GRACE_UNTIL_DAY] = 0
    span = plan.ladder[LadderColumn.REVIEW]
    if tier == 0 or span == Span.EVENT:
        member.header[Header.NEXT_REVIEW_DAY] = 0
    elif member.header[Header.NEXT_REVIEW_DAY] == 0:
        member.header[Header.NEXT_REVIEW_DAY] = _next_review(member, day, span)


@compiled
def _next_review(member: Member, day: int, span: int) -> int:
    """The first day after `day` on which tiers are reviewed."""
    if span != ANNIVERSARY:
        return next_period_start(day, span)
    enrolled = member.header[Header.ENROLLED_DAY]
    years = civil(day)[0] - civil(enrolled)[0]
    following = add_months(enrolled, 12 * years)
    return following if following > day else add_months(enrolled, 12 * years + 12)


@compiled
def rise(work: Work, event: int) -> None:
    """Move up at once to the highest tier whose `enter` holds, unless the tier is locked."""
    if work.member.header[Header.LOCK_UNTIL_DAY] > 0:
        return
    day = work.columns.facts[event, EventColumn.DAY]
    tier = _best(work, day)
    if tier > work.member.header[Header.TIER]:
        write_change(work, event, work.columns.facts[event, EventColumn.AT], tier, TierReason.ENTERED)
        stand_on(work.plan, work.member, tier, day)


@compiled
def _best(work: Work, day: int) -> int:
    """The highest tier above the present one whose `enter` holds; else the present one."""
    for tier in range(len(work.plan.tiers) - 1, work.member.header[Header.TIER], -1):
        if holds(work, work.plan.tiers[tier, TierColumn.ENTER], -1, day):
            return tier
    return work.member.header[Header.TIER]


@compiled
def begin_trial(work: Work, event: int) -> None:
    """Let a new member stand on the tier of the trial for its days."""
    tier = work.plan.ladder[LadderColumn.TRIAL_TIER]
    if tier <= 0:
        return
    facts = work.columns.facts[event]
    work.member.header[Header.FLOOR_TIER] = tier
    work.member.header[Header.FLOOR_UNTIL_DAY] = facts[EventColumn.DAY] + work.plan.ladder[LadderColumn.TRIAL_DAYS]
    write_change(work, event, facts[EventColumn.AT], tier, TierReason.TRIAL)
    stand_on(work.plan, work.member, tier, facts[EventColumn.DAY])


@compiled
def lock_tier(work: Work, event: int) -> None:
    """Lock the tier, or end a lock; without one there is nothing to end."""
    facts = work.columns.facts[event]
    until = facts[EventColumn.UNTIL_DAY]
    if facts[EventColumn.LIFT] == 0:
        work.member.header[Header.LOCK_UNTIL_DAY] = until if until > 0 else NEVER_DAY
    elif work.member.header[Header.LOCK_UNTIL_DAY] > 0:
        _unlock(work, event, facts[EventColumn.DAY], facts[EventColumn.AT])


@compiled
def _end_lock(work: Work, day: int) -> None:
    until = work.member.header[Header.LOCK_UNTIL_DAY]
    if 0 < until <= day:
        _set_clock(work.member, work.plan.midnights[day])
        _unlock(work, -1, day, work.plan.midnights[day])


@compiled
def _unlock(work: Work, event: int, day: int, at: int) -> None:
    """Let the tier move again: up at once, or down as in a review."""
    work.member.header[Header.LOCK_UNTIL_DAY] = 0
    tier = _best(work, day)
    if tier > work.member.header[Header.TIER]:
        write_change(work, event, at, tier, TierReason.LOCK_ENDED)
        stand_on(work.plan, work.member, tier, day)
    elif work.member.header[Header.GRACE_UNTIL_DAY] <= 0:
        _look(work, day, TierReason.LOCK_ENDED)


@compiled
def grant_tier(work: Work, event: int) -> None:
    """Set a floor, and lift a member who stands below it."""
    facts = work.columns.facts[event]
    tier = facts[EventColumn.TIER]
    until = facts[EventColumn.UNTIL_DAY]
    work.member.header[Header.FLOOR_TIER] = tier
    work.member.header[Header.FLOOR_UNTIL_DAY] = until if until > 0 else NEVER_DAY
    if tier > work.member.header[Header.TIER]:
        write_change(work, event, facts[EventColumn.AT], tier, TierReason.GRANTED)
        stand_on(work.plan, work.member, tier, facts[EventColumn.DAY])


@compiled
def next_due_day(member: Member) -> int:
    """The next day on which time alone may change the member, time-outs of holds aside; `NEVER_DAY`: none."""
    due = min(member.counts[Count.NEXT_EXPIRY], member.counts[Count.NEXT_RELEASE])
    if member.header[Header.LOCK_UNTIL_DAY] > 0:
        due = min(due, member.header[Header.LOCK_UNTIL_DAY])
    if member.header[Header.GRACE_UNTIL_DAY] > 0:
        due = min(due, member.header[Header.GRACE_UNTIL_DAY])
    if member.header[Header.NEXT_REVIEW_DAY] > 0:
        due = min(due, member.header[Header.NEXT_REVIEW_DAY])
    if member.header[Header.FLOOR_TIER] > 0:
        due = min(due, member.header[Header.FLOOR_UNTIL_DAY])
    return due


@compiled
def pass_time(work: Work, day: int, at: int) -> None:
    """Apply everything that time brings up to and on `day`, each at the first instant of its own day; holds time out

    at their own instants, up to `at`.
    """
    while True:
        due = next_due_day(work.member)
        if _time_out(work, work.plan.midnights[due] if due <= day else at):
            continue  # what comes back may be due before everything else
        if due > day:
            return
        if work.member.counts[Count.NEXT_EXPIRY] <= due and expire_lots(work, due, work.plan.midnights[due]):
            _set_clock(work.member, work.plan.midnights[due])
        if work.member.counts[Count.NEXT_RELEASE] <= due and release_lots(work, due):
            _set_clock(work.member, work.plan.midnights[due])
        _end_lock(work, due)
        _end_floor(work, due)
        _end_grace(work, due)
        _review(work, due)


@compiled
def _time_out(work: Work, at: int) -> bool:
    """Let the open hold time out whose instant comes first, up to `at`; whether there was one."""
    row = next_hold(work.member, at)
    if row < 0:
        return False
    until = work.member.draws[row, Draw.HELD_UNTIL]
    _set_clock(work.member, until)
    end_hold(work, work.member.draws[row, Draw.KEY], 0, -1, until)
    return True


@compiled
def _set_clock(member: Member, at: int) -> None:
    """Effects of time come before every event of the same instant."""
    if at > member.header[Header.CLOCK]:
        member.header[Header.CLOCK] = at
        member.header[Header.CLOCK_KEY] = -(2**63)


@compiled
def _end_floor(work: Work, day: int) -> None:
    if work.member.header[Header.FLOOR_TIER] == 0 or work.member.header[Header.FLOOR_UNTIL_DAY] > day:
        return
    work.member.header[Header.FLOOR_TIER] = 0
    work.member.header[Header.FLOOR_UNTIL_DAY] = 0
    _set_clock(work.member, work.plan.midnights[day])
    if work.member.header[Header.GRACE_UNTIL_DAY] <= 0:
        _look(work, day, TierReason.FLOOR_ENDED)


@compiled
def _end_grace(work: Work, day: int) -> None:
    until = work.member.header[Header.GRACE_UNTIL_DAY]
    if until <= 0 or until > day:
        return
    work.member.header[Header.GRACE_UNTIL_DAY] = -1  # one grace a stay
    _set_clock(work.member, work.plan.midnights[day])
    _look(work, day, TierReason.GRACE_ENDED)


@compiled
def _review(work: Work, day: int) -> None:
    due = work.member.header[Header.NEXT_REVIEW_DAY]
    if due == 0 or due > day:
        return
    span = work.plan.ladder[LadderColumn.REVIEW]
    work.member.header[Header.NEXT_REVIEW_DAY] = _next_review(work.member, due, span)
    _set_clock(work.member, work.plan.midnights[day])
    moved_today = work.member.header[Header.TIER_SINCE_DAY] == day  # nobody falls twice in a day
    if work.member.header[Header.GRACE_UNTIL_DAY] <= 0 and not moved_today:
        evaluated = work.plan.ladder[LadderColumn.EVALUATION] == 1
        _look(work, day, TierReason.EVALUATED if evaluated else TierReason.REVIEWED)


@compiled
def _look(work: Work, day: int, reason: int) -> None:
    """Keep the member on the tier, start grace, or let them fall; windows are seen from the day before."""
    tier = work.member.header[Header.TIER]
    if work.member.header[Header.LOCK_UNTIL_DAY] > 0 or tier <= _floor(work.member) or _keeps(work, tier, day - 1):
        return
    if day - work.member.header[Header.TIER_SINCE_DAY] < work.plan.ladder[LadderColumn.MINIMUM_STAY_DAYS]:
        return
    grace = work.plan.ladder[LadderColumn.GRACE_DAYS]
    if grace > 0 and work.member.header[Header.GRACE_UNTIL_DAY] == 0:
        work.member.header[Header.GRACE_UNTIL_DAY] = day + grace
        write_change(work, -1, work.plan.midnights[day], tier, TierReason.GRACE_STARTED)
        return
    landing = max(_landing(work, tier, day - 1), _floor(work.member))
    write_change(work, -1, work.plan.midnights[day], landing, reason)
    stand_on(work.plan, work.member, landing, day)


@compiled
def _floor(member: Member) -> int:
    return member.header[Header.FLOOR_TIER]


@compiled
def _keeps(work: Work, tier: int, day: int) -> bool:
    return tier == 0 or holds(work, work.plan.tiers[tier, TierColumn.KEEP], -1, day)


@compiled
def _landing(work: Work, tier: int, day: int) -> int:
    """The tier a member falls to from `tier`."""
    landing = tier - 1
    if work.plan.ladder[LadderColumn.ONE_TIER] == 1:
        return landing
    while landing > 0 and not _keeps(work, landing, day):
        landing -= 1
    return landing
