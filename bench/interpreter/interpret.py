"""One member's events, one after another, in the order of docs/concepts/engine.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from bench.interpreter.accounts import expire, make_lot, new_lot, redeem, refusal_of, slide_expiry
from bench.interpreter.columns import basket, event_columns
from bench.interpreter.days import NEVER, local_time, next_period, window_start
from bench.interpreter.earning import earn
from bench.interpreter.member import Context, Event, GoalReached, Member, Moment, Sale, context_of
from bench.interpreter.metrics import member_value, take_in
from bench.interpreter.refunds import refund
from bench.interpreter.tiers import end_floor, end_grace, grant_tier, review, rise
from regulars.engine.programme.model import Programme
from regulars.engine.records import Record


def interpret(programme: Programme, records: Iterable[Record]) -> dict[int, Member]:
    """Every member after all their events, in time order."""
    context = context_of(programme)
    streams: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        streams[record.member].append(record)
    return {number: interpret_member(context, streams[number]) for number in sorted(streams)}


def interpret_member(context: Context, records: list[Record]) -> Member:
    """One member after all their events."""
    member = Member()
    for record in sorted(records, key=lambda record: (record.occurred_at, record.key)):
        before = deepcopy(member) if record.body["kind"] == "redeem" and not record.decided else member
        refusal = apply_event(context, member, record)
        if refusal is not None:  # it leaves no trace
            member = before
            member.refusals[record.seq] = refusal
    return member


def apply_event(context: Context, member: Member, record: Record) -> str | None:
    """Apply one event, after what time alone brings until then, or say why not: the member is then spoilt."""
    body, local = record.body, local_time(record.occurred_at, context.zone)
    moment = Moment(record.occurred_at, local.date(), record.seq)
    pass_time(context, member, moment.day)
    if body["kind"] == "tick":
        return None
    if body["kind"] == "redeem" and not record.decided:
        refusal = refusal_of(context, member, body["wallet"], body["points"])
        if refusal is not None:
            return refusal
    if member.enrolled is None:
        member.enrolled = moment.day
    member.birth_month = body.get("birth_month", member.birth_month)
    before = _goal_values(context, member, moment.day)
    columns = event_columns(context, body, local.date(), local.hour)
    event = Event(moment, body, columns, basket(context, body, columns))
    if body["kind"] != "refund":
        take_in(context, member, event)
        earn(context, member, event)
    _act(context, member, event)
    if body["kind"] in ("purchase", "activity"):
        slide_expiry(context, member, moment.day)
    _reach_goals(context, member, moment, before)
    rise(context, member, moment)
    return None


def _act(context: Context, member: Member, event: Event) -> None:
    """What only some kinds of events do."""
    moment, body = event.moment, event.body
    until = date.fromisoformat(body["until"]) + timedelta(days=1) if "until" in body else None
    match body["kind"]:
        case "purchase" if "order_id" in body:
            member.sales.setdefault(body["order_id"], Sale(event))
        case "refund":
            refund(context, member, moment, body)
        case "redeem":
            redeem(context, member, moment, body["wallet"], body["points"])
        case "grant":
            lot = new_lot(context, member, moment, body["wallet"], body["points"])
            lot.rule, lot.expires_on = "grant", until or lot.expires_on
            make_lot(member, moment, lot, "GRANT")
        case "tier_grant":
            grant_tier(member, moment, context.tiers.index(body["tier"]), until)


def pass_time(context: Context, member: Member, today: date) -> None:
    """Let days pass up to and with today: expiry, the end of a floor, the end of grace, the review."""
    while (day := _next_due(context, member)) <= today:
        expire(context, member, day)
        end_floor(context, member, day)
        end_grace(context, member, day)
        if _is_review_day(context, day) and member.tier_since != day:
            review(context, member, day, "REVIEWED")
        member.passed = day
    member.passed = max(member.passed, today)


def _next_due(context: Context, member: Member) -> date:
    """The first day not yet passed on which time brings something."""
    days = [lot.expires_on for wallet in context.wallets for lot in member.open_lots(wallet)]
    days += [day for day in (member.floor_until, member.grace_until) if day is not None]
    if member.tier and context.programme.ladder.review is not None:
        days.append(next_period(member.passed, context.programme.ladder.review.every))
    return min(days, default=NEVER)


def _is_review_day(context: Context, day: date) -> bool:
    review_calendar = context.programme.ladder.review
    if review_calendar is None:
        return False
    return next_period(day - timedelta(days=1), review_calendar.every) == day


def _goal_values(context: Context, member: Member, day: date) -> dict[str, Any]:
    return {goal.id: member_value(context, member, day, goal.metric) for goal in context.programme.goals}


def _reach_goals(context: Context, member: Member, moment: Moment, before: dict[str, Any]) -> None:
    """Note the goals that the event reached, and award their points."""
    after = _goal_values(context, member, moment.day)
    metrics = {metric.id: metric for metric in context.programme.metrics}
    for goal in context.programme.goals:
        start = window_start(metrics[goal.metric].window, moment.day, member.enrolled or moment.day)
        missed = not before[goal.id] < goal.target <= after[goal.id]
        if missed or (goal.id, start) in member.reached:
            continue
        member.reached.add((goal.id, start))
        member.goals.append(GoalReached(moment.instant, moment.seq, goal.id, start))
        if goal.wallet is not None and goal.points is not None:
            points = int(goal.points * context.units(goal.wallet))
            lot = new_lot(context, member, moment, goal.wallet, points)
            lot.rule = f"goal {goal.id}"
            make_lot(member, moment, lot, "EARN")
