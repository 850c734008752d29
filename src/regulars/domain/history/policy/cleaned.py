"""What members bought, in SQL: purchases net of refunds and voids, so that all analysis starts from the same ones.

- Events that another one takes back (`void`) never were; members who were merged into others count as these.
- A refund undoes at most what is left of the earliest purchase with its order, and none that comes after it.
- A purchase counts with what is left of it. What comes to nothing or less (baskets without value, wholly refunded
  ones, returns rung up as sales) is a basket, but no purchase.
- Quantities are no count of items: fuel is sold by volume. Lines are counted instead.
- Days and hours are local to the programme's time zone. Money is in minor units of its one currency.

Texts are in the dialect of `platform.sets`.
"""

from __future__ import annotations

from typing import NamedTuple

from regulars.engine.local_time import DAY, local_sql


class Span(NamedTuple):
    """From when to when a history is looked at: instants, both included, and the time zone of its days."""

    first: int
    as_of: int
    zone: str


def events_sql(span: Span) -> str:
    """What happened and stands: `log` is the number under which the member's log was kept."""
    local = local_sql("e.occurred_at", span.zone, span.first, span.as_of)
    return f"""
    select coalesce(g.survivor, e.member) as member, e.member as log, e.seq, e.key, e.occurred_at,
      {local} // {DAY} as day, {local} % {DAY} // 60000000 as minute,
      ({local} // {DAY} + 3) % 7 + 1 as weekday,
      e.kind, e.event, e.order_key, e.amount, e.discount, e.tax, e.delivery, e.instruments,
      e.channel, e.store, e.refund, e.wallet, e.points, e.tier, e.attributes
    from all_events e
    left join merged g on g.member = e.member
    left join (select member, voids as seq from all_events where voids > 0 and occurred_at <= {span.as_of}) v
      on v.member = e.member and v.seq = e.seq
    where e.occurred_at <= {span.as_of} and v.seq is null and e.kind <> 'void'
    """


REFUNDS = """
    select r.log as refund_log, r.seq as refund_seq, r.refund, r.amount, s.log, s.seq, s.amount as sold
    from events r
    join (
      select p.*, row_number() over (partition by p.member, p.order_key order by p.occurred_at, p.key) as place
      from events p
      join (select distinct member, order_key from events where kind = 'refund' and order_key <> 0) n
        on n.member = p.member and n.order_key = p.order_key
      where p.kind = 'purchase'
    ) s on s.member = r.member and s.order_key = r.order_key and s.place = 1 and r.occurred_at >= s.occurred_at
    where r.kind = 'refund' and r.order_key <> 0
"""
"""Refunds with the purchase that each undoes something of."""

GIVEN_BACK_LINES = """
    select b.member, b.seq, b.line_id, b.amount, b.quantity
    from all_lines b
    join (select distinct refund_log, refund_seq from refunds where refund = 'lines') f
      on f.refund_log = b.member and f.refund_seq = b.seq
"""
"""The lines that refunds name. They and those of the sales are kept first: engines that guessed sizes wrong would
else join all lines with all others."""

SOLD_LINES = """
    select l.member, l.seq, l.number, l.line_id, l.amount, l.quantity
    from all_lines l
    join (select distinct log, seq from refunds where refund = 'lines') f on f.log = l.member and f.seq = l.seq
"""
"""The lines of purchases of which lines were given back."""

REFUNDED_LINES = """
    select f.log, f.seq, l.number,
      cast(least(max(l.amount), sum(coalesce(b.amount,
        case when b.quantity is not null and l.quantity > 0
          then greatest(l.amount, 0) * b.quantity // l.quantity else l.amount end))) as bigint) as refunded
    from refunds f
    join given_back_lines b on b.member = f.refund_log and b.seq = f.refund_seq
    join sold_lines l on l.member = f.log and l.seq = f.seq and l.line_id = b.line_id
    where f.refund = 'lines'
    group by f.log, f.seq, l.number
"""
"""What refunds by lines gave back of each line that they name."""

REFUNDED = """
    select f.log, f.seq,
      cast(case when max(f.whole) = 1 then max(f.sold)
        else least(max(f.sold), coalesce(max(n.refunded), 0) + sum(f.amount)) end as bigint) as refunded
    from (
      select log, seq, sold, case when refund = 'full' then 1 else 0 end as whole,
        case when refund = 'amount' then amount else 0 end as amount
      from refunds
    ) f
    left join (select log, seq, sum(refunded) as refunded from refunded_lines group by log, seq) n
      on n.log = f.log and n.seq = f.seq
    group by f.log, f.seq
"""
"""What refunds gave back of each purchase."""

