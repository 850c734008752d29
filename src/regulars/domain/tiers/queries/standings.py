"""Reading standings. Metrics are seen from today, or from the day asked for."""

from __future__ import annotations

from datetime import date

import numpy as np

from regulars.domain.ledger import queries as ledger
from regulars.domain.ledger.types import TierChangeView
from regulars.domain.programmes.queries import live_programme
from regulars.domain.tiers.types import Standing
from regulars.engine.kernel.calendar import Span, next_period_start
from regulars.engine.programme.model import Ladder, Review
from regulars.engine.progress import keep_paths, metric_values, tier_paths
from regulars.engine.states import NEVER_DAY, Header, Integers, States, empty_states
from regulars.engine.time import date_of, day_number
from regulars.platform.clock import now_us


def standing(programme_id: int, member_id: int, on: date | None = None) -> Standing:
    """Where a member stands, and what the next tier asks for; before their first event, on the first tier."""
    programme = live_programme(programme_id).compiled
    states = _states(programme_id, member_id, len(programme.wallet_ids))
    day = day_number(on) if on else programme.zone.day_of(now_us())
    values = metric_values(programme, states, day)[0]
    header = states.header[0]
    tier, floor, lock = (int(header[at]) for at in (Header.TIER, Header.FLOOR_TIER, Header.LOCK_UNTIL_DAY))
    evaluated = programme.document.ladder.evaluation is not None
    looked_at = _date(header[Header.NEXT_REVIEW_DAY])
    above = tier + 1 if tier + 1 < len(programme.tier_ids) else None
    return Standing(
        tier=programme.tier_ids[tier],
        since=_date(header[Header.TIER_SINCE_DAY] or header[Header.ENROLLED_DAY]),
        next_tier=None if above is None else programme.tier_ids[above],
        next_paths=() if above is None else tier_paths(programme, above, values),
        keep_paths=keep_paths(programme, tier, values) if tier else (),
        review_on=_warning(programme.document.ladder.review, day) if evaluated and tier else looked_at,
        grace_until=_date(header[Header.GRACE_UNTIL_DAY]),
        floor=programme.tier_ids[floor] if floor else None,
        floor_until=_date(header[Header.FLOOR_UNTIL_DAY]),
        evaluation_on=looked_at if evaluated else None,
        trial=_on_trial(programme.document.ladder, header, programme.tier_ids),
        locked=lock > 0,
        locked_until=_date(lock),
    )


def tier_history(programme_id: int, member_id: int) -> list[TierChangeView]:
    """A member's changes of tier as they stand after all restatements, oldest first."""
    return ledger.tier_changes(programme_id, member_id)


def tier_mix(programme_id: int) -> dict[str, int]:
    """How many members stand on each tier, lowest first; tiers without members count too."""
    return ledger.tier_counts(programme_id)


def _warning(review: Review | None, day: int) -> date | None:
    """The next review, where reviews only warn."""
    return None if review is None else date_of(int(next_period_start(day, Span[review.every.upper()])))


def _on_trial(ladder: Ladder, header: Integers, tiers: tuple[str, ...]) -> bool:
    """Whether the member's floor is that of the trial, and not one that was granted."""
    if ladder.trial is None or not header[Header.FLOOR_TIER]:
        return False
    ends = int(header[Header.ENROLLED_DAY]) + ladder.trial.days
    return tiers[int(header[Header.FLOOR_TIER])] == ladder.trial.tier and int(header[Header.FLOOR_UNTIL_DAY]) == ends


def _states(programme_id: int, member_id: int, wallets: int) -> States:
    states = ledger.engine_states(programme_id, [member_id])
    return states if len(states.members) else empty_states(np.array([member_id], dtype=np.int64), wallets)


def _date(day: int) -> date | None:
    """A day of the engine; those that mean none or never are None."""
    return date_of(int(day)) if 0 < day < NEVER_DAY else None
