"""Where a member stands on the ladder, what is missing for the next tier, and how they came there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.ledger.queries import engine_states
from regulars.domain.ledger.types import TierChangeView
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import TierReason
from regulars.engine.programme.model import Programme
from regulars.engine.progress import Requirement, TierPath, metric_values, tier_paths
from regulars.engine.states import NEVER_DAY, Header
from regulars.engine.time import date_of, day_number
from regulars.platform import clock
from regulars.surfaces.console.programme_parts import TierBadge, tier_badges
from regulars.surfaces.console.reading.conditions import Phrase, read_condition
from regulars.surfaces.console.reading.vocabulary import Vocabulary, vocabulary_of
from regulars.surfaces.web.formatting import moment, money, number, scaled

_REASONS: dict[TierReason, tuple[Promise, str]] = {
    TierReason.ENTERED: (_("Reached it"), "arrow-up"),
    TierReason.REVIEWED: (_("Review"), "calendar"),
    TierReason.GRANTED: (_("Granted by hand"), "crown"),
    TierReason.FLOOR_ENDED: (_("The granted tier ended"), "arrow-down"),
    TierReason.GRACE_STARTED: (_("No longer qualifies: grace begins"), "clock"),
    TierReason.GRACE_ENDED: (_("Grace ended"), "arrow-down"),
}


@dataclass(frozen=True)
class Step:
    """One thing that a path asks for: what there is, what is needed, what is missing, in words."""

    name: str
    have: str
    need: str
    missing: str
    percent: float
    met: bool


@dataclass(frozen=True)
class Way:
    """One way to a tier: all its steps, and conditions that are no thresholds."""

    steps: tuple[Step, ...]
    others: tuple[Phrase, ...]


@dataclass(frozen=True)
class StandingView:
    """A member's tier with its dates, and the ways to the next one (none on the highest)."""

    tier: TierBadge
    since: date | None
    grace_until: date | None
    floor: TierBadge | None
    floor_until: date | None
    next_review: date | None
    next_tier: TierBadge | None
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class TierLine:
    """One line of the history of tiers."""

    tier: TierBadge
    reason: str
    icon: str
    occurred_at: datetime


def tier_lines(programme: Programme, changes: Sequence[TierChangeView]) -> list[TierLine]:
    """The history, newest first."""
    badges = tier_badges(programme)
    return [
        TierLine(badges[change.tier], str(_REASONS[change.reason][0]), _REASONS[change.reason][1], change.occurred_at)
        for change in reversed(changes)
        if change.tier in badges
    ]


def standing_view(programme: LiveProgramme, member_id: int) -> StandingView | None:
    """Where the member stands today; None before their first event."""
    states = engine_states(programme.id, [member_id])
    if not len(states.members):
        return None
    header = states.header[0]
    badges = list(tier_badges(programme.document).values())
    tier = int(header[Header.TIER])
    today = day_number(moment(clock.now()).date())
    values = metric_values(programme.compiled, states, today)[0]
    vocabulary = vocabulary_of(programme.document)
    paths = tier_paths(programme.compiled, tier + 1, values) if tier + 1 < len(badges) else ()
    until = int(header[Header.FLOOR_UNTIL_DAY])
    return StandingView(
        tier=badges[tier],
        since=_date(header[Header.TIER_SINCE_DAY]),
        grace_until=_date(header[Header.GRACE_UNTIL_DAY]),
        floor=badges[int(header[Header.FLOOR_TIER])] if until else None,
        floor_until=_date(until),
        next_review=_date(header[Header.NEXT_REVIEW_DAY]),
        next_tier=badges[tier + 1] if tier + 1 < len(badges) else None,
        ways=tuple(_way(path, vocabulary) for path in paths),
    )


def _date(day: int) -> date | None:
    return date_of(int(day)) if 0 < day < NEVER_DAY else None


def _way(path: TierPath, vocabulary: Vocabulary) -> Way:
    others = tuple(phrase for text in path.others for phrase in read_condition(text, vocabulary).parts)
    return Way(tuple(_step(requirement, vocabulary) for requirement in path.requirements), others)


def _step(requirement: Requirement, vocabulary: Vocabulary) -> Step:
    """A requirement with its figures; what is there counts for no more than is needed."""
    have, need, missing = (
        _figure(value, requirement, vocabulary) for value in (requirement.have, requirement.need, requirement.missing)
    )
    share = min(requirement.have * 100 / requirement.need, 100.0) if requirement.need > 0 else 100.0
    return Step(vocabulary.name(requirement.metric_id), have, need, missing, max(share, 0.0), requirement.met)


def _figure(value: int, requirement: Requirement, vocabulary: Vocabulary) -> str:
    if requirement.metric_id in vocabulary.money_names:
        return money(value, vocabulary.currency)
    decimals = len(str(requirement.scale)) - 1
    return scaled(value, decimals) if decimals else number(value)
