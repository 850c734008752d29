"""DATABASE_URL as Django wants it: SQLite in the data folder by default, PostgreSQL in production."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# One writer at a time, every commit on disk before it is answered: a points ledger may not lose its last commits.
_SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY"
_SQLITE_WAIT_SECONDS = 30
_POSTGRESQL_CONNECTION_SECONDS = 600


def database_from(url: str, data: Path) -> dict[str, Any]:
    """Django's settings for a database address; an empty address means a file in the data folder."""
    config: dict[str, Any] = dict(dj_database_url.parse(url or f"sqlite:///{data / 'regulars.sqlite3'}"))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return config | {"OPTIONS": config.get("OPTIONS", {}) | _sqlite_options()}
    if config["ENGINE"] == "django.db.backends.postgresql":
        return config | {
            "CONN_MAX_AGE": _POSTGRESQL_CONNECTION_SECONDS,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": config.get("OPTIONS", {}) | {"server_side_binding": True, "prepare_threshold": 3},
        }
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgresql://")


def _sqlite_options() -> dict[str, Any]:
    return {"init_command": _SQLITE_PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": _SQLITE_WAIT_SECONDS}
