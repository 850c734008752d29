"""Telling the arrivals context what came in and what became of it, in the transaction that takes it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from regulars.domain.arrivals.operations import count_arrivals
from regulars.domain.arrivals.types import Counted, Taken
from regulars.domain.intake.types.results import Answer, Incoming, Rejection
from regulars.domain.intake.types.values import Reading
from regulars.domain.ledger.types import EventResult, EventStatus

UNKNOWN = frozenset({"member_not_found", "identifier_missing"})


def count_events(reading: Reading, settled: Sequence[tuple[Incoming | Rejection, Answer]]) -> None:
    """Count a batch with what became of each of its events."""
    taken = [
        Taken(_kind(incoming), _name(incoming), incoming.body, answer.member_id, answer.seq)
        for incoming, answer in settled
        if isinstance(incoming, Incoming) and isinstance(answer, EventResult) and answer.status is EventStatus.ACCEPTED
    ]
    counts = Counter(
        Counted(incoming.source[:40], _kind(incoming), _name(incoming), *_outcome(answer))
        for incoming, answer in settled
    )
    count_arrivals(reading.programme_id, reading.now, counts, taken)


def _kind(incoming: Incoming | Rejection) -> str:
    return str(incoming.body["kind"]) if isinstance(incoming, Incoming) else incoming.kind


def _name(incoming: Incoming | Rejection) -> str:
    return str(incoming.body.get("name", ""))[:100] if isinstance(incoming, Incoming) else ""


def _outcome(answer: Answer) -> tuple[str, str]:
    if isinstance(answer, Rejection):
        code = answer.problems[0].code if answer.problems else ""
        return ("unknown" if code in UNKNOWN else "rejected"), code[:40]
    if answer.status is EventStatus.ACCEPTED:
        return ("late" if answer.restated else "accepted"), ""
    known = answer.status is EventStatus.DUPLICATE
    return ("duplicate", "") if known else ("rejected", (answer.code or answer.status.value)[:40])
