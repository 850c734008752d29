"""What time alone brings, each thing at its own instant."""

from __future__ import annotations

from datetime import date, timedelta

from bench.interpreter.accounts import expire, release
from bench.interpreter.days import NEVER, anniversary, first_instant, local_time, next_period
from bench.interpreter.member import Context, Hold, Member, Moment
from bench.interpreter.spending import end_hold
from bench.interpreter.tiers import end_floor, end_grace, end_lock, review


def pass_time(context: Context, member: Member, instant: int) -> None:
    """Let time pass up to and with an instant; a hold that times out comes before what its day brings."""
    today = local_time(instant, context.zone).date()
    while True:
        held, day = _next_hold(member), _next_day(context, member)
        due = first_instant(day, context.zone) if day <= today else None
        if held is not None and held.ends_at <= instant and (due is None or held.ends_at <= due):
            ended = local_time(held.ends_at, context.zone).date()
            end_hold(context, member, Moment(held.ends_at, ended), held)
        elif due is not None:
            _pass_day(context, member, day)
        else:
            break
    member.passed = max(member.passed, today)


def _pass_day(context: Context, member: Member, day: date) -> None:
    """What a day brings at its first instant."""
    expire(context, member, day)
    release(context, member, day)
    end_lock(context, member, day)
    end_floor(context, member, day)
    end_grace(context, member, day)
    reason = _looked_at(context, member, day)
    if reason is not None and member.fell_on != day:
        review(context, member, Moment(first_instant(day, context.zone), day), reason)
    member.passed = day


def _next_hold(member: Member) -> Hold | None:
    """The open hold that times out first."""
    return min((hold for hold in member.holds.values() if hold.draws), key=lambda hold: hold.ends_at, default=None)


def _next_day(context: Context, member: Member) -> date:
    """The first day not yet passed on which time brings something."""
    lots = [lot for wallet in context.wallets for lot in member.open_lots(wallet)]
    days = [lot.expires_on for lot in lots] + [lot.spendable_on for lot in lots if lot.pending]
    days += [day for day in (member.locked_until, member.floor_until, member.grace_until) if day is not None]
    if member.tier:
        days.append(_next_look(context, member))
    return min(days, default=NEVER)


def _next_look(context: Context, member: Member) -> date:
    """The next day on which tiers are reviewed or evaluated."""
    ladder, passed = context.programme.ladder, member.passed
    if ladder.evaluation is not None and ladder.evaluation.every == "anniversary":
        enrolled = member.enrolled or passed
        years = range(max(passed.year, enrolled.year + 1), passed.year + 3)
        return next(day for year in years if (day := anniversary(enrolled, year)) > passed)
    every = ladder.evaluation or ladder.review
    return NEVER if every is None else next_period(passed, every.every)


def _looked_at(context: Context, member: Member, day: date) -> str | None:
    """Why tiers are looked at on a day: its review, or its evaluation, in whose place reviews change nothing."""
    ladder = context.programme.ladder
    if ladder.evaluation is None:
        at_review = ladder.review is not None and _begins(day, ladder.review.every)
        return "REVIEWED" if at_review else None
    if ladder.evaluation.every != "anniversary":
        return "EVALUATED" if _begins(day, ladder.evaluation.every) else None
    enrolled = member.enrolled or day
    return "EVALUATED" if day.year > enrolled.year and day == anniversary(enrolled, day.year) else None


def _begins(day: date, period: str) -> bool:
    return next_period(day - timedelta(days=1), period) == day
