"""Metrics over windows: taking events in, and reading a value as seen from a day.

Each metric keeps buckets, oldest first. Rolling windows have one bucket per day, other windows one per period;
for `distinct` a bucket is a value with the day (or period) it was last seen, for `streak` there is one bucket:
the last period and the length.
"""

from __future__ import annotations

from regulars.engine.kernel.calendar import CalendarColumn, Span, last_anniversary
from regulars.engine.kernel.growth import next_bucket
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Measure, Member, MetricColumn, Plan, WindowForm
from regulars.engine.states import Header

NOTHING_FORGOTTEN = -(2**31)
"""Before all days."""


@compiled
def window_from(plan: Plan, member: Member, metric: int, day: int) -> int:
    """The first day of the metric's window as seen from `day`."""
    row = plan.metrics[metric]
    if row[MetricColumn.WINDOW] == WindowForm.ANNIVERSARY:
        return last_anniversary(member.header[Header.ENROLLED_DAY], day)
    return plan.calendar[max(day, 0), row[MetricColumn.STARTS]]


@compiled
def _period_number(plan: Plan, metric: int, day: int) -> int:
    """Consecutive numbers for consecutive periods of a streak."""
    span = plan.metrics[metric, MetricColumn.SPAN]
    if span == Span.DAY:
        return day
    if span == Span.WEEK:
        return (day + 3) // 7
    month = plan.calendar[max(day, 0), CalendarColumn.MONTH_NUMBER]
    if span == Span.MONTH:
        return month
    return month // 3 if span == Span.QUARTER else month // 12


@compiled
def bucket_key(plan: Plan, member: Member, metric: int, day: int) -> int:
    """The bucket in which an event of `day` is counted."""
    form = plan.metrics[metric, MetricColumn.WINDOW]
    if form == WindowForm.ROLLING:
        return day
    if form == WindowForm.LIFETIME:
        return 0
    return window_from(plan, member, metric, day)


@compiled
def metric_value(plan: Plan, member: Member, metric: int, day: int) -> int:
    """The metric's value as seen from `day`, which never lies before a day asked for earlier.

    What has left the window is forgotten.
    """
    measure = plan.metrics[metric, MetricColumn.MEASURE]
    if measure == Measure.STREAK:
        return _streak_value(plan, member, metric, day)
    start = window_from(plan, member, metric, day)
    if member.forgotten[metric] != start:
        member.forgotten[metric] = start
        if measure == Measure.DISTINCT:
            _forget_values(member, metric, start)
        else:
            _forget_buckets(member, metric, start)
    if measure == Measure.DISTINCT:
        return member.bucket_tail[metric] - member.bucket_head[metric]
    return member.bucket_total[metric]


@compiled
def _streak_value(plan: Plan, member: Member, metric: int, day: int) -> int:
    head = member.bucket_head[metric]
    if head == member.bucket_tail[metric]:
        return 0
    now = _period_number(plan, metric, day)
    if now - member.bucket_keys[metric, head] > 1:
        return 0
    return member.bucket_values[metric, head]


@compiled
def _forget_buckets(member: Member, metric: int, start: int) -> None:
    """Drop the buckets of before `start`."""
    head = member.bucket_head[metric]
    while head < member.bucket_tail[metric] and member.bucket_keys[metric, head] < start:
        member.bucket_total[metric] -= member.bucket_values[metric, head]
        head += 1
    member.bucket_head[metric] = head


@compiled
def _forget_values(member: Member, metric: int, start: int) -> None:
    """Drop the distinct values last seen before `start`."""
    kept = member.bucket_head[metric]
    for bucket in range(kept, member.bucket_tail[metric]):
        if member.bucket_keys[metric, bucket] >= start:
            member.bucket_keys[metric, kept] = member.bucket_keys[metric, bucket]
            member.bucket_values[metric, kept] = member.bucket_values[metric, bucket]
            kept += 1
    member.bucket_tail[metric] = kept


@compiled
def take_in(plan: Plan, member: Member, metric: int, day: int, value: int) -> None:
    """Count an event of `day`; days never go back."""
    measure = plan.metrics[metric, MetricColumn.MEASURE]
    if measure == Measure.STREAK:
        _take_in_streak(plan, member, metric, day)
        return
    key = bucket_key(plan, member, metric, day)
    metric_value(plan, member, metric, day)  # forgets what has left the window, so that states stay small
    if measure == Measure.DISTINCT:
        _take_in_distinct(member, metric, key, value)
        return
    tail = member.bucket_tail[metric]
    if tail > member.bucket_head[metric] and member.bucket_keys[metric, tail - 1] == key:
        member.bucket_values[metric, tail - 1] += value
    else:
        tail = next_bucket(member, metric)
        member.bucket_keys[metric, tail] = key
        member.bucket_values[metric, tail] = value
    member.bucket_total[metric] += value


@compiled
def _take_in_streak(plan: Plan, member: Member, metric: int, day: int) -> None:
    now = _period_number(plan, metric, day)
    head = member.bucket_head[metric]
    if head == member.bucket_tail[metric]:
        head = next_bucket(member, metric)
        member.bucket_values[metric, head] = 1
    else:
        last = member.bucket_keys[metric, head]
        if now == last + 1:
            member.bucket_values[metric, head] += 1
        elif now > last:
            member.bucket_values[metric, head] = 1
    member.bucket_keys[metric, head] = now


@compiled
def _take_in_distinct(member: Member, metric: int, key: int, value: int) -> None:
    for bucket in range(member.bucket_head[metric], member.bucket_tail[metric]):
        if member.bucket_values[metric, bucket] == value:
            member.bucket_keys[metric, bucket] = key
            return
    tail = next_bucket(member, metric)
    member.bucket_keys[metric, tail] = key
    member.bucket_values[metric, tail] = value


@compiled
def take_back(plan: Plan, member: Member, metric: int, day: int, value: int) -> None:
    """Lower the bucket of `day` by `value`, if the metric still holds it."""
    key = bucket_key(plan, member, metric, day)
    low = member.bucket_head[metric]
    high = member.bucket_tail[metric]
    while low < high:
        middle = (low + high) // 2
        if member.bucket_keys[metric, middle] < key:
            low = middle + 1
        else:
            high = middle
    if low < member.bucket_tail[metric] and member.bucket_keys[metric, low] == key:
        member.bucket_values[metric, low] -= value
        member.bucket_total[metric] -= value
