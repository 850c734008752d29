"""First purchases and what followed, in the dialect of `platform.sets`; days are local days since 1970."""

from __future__ import annotations

from regulars.domain.cohorts.types import HORIZONS, CohortBy

FEWEST = 20
"""Groups of fewer members are put together."""

BEGUN = "select min(day) as first_day, max(day) as last_day, count(distinct member) as members from purchases"
EVERYBODY = "select count(*) as members from members"
FIRST_DEPARTMENTS = """
    select member, department from (
      select l.member, coalesce(l.department, l.category) as department,
        row_number() over (partition by l.member order by sum(l.amount) desc, coalesce(l.department, l.category))
          as place
      from lines l
      join (
        select log, seq from (
          select log, seq, row_number() over (partition by member order by occurred_at, log, seq) as place
          from purchases
        ) p where place = 1
      ) f on f.log = l.log and f.seq = l.seq
      where coalesce(l.department, l.category) is not null
      group by l.member, coalesce(l.department, l.category)
    ) d where place = 1
"""
"""Of what the first basket was most, by what was paid."""


def firsts_sql(months: list[tuple[str, int, int]]) -> str:
    """Each member's first purchase: its month, channel, department, size and promotion, and the next day of purchase.

    `months` are texts with their first and last days. Sizes are quarters of all first baskets.
    """
    rows = " union all ".join(
        f"select '{text}' as month, {first} as begins, {last} as ends" for text, first, last in months
    )
    return f"""
    with months as ({rows}),
    firsts as (
      select * from (
        select p.*, row_number() over (partition by member order by occurred_at, log, seq) as place from purchases p
      ) x where place = 1
    ),
    seconds as (
      select p.member, min(p.day) as second_day
      from purchases p join firsts f on f.member = p.member and p.day > f.day
      group by p.member
    ),
    discounted as (
      select f.member, max(case when coalesce(l.discount, 0) > 0 then 1 else 0 end) as discounted
      from lines l join firsts f on f.log = l.log and f.seq = l.seq
      group by f.member
    )
    select f.member, f.day as first_day, s.second_day, m.month as {CohortBy.MONTH},
      coalesce(f.channel, 'unknown') as {CohortBy.CHANNEL},
      coalesce(d.department, 'unknown') as {CohortBy.DEPARTMENT},
      case ntile(4) over (order by f.amount, f.member)
        when 1 then 'basket_1' when 2 then 'basket_2' when 3 then 'basket_3' else 'basket_4' end as {CohortBy.BASKET},
      case when coalesce(f.discount, 0) > 0 or coalesce(c.discounted, 0) = 1 then 'with_discount'
        else 'without_discount' end as {CohortBy.PROMOTION},
      coalesce(t.tier, 'unknown') as {CohortBy.TIER}
    from firsts f
    join months m on f.day >= m.begins and f.day <= m.ends
    left join seconds s on s.member = f.member
    left join discounted c on c.member = f.member
    left join first_departments d on d.member = f.member
    left join members t on t.member = f.member
    """


def repurchase_sql(by: CohortBy, day: int) -> str:
    """For each group and horizon: how many are so long behind their first purchase, and how many bought again."""
    counted = ", ".join(
        f"sum(case when first_day <= {day - days} then 1 else 0 end) as observed_{days},"
        f" sum(case when first_day <= {day - days} and second_day <= first_day + {days} then 1 else 0 end)"
        f" as again_{days}"
        for days in HORIZONS
    )
    order = "cohort" if by in {CohortBy.MONTH, CohortBy.BASKET, CohortBy.PROMOTION} else "members desc, cohort"
    kept = ", ".join(f"observed_{days}, again_{days}" for days in HORIZONS)
    summed = ", ".join(f"sum({name}_{days}) as {name}_{days}" for days in HORIZONS for name in ("observed", "again"))
    return f"""
    select cohort, sum(members) as members, {summed}
    from (
      select case when members < {FEWEST} and '{by}' <> '{CohortBy.MONTH}' then 'others' else cohort end as cohort,
        members, {kept}
      from (select {by} as cohort, count(*) as members, {counted} from firsts group by {by}) g
    ) h
    group by cohort
    order by {order}
    """


def retention_sql(months: list[tuple[str, int, int]]) -> str:
    """Of those who first bought in a month, how many bought in each month from it on; whole months only."""
    rows = " union all ".join(
        f"select {place} as place, '{text}' as month, {first} as begins, {last} as ends"
        for place, (text, first, last) in enumerate(months)
    )
    return f"""
    with months as ({rows}),
    bought as (
      select distinct p.member, m.place from purchases p join months m on p.day >= m.begins and p.day <= m.ends
    ),
    sizes as (
      select f.{CohortBy.MONTH} as month, m.place, count(*) as members
      from firsts f join months m on m.month = f.{CohortBy.MONTH}
      group by f.{CohortBy.MONTH}, m.place
    )
    select z.month, b.place - z.place as months_since, count(*) as buying, max(z.members) as members
    from bought b
    join firsts f on f.member = b.member
    join sizes z on z.month = f.{CohortBy.MONTH}
    where b.place >= z.place
    group by z.month, b.place - z.place
    order by z.month, months_since
    """
