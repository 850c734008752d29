"""The ladder: immediate rises, reviews, grace, soft landing, floors; and all that time alone brings."""

from __future__ import annotations

from regulars.engine.kernel.calendar import Span, next_period_start
from regulars.engine.kernel.evaluate import holds
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import (
    Count,
    EventColumn,
    LadderColumn,
    Member,
    Plan,
    TierColumn,
    Work,
    Written,
)
from regulars.engine.kernel.lots import expire_lots
from regulars.engine.outcome import TierChange, TierReason
from regulars.engine.states import NEVER_DAY, Header


@compiled
def write_change(work: Work, event: int, at: int, tier: int, reason: int) -> None:
    """Note that the member moves to `tier` (or stays, when grace starts)."""
    row = work.out.written[Written.CHANGES]
    work.out.written[Written.CHANGES] = row + 1
    change = work.out.changes[row]
    change[TierChange.MEMBER] = work.member.counts[Count.ROW]
    change[TierChange.EVENT] = event
    change[TierChange.OCCURRED_AT] = at
    change[TierChange.FROM] = work.member.header[Header.TIER]
    change[TierChange.TO] = tier
    change[TierChange.REASON] = reason


@compiled
def _stand_on(plan: Plan, member: Member, tier: int, day: int) -> None:
    """Put the member on a tier from `day`; reviews run only above the first tier."""
    member.header[Header.TIER] = tier
    member.header[Header.TIER_SINCE_DAY] = day
    member.header[Header.GRACE_UNTIL_DAY] = 0
    span = plan.ladder[LadderColumn.REVIEW]
    if tier == 0 or span == Span.EVENT:
        member.header[Header.NEXT_REVIEW_DAY] = 0
    elif member.header[Header.NEXT_REVIEW_DAY] == 0:
        member.header[Header.NEXT_REVIEW_DAY] = next_period_start(day, span)


@compiled
def rise(work: Work, event: int) -> None:
    """Move up at once to the highest tier whose `enter` holds."""
    day = work.columns.facts[event, EventColumn.DAY]
    for tier in range(len(work.plan.tiers) - 1, work.member.header[Header.TIER], -1):
        if holds(work, work.plan.tiers[tier, TierColumn.ENTER], -1, day):
            write_change(work, event, work.columns.facts[event, EventColumn.AT], tier, TierReason.ENTERED)
            _stand_on(work.plan, work.member, tier, day)
            return


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
        _stand_on(work.plan, work.member, tier, facts[EventColumn.DAY])


@compiled
def next_due_day(member: Member) -> int:
    """The next day on which time alone may change the member; `NEVER_DAY`: none."""
    due = member.counts[Count.NEXT_EXPIRY]
    if member.header[Header.GRACE_UNTIL_DAY] > 0:
        due = min(due, member.header[Header.GRACE_UNTIL_DAY])
    if member.header[Header.NEXT_REVIEW_DAY] > 0:
        due = min(due, member.header[Header.NEXT_REVIEW_DAY])
    if member.header[Header.FLOOR_TIER] > 0:
        due = min(due, member.header[Header.FLOOR_UNTIL_DAY])
    return due


@compiled
def pass_time(work: Work, day: int) -> None:
    """Apply everything that time brings up to and on `day`, each at the first instant of its own day."""
    due = next_due_day(work.member)
    while due <= day:
        if work.member.counts[Count.NEXT_EXPIRY] <= due and expire_lots(work, due):
            _set_clock(work.plan, work.member, due)
        _end_floor(work, due)
        _end_grace(work, due)
        _review(work, due)
        due = next_due_day(work.member)


@compiled
def _set_clock(plan: Plan, member: Member, day: int) -> None:
    """Effects of time come before every event of the same instant."""
    at = plan.midnights[day]
    if at > member.header[Header.CLOCK]:
        member.header[Header.CLOCK] = at
        member.header[Header.CLOCK_KEY] = -(2**63)


@compiled
def _end_floor(work: Work, day: int) -> None:
    if work.member.header[Header.FLOOR_TIER] == 0 or work.member.header[Header.FLOOR_UNTIL_DAY] > day:
        return
    work.member.header[Header.FLOOR_TIER] = 0
    work.member.header[Header.FLOOR_UNTIL_DAY] = 0
    _set_clock(work.plan, work.member, day)
    if work.member.header[Header.GRACE_UNTIL_DAY] <= 0:
        _look(work, day, TierReason.FLOOR_ENDED)


@compiled
def _end_grace(work: Work, day: int) -> None:
    until = work.member.header[Header.GRACE_UNTIL_DAY]
    if until <= 0 or until > day:
        return
    work.member.header[Header.GRACE_UNTIL_DAY] = -1  # one grace a stay
    _set_clock(work.plan, work.member, day)
    _look(work, day, TierReason.GRACE_ENDED)


@compiled
def _review(work: Work, day: int) -> None:
    due = work.member.header[Header.NEXT_REVIEW_DAY]
    if due == 0 or due > day:
        return
    work.member.header[Header.NEXT_REVIEW_DAY] = next_period_start(due, work.plan.ladder[LadderColumn.REVIEW])
    _set_clock(work.plan, work.member, day)
    moved_today = work.member.header[Header.TIER_SINCE_DAY] == day  # nobody falls twice in a day
    if work.member.header[Header.GRACE_UNTIL_DAY] <= 0 and not moved_today:
        _look(work, day, TierReason.REVIEWED)


@compiled
def _look(work: Work, day: int, reason: int) -> None:
    """Keep the member on the tier, start grace, or let them fall; windows are seen from the day before."""
    tier = work.member.header[Header.TIER]
    if tier <= _floor(work.member) or _keeps(work, tier, day - 1):
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
    _stand_on(work.plan, work.member, landing, day)


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
