"""Where a member stands on the ladder, what is missing for the next tier, and how they came there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import pgettext

from regulars.domain.ledger.types import TierChangeView
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.tiers.queries import standing
from regulars.engine.outcome import TierReason
from regulars.engine.programme.model import Programme
from regulars.engine.progress import Requirement, TierPath
from regulars.surfaces.console.programme_parts import TierBadge, tier_badges
from regulars.surfaces.console.reading.conditions import Phrase, read_condition
from regulars.surfaces.console.reading.vocabulary import Vocabulary, vocabulary_of
from regulars.surfaces.web.formatting import money, number, scaled
from regulars.surfaces.web.tier_words import reason_words

_ICONS: dict[TierReason, str] = {
    TierReason.ENTERED: "arrow-up",
    TierReason.REVIEWED: "calendar",
    TierReason.GRANTED: "crown",
    TierReason.FLOOR_ENDED: "arrow-down",
    TierReason.GRACE_STARTED: "clock",
    TierReason.GRACE_ENDED: "arrow-down",
    TierReason.TRIAL: "gift",
    TierReason.EVALUATED: "calendar",
    TierReason.LOCK_ENDED: "lock",
    TierReason.MERGED: "users",
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
    """A member's tier with its dates, the ways to the next one (none on the highest) and to keep this one."""

    tier: TierBadge
    since: date | None
    grace_until: date | None
    floor: TierBadge | None
    floor_until: date | None
    review_on: date | None
    evaluation_on: date | None
    trial: bool
    locked: bool
    locked_until: date | None
    next_tier: TierBadge | None
    ways: tuple[Way, ...]
    keeps: tuple[Way, ...]


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
        TierLine(
            badges[change.tier], reason_words(change.reason, change.basis), _ICONS[change.reason], change.occurred_at
        )
        for change in reversed(changes)
        if change.tier in badges
    ]


def standing_view(programme: LiveProgramme, member_id: int) -> StandingView:
    """Where the member stands today."""
    found = standing(programme.id, member_id)
    badges = tier_badges(programme.document)
    vocabulary = vocabulary_of(programme.document)
    return StandingView(
        tier=badges[found.tier],
        since=found.since,
        grace_until=found.grace_until,
        floor=badges[found.floor] if found.floor else None,
        floor_until=found.floor_until,
        review_on=found.review_on,
        evaluation_on=found.evaluation_on,
        trial=found.trial,
        locked=found.locked,
        locked_until=found.locked_until,
        next_tier=badges[found.next_tier] if found.next_tier else None,
        ways=ways(found.next_paths, vocabulary),
        keeps=ways(found.keep_paths, vocabulary),
    )


def ways(paths: Sequence[TierPath], vocabulary: Vocabulary) -> tuple[Way, ...]:
    """The ways to a tier in words."""
    return tuple(_way(path, vocabulary) for path in paths)


def _way(path: TierPath, vocabulary: Vocabulary) -> Way:
    """The way in words; what is shown as a step is not said again as a condition."""
    told = {_as_condition(requirement, vocabulary) for requirement in path.requirements}
    others = [phrase for text in path.others for phrase in read_condition(text, vocabulary).parts]
    steps = tuple(_step(requirement, vocabulary) for requirement in path.requirements)
    return Way(steps, tuple(phrase for phrase in others if phrase.text not in told))


def _as_condition(requirement: Requirement, vocabulary: Vocabulary) -> str:
    need = Decimal(requirement.need) / requirement.scale
    names = {"name": vocabulary.name(requirement.metric_id), "value": vocabulary.value(requirement.metric_id, need)}
    return pgettext("condition", "%(name)s at least %(value)s") % names


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
