"""Who was in a segment at an instant: as was recorded, or as its expression says of the history as it was then."""

from __future__ import annotations

from datetime import datetime

from pyroaring import BitMap64

from regulars.domain.segments.errors import SegmentTooEarly
from regulars.domain.segments.operations.evaluating import evaluate
from regulars.domain.segments.queries import words
from regulars.domain.segments.queries.facts import Asked, open_facts
from regulars.domain.segments.queries.listing import readings
from regulars.domain.segments.queries.membership import members_at
from regulars.domain.segments.types import Function, Past, Reading
from regulars.platform.clock import to_us

_OF_NOW = frozenset({"tier"})
"""Facts of members that a history knows as of its last run only."""


def who_was_in(programme_id: int, code: str, instant: datetime) -> Past:
    """Members of a segment at an instant. Before it was first worked out, its expression is asked of the history.

    Raises SegmentMissing, and SegmentTooEarly where that cannot be told: of lists, of expressions over tags, scores,
    classes, predictions and tiers (whose earlier values are not known), and of those that name other segments.
    """
    try:
        return Past(members_at(programme_id, code, instant), recorded=True)
    except SegmentTooEarly:
        reading = readings(programme_id).get(code)
        if reading is None or not _of_history(programme_id, reading):
            raise
        return Past(_reconstructed(programme_id, reading, to_us(instant)), recorded=False)


def _of_history(programme_id: int, reading: Reading) -> bool:
    """Whether an expression says nothing but what a history tells as of any instant."""
    sources = {one.name: one.source for one in words.offered_columns(programme_id)}
    named = reading.columns - {one.name for one in reading.calls}
    facts = all(sources.get(name) == words.MEMBER and name not in _OF_NOW for name in named)
    return facts and not reading.segments and all(one.function is not Function.DAYS_IN_TIER for one in reading.calls)


def _reconstructed(programme_id: int, reading: Reading, at: int) -> BitMap64:
    with open_facts(Asked(programme_id, at)) as facts:
        return evaluate(facts, reading, {}, ahead=False).members
