"""What is asked of a history, in the dialect of `platform.sets`; days are local days since 1970."""

from __future__ import annotations


def purchases_sql(first: int, last: int) -> str:
    """Purchases and spend of members from a day to another."""
    return f"""
    select member, count(*) as purchases, sum(amount) as spend
    from purchases where day >= {first} and day <= {last} group by member
    """


def promotions_sql(first: int, last: int) -> str:
    """The share of spend on lines that had a discount."""
    return f"""
    select member, sum(case when coalesce(discount, 0) > 0 then amount else 0 end) * 1.0 / sum(amount)
      as promotion_share
    from lines where day >= {first} and day <= {last} and amount > 0
    group by member
    """


def acts_sql(first: int, last: int) -> str:
    """How often members did what, by kind and name; spending of a family's points apart."""
    return f"""
    select e.member, e.kind, e.event, case when a.pool then 1 else 0 end as pooled, count(*) as times
    from events e
    join all_events a on a.member = e.log and a.seq = e.seq
    where e.day >= {first} and e.day <= {last} and e.kind not in ('purchase', 'refund', 'tick', 'enrol', 'profile')
    group by e.member, e.kind, e.event, case when a.pool then 1 else 0 end
    """


def uses_sql(first: int, last: int) -> str:
    """Uses of benefits, and what was taken back: names stand in the attributes."""
    return f"""
    select member, event, attributes from events
    where kind = 'activity' and event in ('benefit_used', 'benefit_returned') and attributes is not null
      and day >= {first} and day <= {last}
    """


def tiers_sql(as_of: int) -> str:
    """Since when members stood on which tier, by its place on the ladder, and on which before."""
    return f"""
    with told as (
      select coalesce(g.survivor, n.member) as member, n.member as log, n.tier, n.occurred_at, n.event_seq,
        n.posted_at, n.seq,
        lag(n.tier) over (partition by n.member order by n.event_seq, n.posted_at, n.seq) as before
      from all_entries n left join merged g on g.member = n.member
      where n.tier >= 0 and n.event_seq > 0 and n.occurred_at <= {as_of}
    )
    select member, log, tier, occurred_at, before,
      lead(occurred_at) over (partition by log order by event_seq, posted_at, seq) as until_at
    from told where before is null or before <> tier
    """


EVERYBODY = "select count(*) as members from members"
FIRST_DAY = "select min(day) as first_day from events"
