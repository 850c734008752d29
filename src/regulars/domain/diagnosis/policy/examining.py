"""All measures in their order, and what to keep in mind about the whole history."""

from __future__ import annotations

from collections.abc import Callable

from regulars.domain.diagnosis.policy.attending import benefit_use, dormancy
from regulars.domain.diagnosis.policy.earning import cost_rate, earning_concentration, points_velocity, tier_value_gap
from regulars.domain.diagnosis.policy.effects import effects_of
from regulars.domain.diagnosis.policy.saying import days, part, said
from regulars.domain.diagnosis.policy.soundness import data_quality, rule_health
from regulars.domain.diagnosis.policy.spending import breakage, burn_ratio, liability
from regulars.domain.diagnosis.policy.upgrades import (
    activity_after_upgrade,
    drop_before_upgrade,
    threshold_fit,
    upgrade_rates,
)
from regulars.domain.diagnosis.types import Diagnosis, Measure, Statement
from regulars.domain.observations.policy.known import Known
from regulars.domain.observations.policy.spans import PERIOD_DAYS

MEASURES: tuple[Callable[[Known], Measure], ...] = (
    upgrade_rates,
    threshold_fit,
    activity_after_upgrade,
    drop_before_upgrade,
    tier_value_gap,
    points_velocity,
    burn_ratio,
    breakage,
    liability,
    cost_rate,
    earning_concentration,
    benefit_use,
    dormancy,
    data_quality,
    rule_health,
)
"""The fifteen, each a function of what is known that says its own formula."""

CENSORED = 0.3
"""From this share of members first seen in the first 30 days on, a history is said to begin in the middle."""


def examined(known: Known) -> Diagnosis:
    """The whole diagnosis."""
    return Diagnosis(
        programme=known.document.id,
        version=known.version,
        made_at=known.made_at,
        first_at=known.first_at,
        last_at=known.last_at,
        members=known.members.height,
        events=known.quality.events,
        measures=tuple(measure(known) for measure in MEASURES),
        effects=effects_of(known),
        notes=tuple(_notes(known)),
    )


def _notes(known: Known) -> list[Statement]:
    found = []
    if known.early_share > CENSORED:
        found.append(said("note_left_censored", share=part(known.early_share)))
    if not known.old_enough:
        found.append(said("note_short", days=days(known.span.days), wanted=days(2 * PERIOD_DAYS)))
    return found
