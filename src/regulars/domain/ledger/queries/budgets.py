"""What is used of budgets, as it is kept, and as the lots that their rules gave say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from regulars.domain.ledger.models.statements import fetch, listing
from regulars.domain.ledger.policy import Drawn, Limit, Use, is_of, limits_of, period_of, period_text
from regulars.domain.ledger.types.budgets import BudgetPeriod, BudgetView
from regulars.domain.programmes.queries import live_programme, schedule, version
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform import clock

MOST_PERIODS = 24
"""Periods of a budget that are told, the present one included."""

_MINUTE = 60_000_000
_KEPT = "SELECT budget, period, points FROM ledger_budget_use WHERE programme_id = %s ORDER BY budget, period"

# Days begin at whole minutes in every zone, so that adding up by minutes keeps days apart. Points that came back to a
# member in a new lot, or with a merge, were not earned by the event that brought them.
_EARNED = f"""
    SELECT l.version_id, l.rule, l.earned_at / {_MINUTE}, CASE WHEN r.member_id IS NULL THEN 0 ELSE 1 END, SUM(l.earned)
    FROM ledger_lot l
    JOIN ledger_event e
      ON e.programme_id = l.programme_id AND e.member_id = l.member_id AND e.log_seq = l.source_seq
    LEFT JOIN (SELECT DISTINCT member_id FROM ledger_journal WHERE programme_id = %s AND kind = 6) r
      ON r.member_id = l.member_id
    WHERE l.programme_id = %s AND l.version_id {{any}} AND l.superseded_at IS NULL
      AND l.rule >= 0 AND l.uncapped > 0 AND e.kind <> 'merge_in'
    GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Earned:
    """What rules gave of a budget in a period: as it stands, of that to members who were never restated, and the limit.

    `most` is the highest that any version allowed.
    """

    points: int
    undisturbed: int
    most: int


def list_budgets(programme_id: int) -> list[BudgetView]:
    """The budgets of the version in force and how much of each is used, in the order of the document."""
    programme = live_programme(programme_id)
    today = programme.compiled.zone.day_of(clock.now_us())
    kept = kept_uses(programme_id)
    return [_view(programme, limit, kept, period_of(today, limit.per)) for limit in limits_of(programme.document)]


def kept_uses(programme_id: int) -> dict[Use, int]:
    """What is kept of the use of budgets, in the smallest unit of their wallets."""
    return {(budget, period): points for budget, period, points in fetch(_KEPT, [programme_id])}


def earned_uses(programme_id: int) -> dict[Use, Earned]:
    """What the lots of all members say of budgets, each lot counted by the version that made it."""
    started = {one.version_id for one in schedule(programme_id).activations}
    budgeted = {one.version_id: one for one in map(version, sorted(started)) if one.document.budgets}
    limits = {number: limits_of(one.document) for number, one in budgeted.items()}
    points: dict[Use, int] = defaultdict(int)
    undisturbed: dict[Use, int] = defaultdict(int)
    most: dict[Use, int] = {}
    rows = fetch(_EARNED, [programme_id, programme_id, listing(budgeted)]) if budgeted else []
    for number, rule, minute, restated, earned in rows:
        day = budgeted[number].compiled.zone.day_of(minute * _MINUTE)
        for use in Drawn({0: day}, limits[number]).uses_of((0, rule)):
            points[use] += int(earned)
            undisturbed[use] += 0 if restated else int(earned)
    for use in points:
        most[use] = max(one.points for known in limits.values() for one in known if _counts(one, use))
    return {use: Earned(points[use], undisturbed[use], most[use]) for use in points}


def _counts(limit: Limit, use: Use) -> bool:
    return limit.id == use[0] and is_of(use[1], limit.per)


def _view(programme: LiveProgramme, limit: Limit, kept: dict[Use, int], present: int) -> BudgetView:
    used = {
        period: points
        for (budget, period), points in kept.items()
        if budget == limit.id and _counts(limit, (budget, period))
    }
    earlier = sorted((period for period, points in used.items() if period < present and points), reverse=True)
    later = sorted((period for period, points in used.items() if period > present and points), reverse=True)
    periods = [present, *later, *earlier][:MOST_PERIODS]
    rules = tuple(programme.compiled.rule_ids[rule] for rule in sorted(limit.rules))
    told = tuple(_period(limit, period, used.get(period, 0), present) for period in periods)
    return BudgetView(limit.id, limit.per, limit.shown(limit.points), rules, told)


def _period(limit: Limit, period: int, used: int, present: int) -> BudgetPeriod:
    return BudgetPeriod(
        period=period_text(period),
        used=limit.shown(used),
        left=limit.shown(max(limit.points - used, 0)),
        percent=used * 100 // limit.points,
        present=period == present,
    )
