"""Which events are moments: those that meet the condition of a benefit granted at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.engine.compile import CompiledProgramme
from regulars.engine.evaluation import holds_by_event
from regulars.engine.records import Record, batch_from_records


class Met(NamedTuple):
    """That the event at a place of the batch is the moment of a benefit."""

    place: int
    benefit: str


def moments_met(programme: CompiledProgramme, records: Sequence[Record]) -> list[Met]:
    """The moments among events, by place and then in document order.

    Most events are none: those that no condition names are left out before anything is evaluated.
    """
    asked = programme.moments
    places = [place for place, record in enumerate(records) if any(one.may_be(_name(record)) for one in asked)]
    if not places:
        return []
    likely = [records[place] for place in places]
    batch = batch_from_records(programme, likely)
    days = programme.zone.days_of(np.array([record.occurred_at for record in likely], dtype=np.int64))
    conditions = [pl.lit(value=True) if one.condition is None else one.condition for one in asked]
    held = holds_by_event(programme, batch.events, days, conditions)
    return [
        Met(place, one.benefit)
        for row, place in enumerate(places)
        for column, one in enumerate(asked)
        if held[column, row]
    ]


def _name(record: Record) -> str:
    """What expressions see as `event`."""
    return str(record.body["name"] if record.body["kind"] == "activity" else record.body["kind"])
