"""Goals: metrics that reach their targets, once per window or again and again."""

from __future__ import annotations

from regulars.engine.kernel.growth import next_goal
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Count, EventColumn, GoalColumn, Work
from regulars.engine.kernel.lots import credit, open_transaction
from regulars.engine.kernel.windows import metric_value, window_from
from regulars.engine.outcome import GoalReached, Transaction, TransactionKind
from regulars.engine.states import RuleIndex


@compiled
def note_goals(work: Work, event: int) -> None:
    """Keep the goals' metric values from before the event."""
    day = work.columns.facts[event, EventColumn.DAY]
    for goal in range(len(work.plan.goals)):
        work.member.before[goal] = metric_value(work.plan, work.member, work.plan.goals[goal, GoalColumn.METRIC], day)


@compiled
def reach_goals(work: Work, event: int) -> None:
    """Note goals that the event brought to their target, and award their points."""
    day = work.columns.facts[event, EventColumn.DAY]
    for goal in range(len(work.plan.goals)):
        metric = work.plan.goals[goal, GoalColumn.METRIC]
        value = metric_value(work.plan, work.member, metric, day)
        start = max(window_from(work.plan, work.member, metric, day), 0)
        if work.plan.goals[goal, GoalColumn.REPEAT] == 1:
            _reach_again(work, goal, event, value, start)
            continue
        crossed = work.member.before[goal] < work.plan.goals[goal, GoalColumn.TARGET] <= value
        if crossed and work.member.goal_periods[goal] != start + 1:
            work.member.goal_periods[goal] = start + 1
            _reach(work, goal, event, 1)


@compiled
def _reach_again(work: Work, goal: int, event: int, value: int, start: int) -> None:
    """Reach a repeating goal as often as whole targets fit that it was not reached for yet."""
    row = work.plan.goals[goal]
    target = row[GoalColumn.TARGET]
    member = work.member
    if member.goal_starts[goal] != start:
        member.goal_starts[goal] = start
        member.goal_times[goal] = 0
        member.goal_lost[goal] = 0
    counted = value - member.goal_lost[goal]
    due = counted // target - member.goal_times[goal]
    if due <= 0:
        return
    given = due
    if row[GoalColumn.AT_MOST] > 0:
        given = min(due, row[GoalColumn.AT_MOST])
    if given < due and row[GoalColumn.LOST] == 1:
        member.goal_lost[goal] += value - work.member.before[goal] - given * target
    member.goal_times[goal] += given
    _reach(work, goal, event, given)


@compiled
def _reach(work: Work, goal: int, event: int, times: int) -> None:
    """Note a goal reached `times` times, and award its points."""
    repeats = work.plan.goals[goal, GoalColumn.REPEAT] == 1
    at = work.columns.facts[event, EventColumn.AT]
    number = next_goal(work.out)  # first, for it may replace the array
    reached = work.out.goals[number]
    reached[GoalReached.MEMBER] = work.member.counts[Count.ROW]
    reached[GoalReached.EVENT] = event
    reached[GoalReached.OCCURRED_AT] = at
    reached[GoalReached.GOAL] = goal
    reached[GoalReached.PERIOD] = work.member.goal_starts[goal] if repeats else work.member.goal_periods[goal] - 1
    reached[GoalReached.ORDINAL] = work.member.goal_times[goal] - times + 1 if repeats else 1
    reached[GoalReached.TIMES] = times
    row = work.plan.goals[goal]
    if row[GoalColumn.WALLET] < 0:
        return
    entry = open_transaction(work, row[GoalColumn.WALLET], TransactionKind.EARN, event, at)
    work.out.transactions[entry, Transaction.RULE] = RuleIndex.GOAL - goal
    work.out.transactions[entry, Transaction.UNCAPPED] = row[GoalColumn.POINTS] * times
    credit(work, entry, row[GoalColumn.POINTS] * times)
