"""The first step of an explanation: the event behind an entry, or the calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from regulars.engine.compile import CompiledProgramme
from regulars.engine.trace.texts import MODES
from regulars.engine.trace.types import Param, Step, TraceInput
from regulars.engine.trace.units import both, local_moment, money_text

Body = Mapping[str, Any]
Params = dict[str, Param]


def event_step(entry: TraceInput, programme: CompiledProgramme) -> Step:
    """What happened, when."""
    at = local_moment(programme, entry.occurred_at)
    if entry.body is None:
        return Step("event.time", {"at": at})
    kind = str(entry.body["kind"])
    return Step(f"event.{kind}", {"at": at, **_PARAMS[kind](entry.body, programme)})


def _purchase(body: Body, programme: CompiledProgramme) -> Params:
    amount = body.get("amount_minor", 0) - body.get("order_discount_minor", 0)
    return {"amount": money_text(programme, amount), "where": _where(body)}


def _activity(body: Body, programme: CompiledProgramme) -> Params:
    del programme
    return {"name": str(body.get("name", "?")), "where": _where(body)}


def _redeem(body: Body, programme: CompiledProgramme) -> Params:
    del programme
    return {"where": _where(body)}


def _refund(body: Body, programme: CompiledProgramme) -> Params:
    del programme
    return {"order": str(body.get("order_id", "?")), "mode": MODES[str(body.get("refund", "full"))]}


def _tier_grant(body: Body, programme: CompiledProgramme) -> Params:
    names = {tier.id: both(tier.name) for tier in programme.document.ladder.tiers}
    basis = MODES["status_match"] if body.get("basis") == "status_match" else MODES["nothing"]
    return {"tier": names.get(body["tier"], str(body["tier"])), "basis": basis, **_said(body, programme)}


def _tier_lock(body: Body, programme: CompiledProgramme) -> Params:
    if body.get("lift"):
        lock = MODES["lock_lifted"]
    elif "until" in body:
        lock = {language: text.format(until=body["until"]) for language, text in MODES["locked_until"].items()}
    else:
        lock = MODES["locked"]
    return {"lock": lock, **_said(body, programme)}


def _hold(body: Body, programme: CompiledProgramme) -> Params:
    del programme
    return {"hold": str(body["hold_id"]), "minutes": int(body.get("minutes", 0))}


def _end_of_hold(body: Body, programme: CompiledProgramme) -> Params:
    del programme
    return {"hold": str(body["hold_id"])}


def _return(body: Body, programme: CompiledProgramme) -> Params:
    return {"order": str(body["order_id"]), **_said(body, programme)}


def _write_off(body: Body, programme: CompiledProgramme) -> Params:
    approved: Param = MODES["nothing"]
    if "approved_by" in body:
        approved = {language: text.format(name=body["approved_by"]) for language, text in MODES["approved_by"].items()}
    return {"approved": approved, **_said(body, programme)}


def _until(body: Body, programme: CompiledProgramme) -> Params:
    return {"until": str(body.get("until", "?")), **_said(body, programme)}


def _other(name: str) -> Callable[[Body, CompiledProgramme], Params]:
    """Another member, who stands under this name, and the transfer if there is one."""

    def params(body: Body, programme: CompiledProgramme) -> Params:
        del programme
        return {"member": str(body.get(name, "?")), "transfer": str(body.get("transfer_id", "?"))}

    return params


def _void(body: Body, programme: CompiledProgramme) -> Params:
    return {"number": int(body["voids"]), **_said(body, programme)}


def _said(body: Body, programme: CompiledProgramme) -> Params:
    """Why and by whom."""
    del programme
    return {name: str(body[name]) if name in body else MODES["unknown"] for name in ("reason", "actor")}


def _nothing(body: Body, programme: CompiledProgramme) -> Params:
    del body, programme
    return {}


def _where(body: Body) -> dict[str, str]:
    """Channel and store, as far as they are known."""
    known = [(name, str(body[name])) for name in ("channel", "store") if name in body]
    return {
        language: "".join(MODES[name][language].format(value=value) for name, value in known)
        for language in ("zh", "en")
    }


_PARAMS: dict[str, Callable[[Body, CompiledProgramme], Params]] = {
    "purchase": _purchase,
    "activity": _activity,
    "refund": _refund,
    "redeem": _redeem,
    "grant": _said,
    "tier_grant": _tier_grant,
    "tier_lock": _tier_lock,
    "enrol": _nothing,
    "profile": _nothing,
    "hold": _hold,
    "capture": _end_of_hold,
    "release": _end_of_hold,
    "return": _return,
    "deduct": _said,
    "write_off": _write_off,
    "extend": _until,
    "reinstate": _until,
    "transfer_out": _other("to"),
    "transfer_in": _other("from"),
    "opening": _nothing,
    "merge_out": _other("member"),
    "merge_in": _other("member"),
    "void": _void,
    "restate": _said,
    "tick": _nothing,
}
