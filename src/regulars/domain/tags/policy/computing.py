"""The SQL that computes tags: one query for each kind of rows, joined by member.

Each kind of rows is read once for all windows of all tags that are due. Values of dimensions (what is bought most) need
a table of member and value first, one for each dimension that is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from regulars.domain.tags.policy.aggregates import (
    DIMENSIONS,
    FACTS,
    RANKED,
    WORDS,
    Rows,
    Use,
    Window,
    aggregate_sql,
    quoted,
)
from regulars.domain.tags.policy.formulas import read_formula
from regulars.domain.tags.types import Definition


@dataclass(frozen=True)
class Slice:
    """Members from one number to another, both included, as of a local day of a calendar month.

    `wallets`: those whose points can be spent.
    """

    low: int
    high: int
    today: int
    month: int
    wallets: tuple[str, ...] = ()

    @property
    def members(self) -> str:
        """The condition on a row's member."""
        return f"member between {self.low} and {self.high}"


def tags_sql(definitions: Sequence[Definition], part: Slice) -> str:
    """A query whose rows are members and whose columns are tags, by id. Ranks are not among them."""
    formulas = {one.id: read_formula(one.formula) for one in definitions if not one.rank_of}
    uses = {use.column: use for formula in formulas.values() for use in formula.uses}
    joined = [*_passes(uses.values(), part), *_dimensions(uses.values(), part)]
    columns = ", ".join(f'{formula.sql} as "{name}"' for name, formula in formulas.items())
    facts = ", ".join(f"{_filled(FACTS[name], part)} as {name}" for name in FACTS)
    parts = "".join(f", {one.name} as ({one.sql})" for one in joined)
    filled = ", ".join(f"{_given(use)} as {column}" for column, use in uses.items())
    joins = " ".join(f"left join {one.name} on {one.name}.of_member = m.member" for one in joined)
    return f"""
    with chosen as (select * from members where {part.members}){parts},
    wide as (select m.member, {facts}{", " if filled else ""}{filled} from chosen m {joins})
    select member{", " if columns else ""}{columns} from wide
    """


def ranks_sql(definitions: Iterable[Definition], view: str) -> str:
    """A query that ranks members by other tags: 1 is the highest; who has nothing of it has no rank."""
    ranks = [
        f'case when "{one.rank_of}" > 0 then percent_rank() over '
        f'(partition by case when "{one.rank_of}" > 0 then 1 else 0 end order by "{one.rank_of}") end as "{one.id}"'
        for one in definitions
        if one.rank_of
    ]
    return f"select member{''.join(f', {one}' for one in ranks)} from {view}"


@dataclass(frozen=True)
class _Part:
    name: str
    sql: str


def _filled(text: str, part: Slice) -> str:
    return text.replace("{today}", str(part.today)).replace("{month}", str(part.month))


def _given(use: Use) -> str:
    """The column with what it is for members without a row."""
    if use.word in RANKED:
        return f"coalesce(cast({use.column} as bigint), 0)" if use.word in {"tried", "variety"} else use.column
    if WORDS[use.word].empty == "0":
        return f"cast(coalesce({use.column}, 0) as bigint)"
    return use.column


def _passes(uses: Iterable[Use], part: Slice) -> list[_Part]:
    """A part for each kind of rows that is needed."""
    by_rows: dict[Rows, list[Use]] = {}
    for use in uses:
        if use.word in WORDS:
            by_rows.setdefault(WORDS[use.word].rows, []).append(use)
    return [_Part(f"of_{rows.value}", _pass_sql(rows, asked, part)) for rows, asked in sorted(by_rows.items())]


def _pass_sql(rows: Rows, uses: Sequence[Use], part: Slice) -> str:
    told = ", ".join(f"{aggregate_sql(use, part.today)} as {use.column}" for use in uses)
    return f"select member as of_member, {told} from ({_rows_sql(rows, part)}) group by member"


