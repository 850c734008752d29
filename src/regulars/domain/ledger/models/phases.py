"""Members' histories cut into phases, by the versions of the programme they go through."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from regulars.domain.programmes.types import Leg, LiveProgramme
from regulars.engine.phases import Phase
from regulars.engine.records import Record

_END = 2**63 - 1


def phases_of(
    way: Sequence[Leg], programmes: Sequence[LiveProgramme], records: Sequence[Record], sales: Sequence[Record]
) -> list[Phase]:
    """The events of members whose histories all go this way, each under the version that holds at its instant."""
    ends = [following.starts_at for _, following in pairwise(way)]
    starts = [-_END, *ends]
    phases = []
    for programme, start, end in zip(programmes, starts, [*ends, None], strict=True):
        own = [record for record in records if start <= record.occurred_at < (_END if end is None else end)]
        phases.append(Phase(programme.compiled, own, sales, end))
    return phases
