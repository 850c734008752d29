"""What members did in a quarter and in the quarter after, and how they already differed in the quarter before."""

from __future__ import annotations

import json
from itertools import product

import polars as pl

from regulars.domain.cohorts.policy.intervals import lift_of
from regulars.domain.cohorts.types import Interval

QUARTER = 90
MOST_DEPARTMENTS = 8
MOST_BENEFITS = 12
FEWEST = 30
OUTCOMES = ("bought", "spent_most", "redeemed")


def behaviour_sql(first: int, last: int) -> str:
    """What everybody did from a day to another: bought, spent, used coupons and points, returned, was given, when."""
    within = f"day >= {first} and day <= {last}"
    return f"""
    select m.member, coalesce(p.purchases, 0) as purchases, coalesce(p.spend, 0) as spend,
      coalesce(p.weekend, 0) as weekend, coalesce(e.coupons, 0) as coupons, coalesce(e.campaigns, 0) as campaigns,
      coalesce(e.redeemed, 0) as redeemed, coalesce(e.returned, 0) as returned,
      coalesce(e.granted, 0) as granted, coalesce(e.ordered, 0) as ordered,
      coalesce(l.bargain, 0) as bargain, coalesce(l.paid, 0) as paid
    from (select distinct member from baskets) m
    left join (
      select member, count(*) as purchases, sum(amount) as spend,
        sum(case when weekday >= 6 then 1 else 0 end) as weekend
      from purchases where {within} group by member
    ) p on p.member = m.member
    left join (
      select member, sum(case when event = 'coupon_redeemed' then 1 else 0 end) as coupons,
        sum(case when event like '%_received' then 1 else 0 end) as campaigns,
        sum(case when kind in ('redeem', 'capture') then 1 else 0 end) as redeemed,
        sum(case when kind = 'refund' then 1 else 0 end) as returned,
        sum(case when event = 'benefit_granted' then 1 else 0 end) as granted,
        sum(case when event = 'reward_ordered' then 1 else 0 end) as ordered
      from events where {within} group by member
    ) e on e.member = m.member
    left join (
      select member, sum(case when coalesce(discount, 0) > 0 then amount else 0 end) as bargain, sum(amount) as paid
      from lines where {within} group by member
    ) l on l.member = m.member
    order by m.member
    """


def departments_sql(first: int, last: int) -> str:
    """Who bought of which department from a day to another, of those that most bought of but not nearly all."""
    within = f"day >= {first} and day <= {last} and coalesce(department, category) is not null and amount > 0"
    return f"""
    with had as (select distinct member, coalesce(department, category) as department from lines where {within}),
    sizes as (select department, count(*) as members from had group by department),
    whole as (select count(distinct member) as members from had)
    select h.member, h.department
    from had h join sizes s on s.department = h.department cross join whole w
    where s.members * 1.0 / w.members between 0.05 and 0.8
    """


def uses_sql(first: int, last: int) -> str:
    """Uses of benefits from a day to another: the benefit's id stands in the attributes."""
    return f"""
    select member, attributes from events
    where kind = 'activity' and event = 'benefit_used' and attributes is not null and day >= {first} and day <= {last}
    """


def benefits_of(uses: pl.DataFrame) -> pl.DataFrame:
    """`member` and `benefit`, each pair once, from rows of `uses_sql`."""
    pairs = {(member, json.loads(text).get("benefit")) for member, text in uses.iter_rows()}
    rows = sorted((member, benefit) for member, benefit in pairs if isinstance(benefit, str))
    return pl.DataFrame(rows, schema={"member": pl.Int64, "benefit": pl.String}, orient="row")


def given_of(behaviour: pl.DataFrame, departments: pl.DataFrame, benefits: pl.DataFrame) -> dict[str, pl.Series]:
    """What members are said to have done, as yes or no in the order of the frame: flags, departments and benefits."""
    flags = {
        "used_coupon": pl.col("coupons") > 0,
        "got_campaign": pl.col("campaigns") > 0,
        "redeemed": pl.col("redeemed") > 0,
        "returned": pl.col("returned") > 0,
        "got_benefit": pl.col("granted") > 0,
        "ordered_reward": pl.col("ordered") > 0,
        "used_benefit": pl.col("member").is_in(benefits["member"].implode()),
        "weekend": (pl.col("purchases") >= 3) & (pl.col("weekend") * 2 > pl.col("purchases")),
        "bargain": (pl.col("paid") > 0) & (pl.col("bargain") * 10 > pl.col("paid") * 6),
    }
    told = {name: behaviour.select(flag).to_series() for name, flag in flags.items()}
    sizes = departments.group_by("department").len().sort("len", "department", descending=[True, False])
    for name in sizes["department"].head(MOST_DEPARTMENTS).to_list():
        buyers = departments.filter(pl.col("department") == name)["member"]
        told[f"department:{name}"] = behaviour["member"].is_in(buyers.implode())
    counts = benefits.group_by("benefit").len().sort("len", "benefit", descending=[True, False])
    for name in counts["benefit"].head(MOST_BENEFITS).to_list():
        users = benefits.filter(pl.col("benefit") == name)["member"]
        told[f"benefit:{name}"] = behaviour["member"].is_in(users.implode())
    return told


def outcomes_of(behaviour: pl.DataFrame) -> dict[str, pl.Series]:
    """What became of members in a quarter: whether they bought, were among the third that spent most, spent points."""
    spend = behaviour["spend"]
    bought = behaviour["purchases"] > 0
    edge = spend.filter(spend > 0).quantile(2 / 3, "nearest") if bought.any() else None
    most = spend >= edge if edge is not None else bought
    return {"bought": bought, "spent_most": most & bought, "redeemed": behaviour["redeemed"] > 0}


def rules(
    given: dict[str, pl.Series], after: dict[str, pl.Series], before: dict[str, pl.Series]
) -> list[tuple[str, str, int, float, float, Interval, Interval | None, str]]:
    """Every pair that enough members have: who, outcome, members, support, confidence, lift, lift before, reading."""
    found = []
    for (who, flag), outcome in product(given.items(), OUTCOMES):
        counts = [_counts(flag, told[outcome]) for told in (after, before)]
        both, first, _second, whole = counts[0]
        lift = lift_of(*counts[0])
        if both < FEWEST or lift is None:
            continue
        earlier = lift_of(*counts[1])
        found.append((who, outcome, both, both / whole, both / first, lift, earlier, reading(lift, earlier)))
    return sorted(found, key=lambda one: -abs(one[5].value - 1))


def _counts(flag: pl.Series, told: pl.Series) -> tuple[int, int, int, int]:
    return int((flag & told).sum()), int(flag.sum()), int(told.sum()), flag.len()


def reading(lift: Interval, earlier: Interval | None) -> str:
    """What may be said: chance, selection (as much before, or nothing to compare with), more or less than before."""
    if lift.low <= 1 <= lift.high:
        return "chance"
    if earlier is None or (lift.low <= earlier.high and earlier.low <= lift.high):
        return "selection"
    up = lift.value > 1
    if up != (lift.value > earlier.value):
        return "selection"
    return "more" if up else "less"
