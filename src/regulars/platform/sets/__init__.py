"""Set computations: SQL in one dialect over named views, on whichever engine the setting names.

A computation is a query in DuckDB's dialect, only ever a query: it is parsed before it runs, and anything that writes,
reads files or asks the machine is refused. DuckDB in this process is the default; Spark takes the same text by setting;
PostgreSQL is there to compare answers with. What engines do differently (order of nulls, division, medians) is evened
out here; `docs/concepts/sets.md` says what a computation has to keep to, so that all give the same rows.

It knows no table of the product: whoever opens sets says what the views are.
"""

from regulars.engine.local_time import local_sql
from regulars.platform.sets.digests import digest_of
from regulars.platform.sets.errors import SetsFailed, SetsMissing, SqlRefused
from regulars.platform.sets.opening import Sets, open_sets
from regulars.platform.sets.types import Column, ColumnKind, Files, View

__all__ = [
    "Column",
    "ColumnKind",
    "Files",
    "Sets",
    "SetsFailed",
    "SetsMissing",
    "SqlRefused",
    "View",
    "digest_of",
    "local_sql",
    "open_sets",
]
