"""A process that gives members their pasts, corrects the rules they earned by, and restates them all.

Each member gets a late purchase, earlier than everything else, while a version that gives twice the points has been in
force since before that. So all lots that rules made are superseded, and tiers and redemptions come out otherwise.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import yaml

from bench.figure import seconds
from bench.history.past import NOW, Past
from bench.ingest.door import CLUB
from regulars.domain.ledger.types import EventStatus, NewEvent

if TYPE_CHECKING:
    from regulars.domain.programmes.types import LiveProgramme

EVENTS = 100
PACE = 84 * 3600 * 1_000_000
"""Between one event and the next: a hundred events fill a year."""

SINCE = NOW - (EVENTS + 2) * PACE
LATE_AT = NOW - (EVENTS + 1) * PACE
SENT_AT_ONCE = 5
"""Members whose pasts are sent in one batch."""

REPLAYED_AT_ONCE = 500
"""Members, with fifty thousand events: as many as a restatement replays at the most."""


def main(count: int) -> None:
    """Print the seconds of restating so many members and of replaying them, the batches, and the version since then."""
    import django

    django.setup()
    from regulars.domain.corrections.operations.restating import CHUNK
    from regulars.domain.programmes.operations import install_programme
    from regulars.domain.programmes.queries import live_programme

    programme = install_programme(CLUB.read_text(encoding="utf-8"), actor="bench")
    for members in parts(count, SENT_AT_ONCE):
        apply(programme, [event for member in members for event in Past(member, EVENTS, PACE).events(EVENTS)])
    correct(programme)
    late = [[late_purchase(member) for member in members] for members in parts(count, CHUNK)]
    restating = seconds(lambda: [apply(programme, batch) for batch in late])
    corrected = live_programme(programme.id)
    replaying = seconds(lambda: [replay(corrected, members) for members in parts(count, REPLAYED_AT_ONCE)])
    times = {"restating": restating, "replaying": replaying}
    print(json.dumps({**times, "batches": len(late), "version": corrected.version_id}))


def parts(count: int, size: int) -> Iterator[range]:
    """The members from 1 to `count`, so many at once."""
    for first in range(1, count + 1, size):
        yield range(first, min(first + size, count + 1))


def apply(programme: LiveProgramme, events: list[NewEvent]) -> None:
    """Send a batch, of which nothing may be refused."""
    from regulars.domain.ledger.operations import apply_batch

    for event, answer in zip(events, apply_batch(programme.id, events), strict=True):
        if answer.status is not EventStatus.ACCEPTED:
            raise RuntimeError(f"{event.body} was answered {answer.status} {answer.code}")


def correct(programme: LiveProgramme) -> None:
    """Let each rule of a rate have given twice the points since before all events."""
    from regulars.domain.programmes import operations
    from regulars.domain.programmes.types import Correction, Decision, NewDraft

    document = yaml.safe_load(CLUB.read_text(encoding="utf-8"))
    for rule in document["rules"]:
        if "per" in rule["award"]:
            rule["award"]["points"] *= 2
    draft = operations.create_draft(NewDraft(programme.id, json.dumps(document), "The rate was wrong"), "ann")
    operations.submit_draft(draft.version_id, "ann")
    operations.review_version(draft.version_id, Decision.APPROVED, "", "bob")
    operations.activate_correction(Correction(draft.version_id, SINCE, "The rate was wrong", "bob"), "ann")


def late_purchase(member: int) -> NewEvent:
    """A basket of 30.00 that nobody knew of."""
    line = {"line_id": "1", "category": "TEA", "department": "GROCERY", "quantity": 1, "amount_minor": 3_000}
    body = {"kind": "purchase", "order_id": f"{member}-late", "amount_minor": 3_000, "lines": [line]}
    return NewEvent("late", str(member), member, LATE_AT, body)


def replay(programme: LiveProgramme, members: Sequence[int]) -> None:
    """Read members' logs and replay them, and nothing else."""
    from regulars.domain.ledger.models.reading import read_records
    from regulars.engine.advance import advance
    from regulars.engine.records import batch_from_records
    from regulars.engine.states import empty_states

    states = empty_states(np.array(members, dtype=np.int64), len(programme.compiled.wallet_ids))
    records = read_records(programme.id, list(members))
    advance(programme.compiled, states, batch_from_records(programme.compiled, records))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    main(int(sys.argv[1]))
