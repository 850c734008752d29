"""Which versions were in force in a quarter, on which days and for whom, and so which benefits there were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from regulars.domain.benefit_health.types import Days
from regulars.domain.programmes.policy import in_sample
from regulars.domain.programmes.types import WHOLE, ActivationView, Schedule
from regulars.engine.programme.benefits import Benefit
from regulars.engine.programme.model import Programme
from regulars.engine.time import Zone, date_of

_Pilot = tuple[int, int]


@dataclass(frozen=True)
class Phase:
    """Days on which a version was in force for a share of the members, but for those on `pilots` (version, share)."""

    version_id: int
    days: Days
    share: int = WHOLE
    pilots: tuple[_Pilot, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """A benefit as a version had it on some days; `among`: the members for whom, None for all."""

    document: Programme
    benefit: Benefit
    days: Days
    among: pl.Series | None = None


def phases_in(schedule: Schedule, span: tuple[int, int], zone: Zone, first_use: int | None) -> list[Phase]:
    """The versions in force between two instants, in their order; days at their ends count in full.

    What was decided about the past holds from when it was decided: nobody can use what nobody knows of. So the first
    version, which holds from the beginning of time, counts from its installation; but from the beginning where a use
    from before was taken over, or where all of the span lies before.
    """
    begins = _begins(schedule, span, first_use)
    marks = sorted({span[0], *(at for at in begins.values() if span[0] < at < span[1])})
    found: list[Phase] = []
    for start, end in zip(marks, [*marks[1:], span[1]], strict=True):
        days = Days(date_of(zone.day_of(start)), date_of(zone.day_of(end - 1) + 1))
        begun = [one for one in schedule.activations if begins[one.id] <= start]
        found += _layers(begun, days)
    return found


def stretches_of(
    phases: Sequence[Phase], documents: Mapping[int, Programme], members: pl.Series
) -> dict[str, list[Stretch]]:
    """The stretches of each benefit in their order; benefits of the last version first, then those that are gone."""
    found: dict[str, list[Stretch]] = {}
    for phase in reversed(phases):
        document, among = documents[phase.version_id], _among(phase, members)
        for one in document.benefits:
            if (days := _standing(one, phase.days)) is not None:
                found.setdefault(one.id, []).insert(0, Stretch(document, one, days, among))
    return found


def days_of(stretches: Sequence[Stretch]) -> int:
    """On how many days a benefit stood."""
    days = {day for one in stretches for day in range(one.days.starts_on.toordinal(), one.days.ends_on.toordinal())}
    return len(days)


def _begins(schedule: Schedule, span: tuple[int, int], first_use: int | None) -> dict[int, int]:
    """From when on each activation was felt."""
    begins = {one.id: max(one.starts_at, one.known_at) for one in schedule.activations}
    for first in schedule.activations[:1]:
        taken_over = first_use is not None and first_use < first.known_at
        if taken_over or span[1] <= first.known_at:
            begins[first.id] = first.starts_at
    return begins


def _layers(begun: Sequence[ActivationView], days: Days) -> list[Phase]:
    """Pilots, if any, then what everybody else is on: that comes last, for it is what the quarter is told of."""
    found: list[Phase] = []
    pilots: tuple[_Pilot, ...] = ()
    for one in reversed(begun):
        found.append(Phase(one.version_id, days, one.share, pilots))
        if one.share == WHOLE:
            break
        pilots = (*pilots, (one.version_id, one.share))
    return found


def _among(phase: Phase, members: pl.Series) -> pl.Series | None:
    if phase.share == WHOLE and not phase.pilots:
        return None
    drawn = [
        member
        for member in members
        if in_sample(phase.version_id, member, phase.share)
        and not any(in_sample(version_id, member, share) for version_id, share in phase.pilots)
    ]
    return pl.Series("member", drawn, dtype=pl.Int64)


def _standing(benefit: Benefit, days: Days) -> Days | None:
    """The days of these on which the document lets the benefit stand."""
    starts_on = max(days.starts_on, benefit.starts_on or days.starts_on)
    ends_on = min(days.ends_on, benefit.ends_on or days.ends_on)
    return Days(starts_on, ends_on) if starts_on < ends_on else None
