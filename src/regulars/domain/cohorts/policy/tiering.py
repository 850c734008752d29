"""Tiers over time as postings tell them, in the dialect of `platform.sets`; a tier is its place on the ladder."""

from __future__ import annotations

from collections.abc import Sequence

KNOWN = "select count(distinct tier) as tiers from all_entries where tier >= 0"


def tiers_sql(days: Sequence[int], ends: Sequence[int]) -> str:
    """The tier of each member's last posting by the end of each day; `ends` are the instants at which days end."""
    dates = " union all ".join(
        f"select {day} as as_of_day, {end} as ends_at" for day, end in zip(days, ends, strict=True)
    )
    return f"""
    select as_of_day, member, tier from (
      select a.as_of_day, e.member, e.tier,
        row_number() over (partition by a.as_of_day, e.member order by e.event_seq desc, e.posted_at desc, e.seq desc)
          as place
      from all_entries e join ({dates}) a on e.occurred_at <= a.ends_at
      where e.tier >= 0 and e.event_seq > 0
    ) x where place = 1
    order by as_of_day, member
    """


def spells_sql(as_of: int) -> str:
    """Spells on a tier: since when, until when (none: still), and the tier after."""
    return f"""
    with told as (
      select member, tier, occurred_at, event_seq,
        lag(tier) over (partition by member order by event_seq, posted_at, seq) as before
      from all_entries where tier >= 0 and event_seq > 0 and occurred_at <= {as_of}
    )
    select member, tier, occurred_at as begins_at, before,
      lead(occurred_at) over (partition by member order by event_seq, occurred_at) as ends_at,
      lead(tier) over (partition by member order by event_seq, occurred_at) as tier_after
    from told where before is null or before <> tier
    order by member, begins_at
    """
