"""A process that sends the demo's first baskets through the write door, 500 at a time, and says how long it took."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from itertools import islice
from pathlib import Path

from bench.figure import seconds

CLUB = Path(__file__).parents[2] / "programmes" / "club.yaml"
ENDS_ON = date(2026, 11, 22)
SIZE = 500
WARM_UP = 10


def main(batches: int) -> None:
    """Apply some batches to warm up and then so many under the clock."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    import django

    django.setup()
    from regulars.domain.ledger.operations import apply_batch
    from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
    from regulars.domain.members.operations import identify_members
    from regulars.domain.members.types import Arrival, Identified, Identity
    from regulars.domain.programmes.operations import install_programme
    from regulars.surfaces.cli.demo.extras import roll_extras
    from regulars.surfaces.cli.demo.timeline import lay_out
    from regulars.surfaces.cli.demo.year import read_year

    programme = install_programme(CLUB.read_text(encoding="utf-8"), actor="bench")
    year = read_year(ENDS_ON)
    timeline = lay_out(year, roll_extras(year, ENDS_ON), "points")
    households = timeline.extras.enrolments.select("household_id", "at").rows()
    arrivals = [Arrival(Identity(external_id=str(household)), at) for household, at in households]
    found = identify_members(programme.id, arrivals)
    members = {row[0]: who.member_id for row, who in zip(households, found, strict=True) if isinstance(who, Identified)}
    work = [
        [NewEvent("bench", planned.event_id, members[planned.household], planned.at, planned.body) for planned in batch]
        for batch in islice(timeline.batches(SIZE, ()), WARM_UP + batches)
    ]
    for batch in work[:WARM_UP]:
        apply_batch(programme.id, batch)
    answers: list[EventResult] = []

    def apply_all() -> None:
        for batch in work[WARM_UP:]:
            answers.extend(apply_batch(programme.id, batch))

    taken = seconds(apply_all)
    accepted = sum(answer.status is EventStatus.ACCEPTED for answer in answers)
    print(json.dumps({"seconds": taken, "events": accepted, "sent": sum(map(len, work[WARM_UP:]))}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
