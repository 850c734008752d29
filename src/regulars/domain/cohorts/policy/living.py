"""Stages of life by days of purchase, in the dialect of `platform.sets`."""

from __future__ import annotations

from collections.abc import Sequence

NEW_DAYS = 30
MATURE_DAYS, MATURE_TIMES = 180, 6
SLEEPS, SLEEPS_DAYS = 3, 30
IS_LOST, LOST_DAYS = 6, 90


def stages_sql(days: Sequence[int]) -> str:
    """Everybody's stage at the end of each day, with what they spent until then."""
    dates = " union all ".join(f"select {day} as as_of_day" for day in days)
    return f"""
    with dates as ({dates}),
    lives as (
      select a.as_of_day, d.member, count(*) as times, min(d.day) as first_day, max(d.day) as last_day,
        sum(d.amount) as spend
      from days d join dates a on d.day <= a.as_of_day
      group by a.as_of_day, d.member
    ),
    usual as (
      select as_of_day, median((last_day - first_day) * 1.0 / (times - 1)) as gap
      from lives where times >= 3 group by as_of_day
    ),
    gaps as (
      select l.*, l.as_of_day - l.last_day as silent,
        case when l.times >= 3 then (l.last_day - l.first_day) * 1.0 / (l.times - 1)
          else coalesce(u.gap, {NEW_DAYS}.0) end as gap
      from lives l left join usual u on u.as_of_day = l.as_of_day
    )
    select as_of_day, member, times, first_day, spend, silent,
      case when silent > greatest({IS_LOST} * gap, {LOST_DAYS}.0) then 'lost'
        when silent > greatest({SLEEPS} * gap, {SLEEPS_DAYS}.0) then 'sleeping'
        when times <= 2 or as_of_day - first_day < {NEW_DAYS} then 'new'
        when times >= {MATURE_TIMES} and as_of_day - first_day >= {MATURE_DAYS} then 'mature'
        else 'grown' end as stage
    from gaps
    order by as_of_day, member
    """
