"""What must hold after any trouble: answers are true, nothing is lost or counted twice, the ledger proves itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.faults.sender import SOURCE, answers_in


@dataclass(frozen=True)
class Verdict:
    """What was found; `complaints` is empty when everything holds."""

    answers: int
    accepted: int
    refused: int
    events: int
    complaints: tuple[str, ...]


def judge(programme_id: int, notes: Path) -> Verdict:
    """Hold the answers that senders noted against the ledger, and prove the ledger in both ways."""
    from django.db import connection

    from regulars.domain.proofs.checks import verify_ledger, verify_replay

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_id, count(*) FROM ledger_event WHERE programme_id = %s AND source = %s GROUP BY event_id",
            [programme_id, SOURCE],
        )
        logged = dict(cursor.fetchall())
    answers = [answer for path in sorted(notes.iterdir()) for answer in answers_in(path)]
    complaints = list(_complaints(answers, logged))
    for report in (verify_ledger(programme_id), verify_replay(programme_id)):
        complaints += [str(divergence) for divergence in report.divergences]
    statuses = Counter(status for _, status in answers)
    return Verdict(len(answers), statuses["accepted"], statuses["refused"], sum(logged.values()), tuple(complaints))


def _complaints(answers: list[tuple[str, str]], logged: dict[str, int]) -> Iterable[str]:
    known = {"accepted", "duplicate", "refused"}
    accepted = Counter(name for name, status in answers if status == "accepted")
    standing = {name for name, status in answers if status in {"accepted", "duplicate"}}
    strange = Counter(status for _, status in answers if status not in known)
    if strange:
        yield f"answers that no event may get: {dict(strange)}"
    yield from (f"{name} was accepted {count} times" for name, count in accepted.items() if count > 1)
    yield from (f"{name} is in the ledger {count} times" for name, count in logged.items() if count > 1)
    yield from (f"{name} was answered as accepted and is not in the ledger" for name in sorted(standing - set(logged)))
    yield from (f"{name} is in the ledger and was never answered" for name in sorted(set(logged) - standing))
