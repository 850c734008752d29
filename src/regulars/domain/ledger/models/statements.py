"""The SQL of the write door, once for both databases: a handful of statements for a batch of any size.

Rows travel as columns. PostgreSQL takes them as arrays (`INSERT .. SELECT .. FROM unnest`), SQLite row by row
within one prepared statement. Lists of members travel as one parameter: an array, or JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection

Column = list[Any]

STATE_COLUMNS = (
    "clock",
    "clock_key",
    "enrolled_day",
    "birth_month",
    "tier",
    "tier_since_day",
    "grace_until_day",
    "floor_tier",
    "floor_until_day",
    "next_review_day",
    "next_due_day",
    "events",
    "next_timeout_at",
    "lock_until_day",
)
"""The columns of `engine.states.Header`, in its order."""

LOT_COLUMNS = (
    "wallet",
    "lot_no",
    "source_seq",
    "rule",
    "order_key",
    "earned_at",
    "expires_day",
    "earned",
    "remaining",
    "expired",
    "taken",
    "basis",
    "refunded",
    "numerator",
    "denominator",
    "uncapped",
    "tier",
    "multipliers",
    "pending_day",
    "step",
    "rounding",
)
"""The columns of `engine.states.Lot`, in its order; its status is not kept."""

DRAW_COLUMNS = ("key", "spend_seq", "wallet", "lot_no", "place", "points", "spent", "held_until", "order_key")
"""The columns of `engine.states.Draw`, in its order; its status is not kept."""

JOURNAL_COLUMNS = (
    "member_id",
    "wallet",
    "seq",
    "kind",
    "points",
    "available_after",
    "debt_after",
    "event_seq",
    "rule",
    "basis",
    "numerator",
    "denominator",
    "uncapped",
    "tier",
    "multipliers",
    "lot_no",
    "occurred_at",
    "posted_at",
    "version_id",
)
"""The numbers of a journal row in the order in which they are sealed; an effect of time is sealed with event 0."""

_KINDS = {
    "programme_id": "int",
    "wallet": "smallint",
    "kind": "smallint",
    "rule": "smallint",
    "tier": "smallint",
    "leg": "smallint",
    "account": "smallint",
    "ordinal": "smallint",
    "from_tier": "smallint",
    "to_tier": "smallint",
    "reason": "smallint",
    "goal": "smallint",
    "birth_month": "smallint",
    "floor_tier": "smallint",
    "enrolled_day": "int",
    "tier_since_day": "int",
    "grace_until_day": "int",
    "floor_until_day": "int",
    "next_review_day": "int",
    "next_due_day": "int",
    "next_expiry_day": "int",
    "expires_day": "int",
    "lock_until_day": "int",
    "pending_day": "int",
    "rounding": "smallint",
    "place": "int",
    "times": "int",
    "counter": "int",
    "period": "int",
    "day": "int",
    "event_id": "text",
    "source": "text",
    "body": "text",
    "budget": "text",
    "detail": "text",
    "request_hash": "bytea",
    "hash": "bytea",
    "chain_head": "bytea",
    "progress": "bytea",
}


def _kind_of(name: str, table: str) -> str:
    if (table, name) == ("ledger_event", "kind"):
        return "text"
    if (table, name) == ("ledger_goal_reached", "ordinal"):
        return "int"
    return _KINDS.get(name, "bigint")


@dataclass(frozen=True)
class Insertion:
    """An insertion into a table; the programme's number comes first and is the same for all rows."""

    table: str
    columns: tuple[str, ...]
    tail: str = ""

    def postgresql(self) -> str:
        """The statement over arrays."""
        arrays = ", ".join(f"%s::{_kind_of(name, self.table)}[]" for name in self.columns)
        return f"{self._head()} SELECT %s::int, rows.* FROM unnest({arrays}) AS rows {self.tail}"

    def sqlite(self) -> str:
        """The statement for one row; the programme's number is to be filled in."""
        return f"{self._head()} VALUES ({{programme}}, {', '.join(['%s'] * len(self.columns))}) {self.tail}"

    def _head(self) -> str:
        return f"INSERT INTO {self.table} (programme_id, {', '.join(self.columns)})"


