"""From a transaction to the steps that explain it: its event, its reason, its lots, its effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import TransactionKind
from regulars.engine.trace import moving
from regulars.engine.trace.earning import earn_steps, lot_steps
from regulars.engine.trace.events import event_step
from regulars.engine.trace.types import Step, Trace, TraceInput
from regulars.engine.trace.units import points_text, wallet_name

_STEPS: dict[TransactionKind, Callable[[TraceInput, CompiledProgramme], Iterator[Step]]] = {
    TransactionKind.EARN: earn_steps,
    TransactionKind.REDEEM: moving.spend_steps,
    TransactionKind.EXPIRE: moving.expire_steps,
    TransactionKind.GRANT: lot_steps,
    TransactionKind.REFUND: moving.refund_steps,
    TransactionKind.RESTATE: moving.restate_steps,
    TransactionKind.RELEASE: moving.release_steps,
    TransactionKind.HOLD: moving.hold_steps,
    TransactionKind.CAPTURE: moving.capture_steps,
    TransactionKind.UNHOLD: moving.unhold_steps,
    TransactionKind.RETURN: moving.return_steps,
    TransactionKind.TRANSFER_OUT: moving.spend_steps,
    TransactionKind.TRANSFER_IN: lot_steps,
    TransactionKind.REINSTATE: moving.reinstate_steps,
    TransactionKind.OPENING: lot_steps,
    TransactionKind.MERGE_OUT: moving.merge_steps,
    TransactionKind.MERGE_IN: moving.merge_steps,
    TransactionKind.DEDUCT: moving.spend_steps,
    TransactionKind.OFFSET: moving.offset_steps,
    TransactionKind.WRITE_OFF: moving.write_off_steps,
    TransactionKind.FEE: moving.fee_steps,
}


def explain(entry: TraceInput, programme: CompiledProgramme) -> Trace:
    """Why the transaction is as it is. `programme` is the version that was in force."""
    steps = _STEPS[entry.kind](entry, programme)
    return Trace((event_step(entry, programme), *steps, *_totals(entry, programme)))


def _totals(entry: TraceInput, programme: CompiledProgramme) -> Iterator[Step]:
    """What the entry changed beside the balance, and the balance, which comes last."""
    for code, points in (("pending", entry.pending), ("held", entry.held), ("owed", entry.owed)):
        if points:
            yield _total(f"total.{code}", points, entry, programme)
    yield _total("total", entry.points, entry, programme)


def _total(code: str, points: int, entry: TraceInput, programme: CompiledProgramme) -> Step:
    text = points_text(programme, entry.wallet, points)
    return Step(code, {"wallet": wallet_name(programme, entry.wallet), "points": f"+{text}" if points > 0 else text})
