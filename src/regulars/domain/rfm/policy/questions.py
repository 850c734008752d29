"""What is asked of a history about purchases, in the dialect of `platform.sets`; days are local days since 1970.

A window that ends with the history is asked for by the instant at which it begins (`since`): files that are older are
not read then.
"""

from __future__ import annotations

from collections.abc import Sequence

SENT = "(event like '%_received' or event like '%_sent')"
"""Activities that we did to members, and so no sign of engagement."""


def figures_sql(days: Sequence[int], window: int) -> str:
    """Recency, purchases and spend of every member who had bought by the end of each day."""
    dates = " union all ".join(f"select {day} as as_of_day" for day in days)
    inside = f"p.day > a.as_of_day - {window}"
    return f"""
    select a.as_of_day, p.member, a.as_of_day - max(p.day) as recency_days,
      sum(case when {inside} then 1 else 0 end) as purchases,
      sum(case when {inside} then p.amount else 0 end) as spend
    from purchases p join ({dates}) a on p.day <= a.as_of_day
    group by a.as_of_day, p.member
    order by a.as_of_day, p.member
    """


def lines_sql(since: int) -> str:
    """The share of spend without a discount, and departments bought from, since an instant.

    Categories stand in for departments that are missing. The two are grouped apart, since engines group by texts as
    files have them faster than by texts that they make.
    """
    instead = "case when department is null then category end"
    return f"""
    select member, count(distinct coalesce(department, category)) as departments,
      case when sum(amount) > 0 then sum(full_price) * 1.0 / sum(amount) end as full_price_share
    from (
      select member, department, {instead} as category, sum(amount) as amount,
        sum(case when coalesce(discount, 0) > 0 then 0 else amount end) as full_price
      from lines where occurred_at >= {since} and amount > 0
      group by member, department, {instead}
    ) d
    group by member
    """


def kept_sql(day: int, window: int) -> str:
    """The share of what was bought in the window that was not refunded."""
    return f"""
    select member, sum(amount) * 1.0 / sum(gross) as kept_share
    from baskets where day > {day - window} and day <= {day} and gross > 0
    group by member
    """


def activities_sql(since: int) -> str:
    """What members did beside buying since an instant."""
    return f"""
    select member, count(*) as activities
    from events where kind = 'activity' and not {SENT} and occurred_at >= {since}
    group by member
    """


def said_sql(since: int) -> str:
    """Answers that carry a sentiment: the text of the attributes, to be read afterwards."""
    return f"""
    select member, attributes
    from events where kind = 'activity' and attributes like '%"sentiment"%' and occurred_at >= {since}
    """


BEGUN = "select min(day) as first_day, max(day) as last_day, count(distinct member) as members from purchases"
"""Since when, until when, and how many members bought."""

EVERYBODY = "select count(*) as members from members"
