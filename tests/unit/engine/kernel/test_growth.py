"""Answers that are longer than the room made for them at first."""

from __future__ import annotations

from regulars.engine.advance import advance
from regulars.engine.outcome import GoalReached, TierChange
from regulars.engine.records import batch_from_records
from tests.unit.engine.running import NAME, buy, nobody_yet, records_of

MEMBERS = range(1, 201)


def test_every_goal_and_every_rise_of_many_members_is_told() -> None:
    goal = {"id": "big", "name": NAME, "metric": "spend_in_12_months", "target": 500}
    programme, (sale,) = records_of(buy("2026-03-02 10:00", 600), goals=[goal])
    crowd = [sale._replace(member=member) for member in MEMBERS]
    outcome = advance(programme, nobody_yet(programme, *MEMBERS), batch_from_records(programme, crowd))
    assert outcome.goals[:, [GoalReached.MEMBER, GoalReached.TIMES]].tolist() == [[row, 1] for row in range(200)]
    assert outcome.tier_changes[:, [TierChange.MEMBER, TierChange.TO]].tolist() == [[row, 1] for row in range(200)]
