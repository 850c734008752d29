"""Which events are moments: those that meet the condition of a benefit granted at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.engine.compile import CompiledProgramme
from regulars.engine.evaluation import holds_by_event
from regulars.engine.expressions import compile_condition
from regulars.engine.programme.scope import scope_of
from regulars.engine.records import Record, batch_from_records


class Met(NamedTuple):
    """That the event at a place of the batch is the moment of a benefit."""

    place: int
    benefit: str


def has_moments(programme: CompiledProgramme) -> bool:
    """Whether any benefit of the programme is granted by events."""
    return any(benefit.moment is not None for benefit in programme.document.benefits)


def moments_met(programme: CompiledProgramme, records: Sequence[Record]) -> list[Met]:
    """The moments among events, by place and then in document order; events of kinds that are no news meet none."""
    asked = [(one.id, one.moment.when) for one in programme.document.benefits if one.moment is not None]
    if not asked or not records:
        return []
    scope = scope_of(programme.document).without_members()
    conditions = [compile_condition(when, scope).event for _, when in asked]
    batch = batch_from_records(programme, records)
    days = programme.zone.days_of(np.array([record.occurred_at for record in records], dtype=np.int64))
    expressions = [pl.lit(value=True) if one is None else one for one in conditions]
    held = holds_by_event(programme, batch.events, days, expressions)
    return [
        Met(place, asked[column][0])
        for place in range(len(records))
        for column in range(len(asked))
        if held[column, place]
    ]
