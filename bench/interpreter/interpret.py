"""One member's events, one after another, in the order of docs/concepts/engine.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy

from bench.interpreter.accounts import release_order, slide_expiry
from bench.interpreter.columns import basket, event_columns, shared_out
from bench.interpreter.credits import bring_lots, extend, first_day_after, grant, reinstate, write_off
from bench.interpreter.days import local_time
from bench.interpreter.earning import earn
from bench.interpreter.goals import goal_values, reach_goals
from bench.interpreter.member import Context, Event, Member, Moment, Sale, context_of
from bench.interpreter.metrics import take_in
from bench.interpreter.passing import pass_time
from bench.interpreter.refunds import refund
from bench.interpreter.spending import (
    REFUSABLE,
    capture,
    end_hold,
    hold,
    redeem,
    refusal_of,
    return_by_event,
    take_out,
)
from bench.interpreter.tiers import begin_trial, grant_tier, lock, rise
from regulars.engine.programme.model import Programme
from regulars.engine.records import Body, Record

MEASURED = {"purchase", "activity", "redeem", "grant", "tier_grant", "enrol", "profile"}
"""Kinds of events that are measured and earn."""

PASSING = {"tick", "void", "restate"}
"""Kinds of events that only let time pass."""


def interpret(programme: Programme, records: Iterable[Record]) -> dict[int, Member]:
    """Every member after all their events, in time order."""
    context = context_of(programme)
    streams: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        streams[record.member].append(record)
    return {number: interpret_member(context, streams[number]) for number in sorted(streams)}


def interpret_member(context: Context, records: Sequence[Record]) -> Member:
    """One member after all their events."""
    member = Member()
    for record in sorted(not_voided(records), key=lambda record: (record.occurred_at, record.key)):
        open_question = record.body["kind"] in REFUSABLE and not record.decided
        before = deepcopy(member) if open_question else member
        refusal = apply_event(context, member, record)
        if refusal is not None:  # it leaves no trace
            member = before
            member.refusals[record.seq] = refusal
    return member


def not_voided(records: Sequence[Record]) -> list[Record]:
    """The events that no later event has taken out of history."""
    voided: set[int] = set()
    for record in sorted(records, key=lambda record: record.seq, reverse=True):
        if record.body["kind"] == "void" and record.seq not in voided:
            voided.add(record.body["voids"])
    return [record for record in records if record.seq not in voided]


def apply_event(context: Context, member: Member, record: Record) -> str | None:
    """Apply one event, after what time alone brings until then, or say why not: the member is then spoilt."""
    local = local_time(record.occurred_at, context.zone)
    moment = Moment(record.occurred_at, local.date(), record.seq)
    pass_time(context, member, moment.instant)
    body = record.body
    if body["kind"] in PASSING:
        return None
    if body["kind"] in REFUSABLE and not record.decided:
        refusal = refusal_of(context, member, body)
        if refusal is not None:
            return refusal
    _get_to_know(context, member, moment, body)
    before = goal_values(context, member, moment)
    if body["kind"] in MEASURED:
        shared = shared_out(body)
        columns = event_columns(context, shared, local.date(), local.hour)
        event = Event(moment, body, columns, basket(context, shared, columns))
        take_in(context, member, event)
        earn(context, member, event)
        if body["kind"] == "purchase" and "order_id" in body:
            member.sales.setdefault(body["order_id"], Sale(event))
    _act(context, member, moment, body)
    if body["kind"] in ("purchase", "activity"):
        slide_expiry(context, member, moment.day)
    reach_goals(context, member, moment, before)
    rise(context, member, moment)
    return None


def _get_to_know(context: Context, member: Member, moment: Moment, body: Body) -> None:
    """Enrol a new member, and note what an event says of the member."""
    if member.enrolled is None:
        member.enrolled = moment.day
        if body["kind"] != "opening":
            begin_trial(context, member, moment)
    if body["kind"] in ("enrol", "profile"):
        member.birth_month = body.get("birth_month", member.birth_month)
        member.attributes |= body.get("attributes", {})


def _act(context: Context, member: Member, moment: Moment, body: Body) -> None:
    """What only some kinds of events do."""
    match body["kind"]:
        case "activity" if "order_id" in body:
            release_order(context, member, moment, body["name"], body["order_id"])
        case "refund":
            refund(context, member, moment, body)
        case "grant":
            grant(context, member, moment, body)
        case "tier_grant":
            grant_tier(member, moment, context.tiers.index(body["tier"]), first_day_after(body))
        case "tier_lock":
            lock(context, member, moment, body)
        case "transfer_in" | "opening":
            bring_lots(context, member, moment, body)
            if "tier" in body:
                grant_tier(member, moment, context.tiers.index(body["tier"]), first_day_after(body))
        case "write_off":
            write_off(member, moment, body)
        case "extend":
            extend(member, body)
        case "reinstate":
            reinstate(member, moment, body)
        case _:
            _spend(context, member, moment, body)


def _spend(context: Context, member: Member, moment: Moment, body: Body) -> None:
    """What events do that take points, or give back what others took."""
    match body["kind"]:
        case "redeem":
            redeem(context, member, moment, body)
        case "hold":
            hold(member, moment, body)
        case "capture":
            capture(context, member, moment, body)
        case "release" if body["hold_id"] in member.holds:
            end_hold(context, member, moment, member.holds[body["hold_id"]])
        case "return":
            return_by_event(context, member, moment, body)
        case "deduct":
            take_out(member, moment, body["wallet"], body["points"], "DEDUCT")
        case "transfer_out":
            take_out(member, moment, body["wallet"], body["points"], "TRANSFER_OUT")
            take_out(member, moment, body["wallet"], body.get("fee", 0), "FEE")