BASKETS = """
    select e.member, e.log, e.seq, e.order_key, e.occurred_at, e.day, e.minute, e.weekday, e.channel, e.store,
      e.amount as gross, coalesce(r.refunded, 0) as refunded, e.amount - coalesce(r.refunded, 0) as amount,
      e.discount, e.instruments, e.delivery, e.tax
    from events e
    left join refunded r on r.log = e.log and r.seq = e.seq
    where e.kind = 'purchase'
"""
"""All purchases that stand, whatever is left of them."""

PURCHASES = "select * from baskets where amount > 0"


def lines_sql(span: Span) -> str:
    """The lines of purchases: what is left of each; a refund of an amount is shared out in proportion."""
    local = local_sql("l.occurred_at", span.zone, span.first, span.as_of)
    return f"""
    select coalesce(g.survivor, l.member) as member, l.member as log, l.seq, l.number, l.occurred_at,
      {local} // {DAY} as day, l.sku, l.category, l.department, l.brand, l.quantity, l.discount,
      cast(case when k.amount is null then l.amount - coalesce(n.refunded, 0)
        else greatest((l.amount - coalesce(n.refunded, 0)) * k.amount // k.before, 0) end as bigint) as amount
    from all_lines l
    left join merged g on g.member = l.member
    left join refunded_lines n on n.log = l.member and n.seq = l.seq and n.number = l.number
    left join shrunk k on k.log = l.member and k.seq = l.seq
    left join nothing_left z on z.log = l.member and z.seq = l.seq
    where l.occurred_at <= {span.as_of} and z.log is null and l.amount is not null
      and (n.refunded is null or n.refunded < l.amount)
    """


SHRUNK = """
    select b.log, b.seq, sum(b.amount) as amount, greatest(max(b.gross) - coalesce(max(n.refunded), 0), 1) as before
    from baskets b
    join (select distinct log, seq from refunds where refund = 'amount') a on a.log = b.log and a.seq = b.seq
    left join (select log, seq, sum(refunded) as refunded from refunded_lines group by log, seq) n
      on n.log = b.log and n.seq = b.seq
    where b.amount > 0
    group by b.log, b.seq
"""
"""Purchases of which an amount was given back: what is left, and what there was before that.

The amount is a sum of one, which engines keep in wide numbers: it is multiplied with those of lines."""


def nothing_left_sql(span: Span) -> str:
    """Purchases of which nothing is left, and events that were taken back: their lines do not count."""
    return f"""
    select log, seq from baskets where amount <= 0
    union all
    select member as log, voids as seq from all_events where voids > 0 and occurred_at <= {span.as_of}
    union all
    select refund_log as log, refund_seq as seq from refunds
    """


DAYS = """
    select member, day, count(*) as purchases, sum(amount) as amount from purchases group by member, day
"""
"""Days on which members bought something."""


def members_sql(span: Span) -> str:
    """Everybody of whom something happened: since when, and the tier where it is known as of then.

    The history knows the tier of its last run; one that began after the instant is left out.
    """
    day = f"({local_sql(str(span.as_of), span.zone, span.first, span.as_of)} // {DAY})"
    return f"""
    select e.member, coalesce(nullif(m.enrolled_day, 0), e.first_day) as enrolled_day, nullif(m.birth_month, 0)
      as birth_month, case when m.tier_since_day <= {day} then m.tier end as tier,
      case when m.tier_since_day <= {day} then nullif(m.tier_since_day, 0) end as tier_since_day
    from (select member, min(day) as first_day from events where kind <> 'tick' group by member) e
    left join all_members m on m.member = e.member
    """


def entries_sql(span: Span) -> str:
    """Postings by then, with local days; `member` is who they belong to now."""
    local = local_sql("n.occurred_at", span.zone, span.first, span.as_of)
    return f"""
    select coalesce(g.survivor, n.member) as member, n.wallet, n.account, n.points, n.kind, n.rule, n.tier,
      n.occurred_at, {local} // {DAY} as day
    from all_entries n
    left join merged g on g.member = n.member
    where n.occurred_at <= {span.as_of}
    """


ACCOUNTS = """
    select member, wallet, sum(points) as available,
      sum(case when kind in ('earn', 'grant') and points > 0 then points else 0 end) as earned,
      sum(case when kind in ('redeem', 'capture') then -points else 0 end) as spent,
      sum(case when kind = 'expire' then -points else 0 end) as expired,
      max(case when kind in ('redeem', 'capture') then day end) as last_spent_day
    from entries
    where account = 1
    group by member, wallet
"""
"""Points of each member and wallet: what there is, and what came and went."""
