"""Baskets, departments and channels, in the dialect of `platform.sets`."""

from __future__ import annotations

WINDOW = 180
"""Days that departments are looked at."""

MOST_DEPARTMENTS = 40
MOST_PAIRS = 100
FEWEST_BASKETS = 50

WEEKDAYS = """
    select weekday, count(*) as purchases, sum(amount) as spend, sum(amount) * 1.0 / count(*) as basket
    from purchases group by weekday order by weekday
"""
HOURS = """
    select minute // 60 as hour, count(*) as purchases, sum(amount) as spend, sum(amount) * 1.0 / count(*) as basket
    from purchases group by minute // 60 order by hour
"""
CHANNELS = """
    select coalesce(channel, 'unknown') as channel, count(distinct member) as members, count(*) as purchases,
      sum(amount) as spend, sum(amount) * 1.0 / count(*) as basket, median(amount) as median_basket
    from purchases group by coalesce(channel, 'unknown') order by purchases desc, channel
"""
QUANTILES = """
    select median(amount) as middle, max(amount) as most from purchases
"""


def sizes_sql(step: int) -> str:
    """Purchases by amount in steps, of which the last has all that is more."""
    return f"""
    select least(amount // {step}, 15) as place, count(*) as purchases, sum(amount) as spend
    from purchases group by least(amount // {step}, 15) order by place
    """


def departments_sql(day: int) -> str:
    """Who bought of each department in the window, what it came to, and who bought of it on two days or more."""
    return f"""
    select department, count(*) as members, sum(amount) as spend, sum(case when days > 1 then 1 else 0 end) as again
    from (
      select member, coalesce(department, category) as department, sum(amount) as amount, count(distinct day) as days
      from lines
      where day > {day - WINDOW} and coalesce(department, category) is not null and amount > 0
      group by member, coalesce(department, category)
    ) d
    group by department order by spend desc, department limit {MOST_DEPARTMENTS}
    """


def pairs_sql(day: int) -> str:
    """Pairs of departments in one basket of the window, with how many baskets have each and how many there are."""
    return f"""
    with had as (
      select distinct log, seq, coalesce(department, category) as department
      from lines
      where day > {day - WINDOW} and coalesce(department, category) is not null and amount > 0
    ),
    alone as (select department, count(*) as baskets from had group by department),
    whole as (select count(*) as baskets from (select distinct log, seq from had) h)
    select a.department, b.department as with_department, count(*) as both_in, max(x.baskets) as first_in,
      max(y.baskets) as second_in, max(w.baskets) as baskets
    from had a
    join had b on b.log = a.log and b.seq = a.seq and b.department <> a.department
    join alone x on x.department = a.department
    join alone y on y.department = b.department
    cross join whole w
    group by a.department, b.department
    having count(*) >= {FEWEST_BASKETS}
    order by both_in desc, a.department, b.department limit {MOST_PAIRS * 4}
    """