def _rows_sql(rows: Rows, part: Slice) -> str:
    if rows is Rows.GAPS:
        return (
            "select member, day, gap from (select member, day, day - lag(day) over (partition by member order by day)"
            f" as gap from days where {part.members}) where gap is not null"
        )
    if rows is Rows.POINTS:
        wallets = ", ".join(quoted(one) for one in part.wallets) or "''"
        return f"select * from entries where {part.members} and account = 1 and wallet in ({wallets})"
    columns = {
        Rows.PURCHASES: "*",
        Rows.DAYS: "member, day",
        Rows.LINES: "member, day, amount, discount, category, department, brand, sku",
        Rows.EVENTS: "member, day, kind, event, points",
    }
    return f"select {columns[rows]} from {rows.value} where {part.members}"


def _dimensions(uses: Iterable[Use], part: Slice) -> list[_Part]:
    """For each dimension a table of member and value, with what is needed of each window, and what it says."""
    found = []
    for dimension in DIMENSIONS:
        asked = [use for use in uses if use.word in RANKED and use.arguments[0] == dimension]
        if asked:
            found.append(_Part(f"of_{dimension}", _dimension_sql(dimension, asked, part)))
    return found


def _dimension_sql(dimension: str, asked: Sequence[Use], part: Slice) -> str:
    sums = "".join(
        f", coalesce(sum(amount) filter (where {window.sql(part.today) or 'true'}), 0) as s_{suffix}"
        for suffix, window in _windows(asked, {*_BY_PLACE, *_BY_MOST, *_BY_SUM}).items()
    )
    counts = "".join(
        f", count(*) filter (where {window.sql(part.today) or 'true'}) as n_{suffix}"
        for suffix, window in _windows(asked, _BY_COUNT).items()
    )
    source, value = _source(dimension)
    grouped = (
        f"select member, {value} as value, min(day) as first_day{sums}{counts} from {source}"
        f" where {part.members} and {value} is not null group by member, {value}"
    )
    most = "".join(
        f", max(s_{suffix}) over (partition by member) as m_{suffix}" for suffix in _windows(asked, _BY_MOST)
    )
    places = "".join(
        f", row_number() over (partition by member order by s_{suffix} desc, value) as p_{suffix}"
        for suffix in _windows(asked, _BY_PLACE)
    )
    told = ", ".join(f"{_ranked_sql(use, part.today)} as {use.column}" for use in asked)
    return f"select member as of_member, {told} from (select *{most}{places} from ({grouped})) group by member"


def _windows(asked: Iterable[Use], words: Collection[str]) -> dict[str, Window]:
    """The windows in which one of these words is asked for, by suffix."""
    return {use.window.suffix: use.window for use in asked if use.word in words}


def _source(dimension: str) -> tuple[str, str]:
    """Where values of a dimension are, and how they are read as texts."""
    expressions: Mapping[str, tuple[str, str]] = {
        "channel": ("purchases", "channel"),
        "store": ("purchases", "store"),
        "weekday": ("purchases", "cast(weekday as varchar)"),
        "hour": ("purchases", "cast(minute // 60 as varchar)"),
    }
    return expressions.get(dimension, ("lines", dimension))


_BY_PLACE, _BY_MOST = ("second_favourite",), ("favourite",)
_BY_SUM, _BY_COUNT = ("favourite_share", "concentration"), ("variety",)
"""What words need of a window: places by what was spent, the most, sums, or counts. A place takes sorting, the most
does not."""


def _ranked_sql(use: Use, today: int) -> str:
    suffix = use.window.suffix
    amount = f"s_{suffix}"
    if use.word == "variety":
        return f"count(*) filter (where n_{suffix} > 0)"
    if use.word == "tried":
        return f"count(*) filter (where {use.window.sql(today).replace('day', 'first_day') or 'true'})"
    if use.word == "favourite_share":
        return f"cast(max({amount}) as double) / nullif(sum({amount}), 0)"
    if use.word == "concentration":
        squares = f"sum(cast({amount} as double) * {amount})"
        return f"{squares} / nullif(cast(sum({amount}) as double) * sum({amount}), 0)"
    if use.word == "favourite":
        return f"min(case when {amount} = m_{suffix} and {amount} > 0 then value end)"
    return f"max(case when p_{suffix} = 2 and {amount} > 0 then value end)"
