"""What the command line says where the database is not as the program needs it."""

from __future__ import annotations

import sys

BEHIND = "the database is behind the program; run: regulars migrate"


def is_behind() -> bool:
    """Whether migrations wait; raises Django's errors of databases where it does not answer."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def advice_on(error: Exception) -> str | None:
    """What to do about an error of the database that comes from how it is set up; None where it does not."""
    if "django.db" not in sys.modules:
        return None
    from django.db import DatabaseError

    if not isinstance(error, DatabaseError):
        return None
    try:
        return BEHIND if is_behind() else None
    except DatabaseError:
        return f"the database does not answer; look at DATABASE_URL and whether the server is up ({error})".replace(
            "\n", " "
        )
