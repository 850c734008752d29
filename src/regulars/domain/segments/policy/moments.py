"""The moments that a call counts, in SQL over a history, and its value as of an instant.

Every call comes down to moments of members, each with a value: the events that it names, or the ends of sequences.
`happened` is what stands: purchases with what is left of them after refunds, and everything else members did.
"""

from __future__ import annotations

from regulars.domain.segments.types import DAY, Call, Function
from regulars.engine.expressions.sql import node_sql

HAPPENED = """
    select member, occurred_at as at, seq, event, coalesce(amount, 0) as amount, coalesce(discount, 0) as discount,
      coalesce(tax, 0) as tax, coalesce(delivery, 0) as delivery, coalesce(instruments, 0) as instruments,
      channel, store, weekday, minute // 60 as hour
    from events where kind not in ('purchase', 'refund', 'tick', 'void', 'restate')
    union all
    select member, occurred_at as at, seq, 'purchase' as event, coalesce(amount, 0) as amount,
      coalesce(discount, 0) as discount, coalesce(tax, 0) as tax, coalesce(delivery, 0) as delivery,
      coalesce(instruments, 0) as instruments, channel, store, weekday, minute // 60 as hour
    from purchases
"""
"""What members did, as conditions of events see it."""

COLUMNS = (*("event", "channel", "store", "amount", "discount", "tax", "delivery", "instruments", "weekday", "hour"),)
"""Columns of `happened` that `where` may name."""


def moments_sql(call: Call) -> str:
    """`member`, `at` and `value` of each moment; midnights of enrolment and tier are put in by whoever knows zones."""
    if call.function is Function.SEQUENCE:
        return _sequence_sql(call)
    value = "1" if call.of is None else f"coalesce({node_sql(call.of, 'duckdb')}, 0)"
    return f"select member, at, {value} as value from happened where {_named(call.events)} and {_asked(call)}"


def value_sql(call: Call, as_of: int) -> str:
    """`member` and the value of a call as of an instant, of members who have moments then."""
    seen = f"select member, at, value from ({moments_sql(call)}) as told where at <= {as_of}{_window(call, as_of)}"
    if call.function is Function.DAYS_SINCE:
        told = f"({as_of} - max(at)) // {DAY}"
    elif call.function is Function.SEQUENCE:
        told = "count(*) > 0"
    else:
        told = "cast(sum(value) as bigint)"
    return f"select member, {told} as {call.name} from ({seen}) as seen group by member"


def _window(call: Call, as_of: int) -> str:
    return "" if call.last_days is None else f" and at > {as_of - call.last_days * DAY}"


def _named(events: tuple[str, ...]) -> str:
    if not events:
        return "true"
    return "event in (" + ", ".join(_quoted(one) for one in events) + ")"


def _asked(call: Call) -> str:
    return "true" if call.where is None else f"coalesce({node_sql(call.where, 'duckdb')}, false)"


def _sequence_sql(call: Call) -> str:
    """Ends of the sequence: each step keeps the latest beginning that leads to it, so one pass finds them all."""
    rows = f"""
        select member, at, seq, event, case when event = {_quoted(call.events[0])} then at end as begun_1
        from happened where {_named(tuple(dict.fromkeys(call.events)))} and {_asked(call)}"""
    for step, event in enumerate(call.events[1:], start=2):
        before = f"max(begun_{step - 1}) over (partition by member order by at, seq rows between unbounded preceding"
        rows = f"""
            select *, case when event = {_quoted(event)} then {before} and 1 preceding) end as begun_{step}
            from ({rows}) as step_{step - 1}"""
    last, within = f"begun_{len(call.events)}", (call.within_days or 0) * DAY
    return f"select member, at, 1 as value from ({rows}) as steps where {last} is not null and at - {last} <= {within}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