@dataclass(frozen=True)
class Update:
    """An update of rows found by the programme's number and the columns of `key`."""

    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]

    def postgresql(self) -> str:
        """The statement over arrays: first those of the key, then the new values."""
        names = ", ".join(self.key + self.columns)
        arrays = ", ".join(f"%s::{_kind_of(name, self.table)}[]" for name in self.key + self.columns)
        values = ", ".join(f"{name} = new.{name}" for name in self.columns)
        where = " AND ".join(f"old.{name} = new.{name}" for name in self.key)
        return (
            f"UPDATE {self.table} old SET {values} FROM unnest({arrays}) AS new({names}) "
            f"WHERE old.programme_id = %s AND {where}"
        )

    def sqlite(self) -> str:
        """The statement for one row: first the new values, then the key; the programme's number is to be filled in."""
        values = ", ".join(f"{name} = %s" for name in self.columns)
        where = " AND ".join(f"{name} = %s" for name in self.key)
        return f"UPDATE {self.table} SET {values} WHERE programme_id = {{programme}} AND {where}"


def _replacing(key: tuple[str, ...], columns: tuple[str, ...]) -> str:
    values = ", ".join(f"{name} = excluded.{name}" for name in columns)
    return f"ON CONFLICT (programme_id, {', '.join(key)}) DO UPDATE SET {values}"


_STATE = (*STATE_COLUMNS, "log_seq", "accepted_at", "active_at", "version_id", "progress")
_ACCOUNT = ("seq", "lots", "available", "debt", "earned", "held", "pending", "owed", "next_expiry_day", "chain_head")

EVENTS = Insertion(
    "ledger_event",
    (
        "member_id",
        "log_seq",
        "occurred_at",
        "accepted_at",
        "key",
        "order_key",
        "version_id",
        "kind",
        "source",
        "event_id",
        "body",
    ),
)
EVENT_KEYS = Insertion("ledger_event_key", ("source", "event_id", "member_id", "log_seq", "request_hash"))
JOURNAL = Insertion("ledger_journal", (*JOURNAL_COLUMNS, "detail", "hash"))
POSTINGS = Insertion("ledger_posting", ("member_id", "wallet", "seq", "leg", "account", "points"))
LOT_USES = Insertion("ledger_lot_use", ("member_id", "wallet", "seq", "lot_no", "points"))
NEW_LOTS = Insertion("ledger_lot", ("member_id", *LOT_COLUMNS, "version_id"))
CHANGED_LOTS = Update(
    "ledger_lot",
    ("member_id", "wallet", "lot_no"),
    ("expires_day", "remaining", "expired", "taken", "refunded", "pending_day", "superseded_at"),
)
STATES = Insertion("ledger_member_state", ("member_id", *_STATE), _replacing(("member_id",), _STATE))
ACCOUNTS = Insertion(
    "ledger_account", ("member_id", "wallet", *_ACCOUNT), _replacing(("member_id", "wallet"), _ACCOUNT)
)
TIER_CHANGES = Insertion(
    "ledger_tier_change",
    ("member_id", "posted_at", "ordinal", "event_seq", "occurred_at", "from_tier", "to_tier", "reason", "version_id"),
)
GOALS = Insertion(
    "ledger_goal_reached",
    ("member_id", "goal", "period", "ordinal", "times", "posted_at", "event_seq", "occurred_at", "version_id"),
)
SUPERSEDED_CHANGES = Update("ledger_tier_change", ("member_id", "posted_at", "ordinal"), ("superseded_at",))
SUPERSEDED_GOALS = Update(
    "ledger_goal_reached", ("member_id", "goal", "period", "ordinal", "posted_at"), ("superseded_at",)
)
_DRAW_KEY = ("member_id", "spend_seq", "wallet", "place")
_DRAW = ("key", "lot_no", "points", "spent", "held_until", "order_key")
DRAWS = Insertion("ledger_draw", (*_DRAW_KEY, *_DRAW), _replacing(_DRAW_KEY, _DRAW))
TALLIES = Insertion(
    "ledger_tally", ("member_id", "key", "counter", "value"), _replacing(("member_id", "key", "counter"), ("value",))
)
HOUSE = Insertion("ledger_house_change", ("wallet", "account", "day", "points", "entries"))
ROLLUP = Insertion(
    "ledger_house_rollup",
    ("wallet", "account", "day", "points", "entries"),
    """ON CONFLICT (programme_id, wallet, account, day) DO UPDATE SET
       points = ledger_house_rollup.points + excluded.points,
       entries = ledger_house_rollup.entries + excluded.entries""",
)

_SENT = {
    statement: {"postgresql": statement.postgresql(), "sqlite": statement.sqlite()}
    for statement in (
        EVENTS,
        EVENT_KEYS,
        JOURNAL,
        POSTINGS,
        LOT_USES,
        NEW_LOTS,
        CHANGED_LOTS,
        STATES,
        ACCOUNTS,
        TIER_CHANGES,
        GOALS,
        HOUSE,
        ROLLUP,
        SUPERSEDED_CHANGES,
        SUPERSEDED_GOALS,
        DRAWS,
        TALLIES,
    )
}


