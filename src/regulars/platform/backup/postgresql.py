"""A PostgreSQL database into a dump and back, by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from regulars.platform.backup.errors import DatabaseInUse, ToolFailed, ToolMissing

FILE = "database.dump"

_LONGEST_REASON = 500

_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
      AND backend_type = 'client backend'
"""

_CLEAR = """
BEGIN;
DO $clear$
DECLARE one record;
BEGIN
    FOR one IN SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    LOOP EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', one.name); END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND pg_get_userbyid(p.proowner) = current_user
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name); END LOOP;
END $clear$;
"""


def save(target: Path) -> None:
    """Dump the database as it is at one instant; writers go on meanwhile. Raises ToolMissing or ToolFailed."""
    dump = _tool("pg_dump")
    words, environment = _address(["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])
    with tempfile.TemporaryFile() as told:
        done = subprocess.run([dump, *words], env=environment, stderr=told, check=False)  # noqa: S603 - no shell
        if done.returncode:
            raise ToolFailed(tool="pg_dump", reason=_reason(told))
    target.chmod(0o600)


def replace(source: Path) -> None:
    """Put a dump in the place of all that is in the database, in one transaction.

    Raises DatabaseInUse while others are connected under the same name, ToolMissing or ToolFailed; then
    everything is as it was. What was in the database before is kept nowhere.
    """
    restore, shell = _tool("pg_restore"), _tool("psql")
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        others = cursor.fetchone()[0]
    connection.close()
    if others:
        raise DatabaseInUse(others=others)
    words, environment = _address(["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"])
    reading = [restore, "--no-owner", "--no-privileges", "--file=-", str(source)]
    with tempfile.TemporaryFile() as told:
        with (
            subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=told) as script,  # noqa: S603 - no shell
            subprocess.Popen([shell, *words], env=environment, stdin=subprocess.PIPE, stderr=told) as writing,  # noqa: S603
        ):
            _pour(script, writing)
        if script.returncode or writing.returncode:
            raise ToolFailed(tool="psql" if writing.returncode else "pg_restore", reason=_reason(told))


def _pour(script: subprocess.Popen[bytes], writing: subprocess.Popen[bytes]) -> None:
    """Send the script within a transaction that is committed only when all of it has come."""
    if script.stdout is None or writing.stdin is None:
        raise RuntimeError("both programs were started with pipes")
    try:
        writing.stdin.write(_CLEAR.encode())
        shutil.copyfileobj(script.stdout, writing.stdin)
        script.stdout.close()
        if script.wait() == 0:
            writing.stdin.write(b"\nCOMMIT;\n")
        writing.stdin.close()
    except BrokenPipeError:
        script.kill()  # psql has given up and says why


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ToolMissing(tool=name)
    return found


def _address(options: list[str]) -> tuple[list[str], dict[str, str]]:
    """Arguments that name the database, and an environment with what must not stand on a command line."""
    words, secret = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, options)
    return words[1:], os.environ | (secret or {})


def _reason(told: IO[bytes]) -> str:
    told.seek(0)
    return told.read().decode(errors="replace").strip()[:_LONGEST_REASON]
