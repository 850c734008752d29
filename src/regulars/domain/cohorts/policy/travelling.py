"""Touchpoints and what follows them, in the dialect of `platform.sets`; only what is long enough ago counts."""

from __future__ import annotations

WINDOW = 180
AFTER = 30
"""Days within which something has to follow."""

MOST = 40


def touchpoints_sql(day: int) -> str:
    """Every touchpoint of the window, once a day: purchases by channel, activities, redemptions, refunds."""
    return f"""
    select member, occurred_at, day, touchpoint,
      lag(touchpoint) over (partition by member order by occurred_at, touchpoint) as before
    from (
      select member, day, min(occurred_at) as occurred_at, touchpoint
      from (
        select member, day, occurred_at,
          case when kind = 'purchase' then 'purchase:' || coalesce(channel, 'unknown')
            when kind = 'activity' then event else kind end as touchpoint
        from events
        where kind in ('purchase', 'activity', 'redeem', 'refund') and day > {day - WINDOW}
      ) t
      group by member, day, touchpoint
    ) u
    """


STEPS = """
    select member, occurred_at, day, touchpoint,
      lead(touchpoint) over (partition by member order by occurred_at, touchpoint) as second,
      lead(day) over (partition by member order by occurred_at, touchpoint) as second_day,
      lead(touchpoint, 2) over (partition by member order by occurred_at, touchpoint) as third,
      lead(day, 2) over (partition by member order by occurred_at, touchpoint) as third_day
    from touchpoints where before is null or before <> touchpoint
"""
"""Touchpoints with the next two of the same member; runs of the same one count once."""


def led_sql(day: int) -> str:
    """For each touchpoint of which 30 days have passed: how often a purchase, and how often anything, followed."""
    return f"""
    select t.touchpoint, count(distinct t.member) as members, count(*) as times,
      sum(case when t.next_purchase <= t.day + {AFTER} then 1 else 0 end) as led,
      sum(case when t.next_day is null or t.next_day > t.day + {AFTER} then 1 else 0 end) as lost,
      median(case when t.next_purchase <= t.day + {AFTER} then t.next_purchase - t.day end) as days
    from (
      select member, day, touchpoint,
        min(case when touchpoint like 'purchase:%' then day end)
          over (partition by member order by day range between 1 following and unbounded following) as next_purchase,
        min(day) over (partition by member order by day range between 1 following and unbounded following) as next_day
      from touchpoints
    ) t
    where t.day <= {day - AFTER}
    group by t.touchpoint order by times desc, t.touchpoint limit {MOST}
    """


def steps_sql(day: int) -> str:
    """Steps from one touchpoint to the next within 30 days."""
    return f"""
    select touchpoint, second, count(*) as times
    from steps where second_day <= day + {AFTER} and day <= {day - AFTER}
    group by touchpoint, second order by times desc, touchpoint, second limit {MOST}
    """


def ways_sql(day: int) -> str:
    """The most frequent ways of three touchpoints, each within 30 days of the one before."""
    return f"""
    select touchpoint || ' → ' || second || ' → ' || third as way, count(*) as times, count(distinct member) as members,
      median(third_day - day) as days
    from steps
    where second_day <= day + {AFTER} and third_day <= second_day + {AFTER} and day <= {day - AFTER}
    group by touchpoint || ' → ' || second || ' → ' || third order by times desc, way limit {MOST}
    """