def insert(target: Insertion, programme_id: int, columns: Sequence[Column]) -> None:
    """Insert rows given as columns, in the order of `target.columns`. No rows, no statement."""
    if not columns[0]:
        return
    text = _SENT[target][connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(text, [programme_id, *map(array, columns)])
        else:
            cursor.executemany(text.format(programme=programme_id), _rows(columns))


def update(target: Update, programme_id: int, key: Sequence[Column], columns: Sequence[Column]) -> None:
    """Give rows new values, both as columns. No rows, no statement."""
    if not key[0]:
        return
    text = _SENT[target][connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(text, [*map(array, key), *map(array, columns), programme_id])
        else:
            cursor.executemany(text.format(programme=programme_id), _rows([*columns, *key]))


def insert_keys(programme_id: int, columns: Sequence[Column]) -> int:
    """Insert the keys of events and return how many were new; fewer than sent: another transaction was faster."""
    text = _SENT[EVENT_KEYS][connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"{text} ON CONFLICT DO NOTHING RETURNING 1", [programme_id, *map(array, columns)])
            return len(cursor.fetchall())
        cursor.executemany(text.format(programme=programme_id), _rows(columns))
    return len(columns[0])


def _rows(columns: Sequence[Column]) -> Sequence[tuple[Any, ...]]:
    """Columns as rows, made one by one while they are inserted; Django takes any iterable, whatever its types say."""
    return cast("Sequence[tuple[Any, ...]]", zip(*columns, strict=True))


def array(values: Column) -> str:
    """A column of whole numbers and nulls, of texts or of bytes as PostgreSQL's text of an array.

    psycopg can write arrays too, element by element in Python; that took as long as everything else together.
    """
    sample = next((value for value in values if value is not None), 0)
    if isinstance(sample, str):
        return "{" + ",".join(["NULL" if text is None else _quoted(text) for text in values]) + "}"
    if isinstance(sample, bytes):
        return '{"' + '","'.join(["\\\\x" + block.hex() for block in values]) + '"}'
    return "{" + ",".join(map(str, values)).replace("None", "NULL") + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_ANY = {"postgresql": "= ANY(%s::bigint[])", "sqlite": "IN (SELECT value FROM json_each(%s))"}
_LISTED = {"postgresql": "unnest(%s::bigint[]) AS listed(value)", "sqlite": "json_each(%s) AS listed"}
_KEYS = {
    "postgresql": "unnest(%s::text[], %s::text[]) AS named(source, event_id)",
    "sqlite": "(SELECT value ->> 0 AS source, value ->> 1 AS event_id FROM json_each(%s)) AS named",
}
_USES = {
    "postgresql": "unnest(%s::text[], %s::int[], %s::bigint[]) AS named(budget, period, points)",
    "sqlite": """(SELECT value ->> 0 AS budget, value ->> 1 AS period, value ->> 2 AS points
                  FROM json_each(%s)) AS named""",
}
_NUMBERS = {
    "postgresql": "unnest(%s::bigint[], %s::bigint[]) AS named(member_id, number)",
    "sqlite": "(SELECT value ->> 0 AS member_id, value ->> 1 AS number FROM json_each(%s)) AS named",
}


def listing(values: Iterable[Any]) -> Any:
    """A list of values as one parameter."""
    return array(list(values)) if connection.vendor == "postgresql" else json.dumps(list(values))


def pairs(values: Iterable[tuple[Any, Any]]) -> list[Any]:
    """A list of pairs as parameters of `{keys}` or `{numbers}`."""
    return _columns(list(values), 2)


def uses(values: Iterable[tuple[str, int, int]]) -> list[Any]:
    """A list of (budget, period, points) as parameters of `{uses}`."""
    return _columns(list(values), 3)


def _columns(rows: list[Any], width: int) -> list[Any]:
    if connection.vendor == "postgresql":
        return [array([row[column] for row in rows]) for column in range(width)]
    return [json.dumps(rows)]


def fetch(text: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a query.

    In the text `{any}` compares with a list, `{listed}` is one as a table of `value`; `{keys}` and `{numbers}` are
    pairs as a table `named`, of (source, event_id) or (member_id, number), and `{uses}` is one of what budgets give.
    """
    with connection.cursor() as cursor:
        cursor.execute(_filled(text), parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def execute(text: str, parameters: Sequence[Any]) -> None:
    """Run a statement that answers nothing; lists as in `fetch`."""
    with connection.cursor() as cursor:
        cursor.execute(_filled(text), parameters)


def _filled(text: str) -> str:
    vendor = connection.vendor
    return text.format(
        any=_ANY[vendor], listed=_LISTED[vendor], keys=_KEYS[vendor], numbers=_NUMBERS[vendor], uses=_USES[vendor]
    )
