"""The SQL that computes tags: one query for each kind of rows, joined by member.

Each kind of rows is read once for all windows of all tags that are due. Values of dimensions (what is bought most) need
a table of member and value first, one for each dimension that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regulars.domain.tags.policy.aggregates import DIMENSIONS, FACTS, RANKED, WORDS, Rows, Use, aggregate_sql, quoted
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
        return f"coalesce(cast({use.column} as bigint), 0)" if use.word == "tried" else use.column
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
        Rows.LINES: "member, day, amount, discount, category, department, brand, sku",
        Rows.EVENTS: "member, day, kind, event, points",
    }
    return f"select {columns[rows]} from {rows.value} where {part.members}"


def _dimensions(uses: Iterable[Use], part: Slice) -> list[_Part]:
    """For each dimension a table of member and value, ranked by what was spent in each window, and what it says."""
    found = []
    for dimension in DIMENSIONS:
        asked = [use for use in uses if use.word in RANKED and use.arguments[0] == dimension]
        if asked:
            windows = {use.window.suffix: use.window for use in asked}
            sums = ", ".join(
                f"coalesce(sum(amount) filter (where {window.sql(part.today) or 'true'}), 0) as s_{suffix}"
                for suffix, window in windows.items()
            )
            source, value = _source(dimension)
            grouped = (
                f"select member, {value} as value, min(day) as first_day, {sums} from {source}"
                f" where {part.members} and {value} is not null group by member, {value}"
            )
            places = ", ".join(
                f"row_number() over (partition by member order by s_{suffix} desc, value) as p_{suffix}"
                for suffix in windows
            )
            told = ", ".join(f"{_ranked_sql(use, part.today)} as {use.column}" for use in asked)
            found.append(
                _Part(
                    f"of_{dimension}",
                    f"select member as of_member, {told} from (select *, {places} from ({grouped})) group by member",
                )
            )
    return found


def _source(dimension: str) -> tuple[str, str]:
    """Where values of a dimension are, and how they are read as texts."""
    expressions: Mapping[str, tuple[str, str]] = {
        "channel": ("purchases", "channel"),
        "store": ("purchases", "store"),
        "weekday": ("purchases", "cast(weekday as varchar)"),
        "hour": ("purchases", "cast(minute // 60 as varchar)"),
    }
    return expressions.get(dimension, ("lines", dimension))


def _ranked_sql(use: Use, today: int) -> str:
    amount, place = f"s_{use.window.suffix}", f"p_{use.window.suffix}"
    if use.word == "tried":
        return f"count(*) filter (where {use.window.sql(today).replace('day', 'first_day') or 'true'})"
    if use.word == "favourite_share":
        return f"cast(max({amount}) as double) / nullif(sum({amount}), 0)"
    if use.word == "concentration":
        squares = f"sum(cast({amount} as double) * {amount})"
        return f"{squares} / nullif(cast(sum({amount}) as double) * sum({amount}), 0)"
    wanted = 1 if use.word == "favourite" else 2
    return f"max(case when {place} = {wanted} and {amount} > 0 then value end)"
