"""What the programme was before: versions that came into force while the history was written."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.domain.programmes.policy import in_sample
from regulars.domain.programmes.queries import schedule, version
from regulars.domain.programmes.types import WHOLE, Schedule
from regulars.domain.replay.types import Candidate
from regulars.engine.states import Integers


@dataclass(frozen=True)
class Change:
    """A version that came into force at an instant, for everybody or on pilot, and the one before it.

    `share`: ten-thousandths of the members, chosen by `version_id`.
    """

    at: int
    before: Candidate
    after: Candidate
    version_id: int
    share: int

    def treated(self, members: Integers) -> list[bool] | None:
        """Which members were chosen; None when all were."""
        if self.share >= WHOLE:
            return None
        return [in_sample(self.version_id, member, self.share) for member in members.tolist()]


@dataclass(frozen=True)
class Past:
    """Changes of a programme, and since when the present version has been in force for everybody: 0, always."""

    changes: tuple[Change, ...]
    since: int


def past_of(programme_id: int) -> Past | None:
    """What came into force one after another; None where there is no such programme in this installation."""
    plan = schedule(programme_id)
    if not plan.activations:
        return None
    whole = [one for one in plan.activations if one.share >= WHOLE]
    since = whole[-1].starts_at if len(whole) > 1 else 0
    return Past(tuple(_changes(plan)), since)


def _changes(plan: Schedule) -> list[Change]:
    found = []
    base = plan.activations[0].version_id
    for one in plan.activations[1:]:
        if one.version_id != base:
            before, after = (
                Candidate(str(each), version(each).compiled, as_logged=True) for each in (base, one.version_id)
            )
            found.append(Change(one.starts_at, before, after, one.version_id, one.share))
        if one.share >= WHOLE:
            base = one.version_id
    return found
