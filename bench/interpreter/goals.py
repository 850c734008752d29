"""Goals: metrics that reach a target, once or again and again, and award points."""

from __future__ import annotations

from typing import Any

from bench.interpreter.accounts import make_earned_lot, new_lot
from bench.interpreter.days import window_start
from bench.interpreter.member import Context, GoalReached, Member, Moment
from bench.interpreter.metrics import member_value
from regulars.engine.programme.model import Goal

Values = dict[str, Any]


def goal_values(context: Context, member: Member, moment: Moment) -> Values:
    """The metric of each goal, seen from a day."""
    return {goal.id: member_value(context, member, moment.day, goal.metric) for goal in context.programme.goals}


def reach_goals(context: Context, member: Member, moment: Moment, before: Values) -> None:
    """Note the goals that the event reached, and award their points."""
    after = goal_values(context, member, moment)
    metrics = {metric.id: metric for metric in context.programme.metrics}
    for goal in context.programme.goals:
        start = window_start(metrics[goal.metric].window, moment.day, member.enrolled or moment.day)
        key = goal.id, start
        times = _times(member, goal, key, (before[goal.id], after[goal.id]))
        if not times:
            continue
        member.reached[key] += times
        member.goals.append(GoalReached(moment.instant, moment.seq, goal.id, start, times))
        if goal.wallet is not None and goal.points is not None:
            points = int(goal.points * context.units(goal.wallet)) * times
            lot = new_lot(context, member, moment, goal.wallet, points)
            lot.rule = f"goal {goal.id}"
            make_earned_lot(context, member, moment, lot)


def _times(member: Member, goal: Goal, key: Any, values: tuple[Any, Any]) -> int:
    """How often an event reached a goal whose metric it moved."""
    before, after = values
    if not goal.repeat:
        return int(before < goal.target <= after and not member.reached[key])
    wanted = max(int((after - member.lost[key]) // goal.target) - member.reached[key], 0)
    times = wanted if goal.at_most is None else min(wanted, goal.at_most)
    if times < wanted and goal.surplus == "lost":
        member.lost[key] += max(after - before - times * goal.target, 0)
    return times
