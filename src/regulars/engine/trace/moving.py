"""Steps of entries that move points without earning them: spending, holding, coming back, owing, expiring."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.engine.compile import CompiledProgramme
from regulars.engine.states import RuleIndex
from regulars.engine.time import date_of
from regulars.engine.trace.texts import MODES
from regulars.engine.trace.types import Step, TraceInput
from regulars.engine.trace.units import both, local_date, points_text

Steps = Iterator[Step]


def spend_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """The lots drawn, and what no lot had."""
    yield from _draws(entry, programme)
    yield from _debt(entry, programme)


def fee_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """The fee of a gift, and the lots it was drawn from."""
    yield Step("fee", {"points": _points(entry, programme, -entry.points)})
    yield from spend_steps(entry, programme)


def hold_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """What is held, and from which lots."""
    yield Step("hold", {"points": _points(entry, programme, entry.held)})
    yield from spend_steps(entry, programme)


def capture_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """What of a hold is spent."""
    yield Step("capture", {"hold": _hold(entry), "points": _points(entry, programme, -entry.held)})


def unhold_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """Why held points come back, and to which lots."""
    points = _points(entry, programme, -entry.held)
    kind = "" if entry.body is None else entry.body["kind"]
    if kind in ("capture", "release"):
        code = "unhold.rest" if kind == "capture" else "unhold.released"
        yield Step(code, {"hold": _hold(entry), "points": points})
    else:
        yield Step("unhold.timed_out", {"points": points})
    yield from _draws(entry, programme)
    yield from _lowered(entry, programme)


def release_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """Which lot can be spent from now on, and what it waited for."""
    told = {"earned": _earned(entry, programme), "points": _points(entry, programme, -entry.pending)}
    pending = programme.document.wallets[entry.wallet].pending
    if entry.body is not None and entry.body["kind"] == "activity":
        order, activity = str(entry.body.get("order_id", "?")), str(entry.body.get("name", "?"))
        yield Step("release.activity", {**told, "activity": activity, "order": order})
    elif pending is not None and pending.days is not None:
        yield Step("release.days", {**told, "days": pending.days})
    else:
        yield Step("release.later", {**told})
    yield from _repaid(entry, programme)


def return_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """Which order's points come back, to which lots, and whether they are good for longer."""
    order = str((entry.body or {}).get("order_id", "?"))
    yield Step("return", {"order": order, "points": _points(entry, programme, entry.points)})
    yield from _draws(entry, programme)
    if entry.lot_expires_day is not None and entry.lot_earned_at == entry.occurred_at:
        yield Step("return.new_lot", {"until": date_of(entry.lot_expires_day - 1).isoformat()})
    else:
        yield from _lowered(entry, programme)


def reinstate_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """How much comes back from expiry, and to which lots."""
    yield Step("reinstate", {"points": _points(entry, programme, entry.points)})
    yield from _draws(entry, programme)


def merge_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """What is moved with a merge."""
    sizes = (abs(entry.points), abs(entry.pending), abs(entry.owed))
    points, pending, owed = (_points(entry, programme, size) for size in sizes)
    yield Step("merge.moved", {"points": points, "pending": pending, "owed": owed})


def offset_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """What was owed, and what of a new lot goes towards it."""
    yield Step(
        "offset",
        {
            "earned": _earned(entry, programme),
            "percent": programme.document.policies.recovery_offset_percent,
            **_owed(entry, programme),
        },
    )


def write_off_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """What was owed, and what of it is forgiven."""
    yield Step("written_off", _owed(entry, programme))


def expire_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """Which lot expired, and what was left of it."""
    if entry.lot_expires_day is not None:
        until = date_of(entry.lot_expires_day - 1).isoformat()
        points = _points(entry, programme, -entry.given)
        yield Step("expire", {"earned": _earned(entry, programme), "until": until, "points": points})


def refund_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """What is to be taken back, from where it is taken, and what is owed, becomes debt or is lost."""
    if entry.lot_earned_at is not None:
        points = _points(entry, programme, entry.uncapped)
        rule = _reason(entry.rule, programme)
        yield Step("refund.due", {"earned": _earned(entry, programme), "points": points, "rule": rule})
    if entry.pending < 0:
        yield Step("refund.pending", {"points": _points(entry, programme, -entry.pending)})
    yield from _draws(entry, programme)
    yield from _debt(entry, programme)
    if entry.owed > 0:
        owed = _points(entry, programme, entry.owed_after)
        yield Step("owed.made", {"points": _points(entry, programme, entry.owed), "owed": owed})
    lost = entry.uncapped + entry.given - entry.owed
    if lost > 0:
        yield Step("refund.lost", {"points": _points(entry, programme, lost)})


def restate_steps(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """That history was put right."""
    yield Step("restate", {"points": _points(entry, programme, entry.points)})


def _points(entry: TraceInput, programme: CompiledProgramme, points: int) -> str:
    return points_text(programme, entry.wallet, points)


def _earned(entry: TraceInput, programme: CompiledProgramme) -> str:
    """The day on which the entry's lot was made."""
    return local_date(programme, entry.occurred_at if entry.lot_earned_at is None else entry.lot_earned_at)


def _hold(entry: TraceInput) -> str:
    return str((entry.body or {}).get("hold_id", "?"))


def _owed(entry: TraceInput, programme: CompiledProgramme) -> dict[str, str]:
    """What was owed before, by how much it shrank, and what is left."""
    sizes = {"before": entry.owed_after - entry.owed, "points": -entry.owed, "left": entry.owed_after}
    return {name: _points(entry, programme, size) for name, size in sizes.items()}


def _draws(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """Each lot drawn from or given back to."""
    for draw in entry.draws:
        code = "draw" if draw.points > 0 else "given_back"
        points = _points(entry, programme, abs(draw.points))
        yield Step(code, {"points": points, "earned": local_date(programme, draw.earned_at)})


def _debt(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """What was taken and no lot had."""
    missing = -entry.given - sum(draw.points for draw in entry.draws)
    if missing > 0:
        yield Step("debt.made", {"points": _points(entry, programme, missing)})


def _lowered(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """What came back and was drawn as debt."""
    lowered = entry.points + sum(draw.points for draw in entry.draws)
    if lowered > 0:
        yield Step("debt.lowered", {"points": _points(entry, programme, lowered)})


def _repaid(entry: TraceInput, programme: CompiledProgramme) -> Steps:
    """What of a lot repaid a debt."""
    repaid = sum(draw.points for draw in entry.draws)
    if repaid > 0:
        yield Step("debt.repaid", {"points": _points(entry, programme, repaid)})


def _reason(rule: int, programme: CompiledProgramme) -> dict[str, str]:
    """The name of the rule or goal behind a lot, or what else made it."""
    if rule >= 0:
        return both(programme.document.rules[rule].name)
    if rule <= RuleIndex.GOAL:
        return both(programme.document.goals[RuleIndex.GOAL - rule].name)
    return MODES[_OTHERS.get(rule, "grant")]


_OTHERS: dict[int, str] = {
    RuleIndex.TRANSFER: "transfer",
    RuleIndex.OPENING: "opening",
    RuleIndex.RETURN: "returned",
}
