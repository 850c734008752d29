"""Child processes and throw-away databases: what a bench runs apart from itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from script.with_postgresql import cluster

ROOT = Path(__file__).parents[1]
SQLITE = "sqlite"
POSTGRESQL = "postgresql"

Environment = dict[str, str]


@contextmanager
def fresh_databases(kind: str, count: int) -> Iterator[list[Environment]]:
    """Environments that name so many empty databases of a kind, each with a data folder; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder:
        folders = [Path(folder) / str(number) for number in range(count)]
        for path in folders:
            path.mkdir()
        if kind == SQLITE:
            yield [_environment(path, f"sqlite:///{path / 'regulars.sqlite3'}") for path in folders]
            return
        with cluster(durable=True) as address:
            yield [_environment(path, _create_database(address, f"bench_{path.name}")) for path in folders]


def _environment(folder: Path, address: str) -> Environment:
    return {**os.environ, "REGULARS_DATA": str(folder), "DATABASE_URL": address}


def _create_database(address: str, name: str) -> str:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return address.rpartition("/")[0] + f"/{name}"


def run_module(module: str, environment: Mapping[str, str], *arguments: str) -> Any:
    """Run a module of ours in a process of its own; its last line is its answer in JSON, the others are shown."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, text=True, check=True)
    *shown, answer = done.stdout.rstrip().split("\n")
    print("\n".join(shown), end="\n" if shown else "")
    return json.loads(answer)


def run_regulars(environment: Mapping[str, str], *arguments: str) -> str:
    """Run the command line and return what it prints."""
    command = [str(Path(sys.executable).with_name("regulars")), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout
