"""From a transaction to the steps that explain it: its event, its reason, its lots, its effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import TransactionKind
from regulars.engine.states import RuleIndex
from regulars.engine.time import date_of
from regulars.engine.trace.earning import earn_steps, lot_steps
from regulars.engine.trace.texts import MODES
from regulars.engine.trace.types import Param, Step, Trace, TraceInput
from regulars.engine.trace.units import both, local_date, local_moment, money_text, points_text, wallet_name


def explain(entry: TraceInput, programme: CompiledProgramme) -> Trace:
    """Why the transaction is as it is. `programme` is the version that was in force."""
    told = {
        TransactionKind.EARN: earn_steps,
        TransactionKind.REDEEM: _redeem,
        TransactionKind.EXPIRE: _expire,
        TransactionKind.GRANT: lot_steps,
        TransactionKind.REFUND: _refund,
        TransactionKind.RESTATE: _restate,
    }[entry.kind]
    name, points = wallet_name(programme, entry.wallet), _points(entry, programme, entry.points)
    total = Step("total", {"wallet": name, "points": points if entry.points <= 0 else f"+{points}"})
    return Trace((_event(entry, programme), *told(entry, programme), total))


def _event(entry: TraceInput, programme: CompiledProgramme) -> Step:
    at = local_moment(programme, entry.occurred_at)
    if entry.body is None:
        return Step("event.time", {"at": at})
    kind = str(entry.body["kind"])
    params = _event_params(kind, entry.body, programme)
    return Step(f"event.{kind}", {"at": at, **params}) if params else Step("event.other", {"at": at, "name": kind})


def _event_params(kind: str, body: Any, programme: CompiledProgramme) -> dict[str, Param]:
    """What the text of the event's kind says beside its time; nothing for kinds without a text."""
    where = _where(body)
    if kind == "purchase":
        return {"amount": money_text(programme, body.get("amount_minor", 0)), "where": where}
    if kind == "activity":
        return {"name": str(body.get("name", kind)), "where": where}
    if kind == "redeem":
        return {"where": where}
    if kind == "grant":
        return {name: str(body[name]) if name in body else MODES["unknown"] for name in ("reason", "actor")}
    if kind == "refund":
        return {"order": str(body.get("order_id", "?")), "mode": MODES[str(body.get("refund", "full"))]}
    return {}


def _where(body: Any) -> dict[str, str]:
    """Channel and store, as far as they are known."""
    known = [(name, str(body[name])) for name in ("channel", "store") if name in body]
    return {
        language: "".join(MODES[name][language].format(value=value) for name, value in known)
        for language in ("zh", "en")
    }


def _points(entry: TraceInput, programme: CompiledProgramme, points: int) -> str:
    return points_text(programme, entry.wallet, points)


def _draws(entry: TraceInput, programme: CompiledProgramme) -> Iterator[Step]:
    """Each lot drawn from or given back to."""
    for draw in entry.draws:
        code = "draw" if draw.points > 0 else "given_back"
        points = _points(entry, programme, abs(draw.points))
        yield Step(code, {"points": points, "earned": local_date(programme, draw.earned_at)})


def _redeem(entry: TraceInput, programme: CompiledProgramme) -> Iterator[Step]:
    yield from _draws(entry, programme)
    yield from _debt(entry, programme)


def _debt(entry: TraceInput, programme: CompiledProgramme) -> Iterator[Step]:
    """What was taken and no lot had."""
    missing = -entry.points - sum(draw.points for draw in entry.draws)
    if missing > 0:
        yield Step("debt.made", {"points": _points(entry, programme, missing)})


def _expire(entry: TraceInput, programme: CompiledProgramme) -> Iterator[Step]:
    if entry.lot_earned_at is None or entry.lot_expires_day is None:
        return
    yield Step(
        "expire",
        {
            "earned": local_date(programme, entry.lot_earned_at),
            "until": date_of(entry.lot_expires_day - 1).isoformat(),
            "points": _points(entry, programme, -entry.points),
        },
    )


def _refund(entry: TraceInput, programme: CompiledProgramme) -> Iterator[Step]:
    if entry.lot_earned_at is not None:
        due = {
            "earned": local_date(programme, entry.lot_earned_at),
            "points": _points(entry, programme, entry.uncapped),
        }
        yield Step("refund.due", {**due, "rule": _reason(entry.rule, programme)})
    yield from _draws(entry, programme)
    yield from _debt(entry, programme)
    if entry.uncapped > -entry.points:
        yield Step("refund.lost", {"points": _points(entry, programme, entry.uncapped + entry.points)})


def _reason(rule: int, programme: CompiledProgramme) -> dict[str, str]:
    """The name of the rule or goal behind a lot."""
    if rule >= 0:
        return both(programme.document.rules[rule].name)
    if rule <= RuleIndex.GOAL:
        return both(programme.document.goals[RuleIndex.GOAL - rule].name)
    return MODES["grant"]


def _restate(entry: TraceInput, programme: CompiledProgramme) -> Iterator[Step]:
    yield Step("restate", {"points": _points(entry, programme, entry.points)})
