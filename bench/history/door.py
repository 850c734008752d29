"""A process that gives two members their pasts and times single events of both, by kind.

Events are timed one by one within an open transaction: what a commit costs is the same for both, and would hide
what their pasts cost.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Iterator
from itertools import islice

from bench.figure import seconds
from bench.history.past import Past
from bench.ingest.door import CLUB
from regulars.domain.ledger.types import NewEvent

SIZE = 500
SHORT = 100
KINDS = ("purchase", "redeem", "refund")
ROUNDS = 40


def main(long: int) -> None:
    """Print, by kind, the median seconds of an event of the member with the long past and of the other."""
    import django

    django.setup()
    from django.db import transaction

    from regulars.domain.ledger.operations import apply_batch
    from regulars.domain.programmes.operations import install_programme

    programme = install_programme(CLUB.read_text(encoding="utf-8"), actor="bench")
    members = (Past(1, long), Past(2, SHORT))
    taken = seconds(lambda: [apply_batch(programme.id, batch) for batch in batches(members[0], long)])
    print(f"  {long:,} events in batches of {SIZE}: {taken / long * 1e6:,.0f} us each")
    apply_batch(programme.id, list(members[1].events(SHORT)))
    spent: dict[str, tuple[list[float], list[float]]] = {kind: ([], []) for kind in KINDS}

    def apply(event: NewEvent) -> None:
        answer = apply_batch(programme.id, [event])[0]
        if answer.status != "accepted":
            raise RuntimeError(f"{event.body} was answered {answer.status} {answer.code}")

    for _ in range(ROUNDS):
        with transaction.atomic():
            for past in members:
                apply(past.next("grant"))  # so that both can redeem; it is not timed
            for kind in KINDS:
                for past, times in zip(members, spent[kind], strict=True):
                    event = past.next(kind)
                    times.append(seconds(lambda event=event: apply(event)))
    print(json.dumps({kind: [statistics.median(times) for times in both] for kind, both in spent.items()}))


def batches(past: Past, count: int) -> Iterator[list[NewEvent]]:
    """A past in batches."""
    events = past.events(count)
    while batch := list(islice(events, SIZE)):
        yield batch


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    main(int(sys.argv[1]))
