"""What is asked of a history as of an instant: a row for each member who ever bought, what came after, and items.

The queries keep to `docs/concepts/sets.md`. `{day}` is the first day that is not seen.
"""

from __future__ import annotations

WINDOWS = (14, 30, 60, 90, 180, 365)

_WINDOW_SUMS = ", ".join(
    f"sum(case when {{day}} - day <= {days} then 1 else 0 end) as purchases_{days}, "
    f"sum(case when {{day}} - day <= {days} then amount else 0 end) as spend_{days}"
    for days in WINDOWS
)
_DAY_SUMS = ", ".join(
    f"sum(case when {{day}} - day <= {days} then 1 else 0 end) as days_{days}" for days in (30, 60, 90)
)

_FEATURES = f"""
with bought as (
    select member, {{day}} - max(day) as recency, {{day}} - min(day) as age, count(*) as purchases,
        sum(amount) as spend, {_WINDOW_SUMS},
        count(distinct store) as stores, count(distinct channel) as channels,
        sum(case when weekday >= 6 then 1 else 0 end) as weekend
    from purchases where day < {{day}} group by member
),
gaps as (
    select member, day, lead(day) over (partition by member order by day) - day as gap from days where day < {{day}}
),
rhythm as (
    select member, count(*) as bought_days, sum(gap) as gap_sum, sum(gap * gap) as gap_squares, max(gap) as gap_max,
        percentile_cont(0.5) within group (order by gap) as gap_median, {_DAY_SUMS}
    from gaps group by member
),
basket as (
    select member, count(distinct category) as categories,
        count(distinct case when {{day}} - day <= 90 then category end) as categories_90,
        sum(discount) as discounts, sum(amount) as lines_amount,
        sum(case when discount > 0 then amount else 0 end) as promoted
    from lines where day < {{day}} group by member
),
acts as (
    select member, sum(case when kind = 'redeem' then 1 else 0 end) as redemptions,
        sum(case when kind = 'refund' then 1 else 0 end) as refunds,
        sum(case when kind = 'activity' then 1 else 0 end) as activities
    from events where day < {{day}} group by member
),
points as (select member, sum(available) as available from accounts group by member)
select bought.*, rhythm.bought_days, rhythm.gap_sum, rhythm.gap_squares, rhythm.gap_max, rhythm.gap_median,
    rhythm.days_30, rhythm.days_60, rhythm.days_90, basket.categories, basket.categories_90, basket.discounts,
    basket.lines_amount, basket.promoted, acts.redemptions, acts.refunds, acts.activities, points.available,
    members.enrolled_day
from bought left join rhythm on rhythm.member = bought.member left join basket on basket.member = bought.member
    left join acts on acts.member = bought.member left join points on points.member = bought.member
    left join members on members.member = bought.member
order by bought.member
"""


def features_sql(day: int) -> str:
    """A row for each member who bought before the day."""
    return _FEATURES.format(day=day)


def outcomes_sql(day: int, horizon: int) -> str:
    """What members bought from the day on, within the horizon: `bought`, `spent` and the first day, `next_day`."""
    return (
        "select member, count(*) as bought, sum(amount) as spent, min(day) as next_day from purchases "
        f"where day >= {day} and day < {day + horizon} group by member order by member"
    )


def days_sql(day: int) -> str:
    """The days on which members bought, before the day."""
    return f"select member, day from days where day < {day} order by member, day"


def items_sql(column: str, day: int, half_life: int) -> str:
    """How often members bought items of a kind, and the same fading by half in so many days."""
    return (
        f"select member, {column} as item, count(*) as times, "
        f"sum(power(cast(0.5 as double), cast({day} - day as double) / {half_life})) as faded from "
        f"(select distinct member, day, {column} from lines where day < {day} and {column} is not null) as bought "
        f"group by member, {column} order by member, {column}"
    )


def baskets_sql(column: str, day: int) -> str:
    """The items of members' first purchase from the day on."""
    return (
        f"select distinct lines.member, {column} as item from lines join "
        "(select member, min(occurred_at) as at from purchases "
        f"where day >= {day} group by member) as first on first.member = lines.member "
        f"and first.at = lines.occurred_at where {column} is not null order by lines.member, item"
    )


def names_sql() -> str:
    """What a product is shown as: its category, where it has one."""
    return (
        "select sku as item, min(category) as category from lines where sku is not null and category is not null "
        "group by sku order by sku"
    )


SPAN = """
select min(day) as first_day, max(day) as last_day, count(*) as purchases, count(distinct member) as members
from purchases
"""
"""The days of the first and last purchase, how many there were, and of how many members."""
