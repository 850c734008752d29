"""Reading a computation: it has to be one query over views that are known."""

from __future__ import annotations

from collections.abc import Collection

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from regulars.platform.sets.errors import SqlRefused

DIALECT = "duckdb"

_TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})
"""What may stand where a table does; others read files, settings or the engine's own catalogue."""

_REFUSED = (
    "getenv",
    "current_setting",
    "read_",
    "glob",
    "query",
    "query_table",
    "pragma_",
    "duckdb_",
    "sniff_",
    "parquet_",
    "sqlite_",
    "postgres_",
    "pg_",
    "getvariable",
    "which_secret",
    "nextval",
    "currval",
    "reflect",
    "java_method",
    "lo_",
    "dblink",
)
"""Beginnings of names of functions that ask the machine, not the views."""


def read_query(sql: str, views: Collection[str]) -> exp.Query:
    """The one query that a text is, over these views and nothing else; raises SqlRefused."""
    try:
        statements = [one for one in sqlglot.parse(sql, read=DIALECT) if one is not None]
    except SqlglotError as error:
        raise SqlRefused(reason=_first_line(str(error))) from error
    except RecursionError as error:
        raise SqlRefused(reason="nested too deeply") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise SqlRefused(reason="one SELECT is expected")
    query = statements[0]
    _see_that_it_only_asks(query)
    _see_names(query, views)
    return query


def _see_that_it_only_asks(query: exp.Query) -> None:
    writing = query.find(exp.Into, exp.Insert, exp.Update, exp.Delete, exp.Create, exp.Drop, exp.Command, exp.Copy)
    if writing is not None:
        raise SqlRefused(reason=f"{writing.key.upper()} is not a question")
    for function in query.find_all(exp.Func):
        name = (function.name if isinstance(function, exp.Anonymous) else function.sql_name()).lower()
        if name.startswith(_REFUSED):
            raise SqlRefused(reason=f"{name}() may not be used")


def _see_names(query: exp.Query, views: Collection[str]) -> None:
    known = {name.lower() for name in views} | {one.alias_or_name.lower() for one in query.find_all(exp.CTE)}
    for table in query.find_all(exp.Table):
        source = table.this
        if isinstance(source, exp.Func):
            name = (source.name if isinstance(source, exp.Anonymous) else source.sql_name()).lower()
            if name not in _TABLE_FUNCTIONS and not isinstance(source, exp.Unnest | exp.GenerateSeries):
                raise SqlRefused(reason=f"{name}() may not stand for a table")
        elif table.args.get("db") is not None or table.name.lower() not in known:
            raise SqlRefused(
                reason=f"there is no view {table.sql(dialect=DIALECT)}; there are {', '.join(sorted(views))}"
            )


def _first_line(text: str) -> str:
    return text.partition("\n")[0].strip()
