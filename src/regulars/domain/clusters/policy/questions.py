"""What is asked of a history to make groups, in the dialect of `platform.sets`; days are local days since 1970."""

from __future__ import annotations

from collections.abc import Sequence

SENT = "(event like '%_received' or event like '%_sent')"
"""Activities that we did to members, and so no sign of engagement."""

BEGUN = "select min(day) as first_day, max(day) as last_day, count(distinct member) as members from purchases"
EVERYBODY = "select count(*) as members from members"


def features_sql(days: Sequence[int], window: int) -> str:
    """The features of all who bought in the window before the end of each day."""
    dates = " union all ".join(f"select {day} as as_of_day" for day in days)
    within = f"x.day <= a.as_of_day and x.day > a.as_of_day - {window}"
    return f"""
    with dates as ({dates}),
    bought as (
      select a.as_of_day, x.member, a.as_of_day - max(x.day) as recency_days, count(*) as purchases,
        sum(x.amount) as spend, sum(x.amount) * 1.0 / count(*) as basket,
        sum(case when x.weekday >= 6 then 1 else 0 end) * 1.0 / count(*) as weekend_share,
        sum(case when x.minute >= 1020 then 1 else 0 end) * 1.0 / count(*) as evening_share
      from purchases x join dates a on {within}
      group by a.as_of_day, x.member
    ),
    of_lines as (
      select a.as_of_day, x.member, count(distinct coalesce(x.department, x.category)) as departments,
        sum(case when coalesce(x.discount, 0) > 0 then x.amount else 0 end) * 1.0 / sum(x.amount) as discount_share
      from lines x join dates a on {within}
      where x.amount > 0
      group by a.as_of_day, x.member
    ),
    done as (
      select a.as_of_day, x.member, count(*) as activities
      from events x join dates a on {within}
      where x.kind = 'activity' and not {SENT}
      group by a.as_of_day, x.member
    )
    select b.*, coalesce(l.departments, 0) as departments, coalesce(l.discount_share, 0.0) as discount_share,
      coalesce(d.activities, 0) as activities
    from bought b
    left join of_lines l on l.as_of_day = b.as_of_day and l.member = b.member
    left join done d on d.as_of_day = b.as_of_day and d.member = b.member
    order by b.as_of_day, b.member
    """


def later_sql(after: int, until: int) -> str:
    """What members bought after a day, until another."""
    return f"""
    select member, count(*) as later_purchases, sum(amount) as later_spend
    from purchases where day > {after} and day <= {until}
    group by member
    """
