"""`regulars serve`, `migrate` and `work`: the processes of an installation."""

from __future__ import annotations

import os
import signal
import socket
import threading
from typing import Annotated

import typer

from regulars.surfaces.cli.database import BEHIND, is_behind
from regulars.surfaces.cli.output import REFUSED, ready

APPLICATION = "regulars.project.wsgi:application"
THREADS = 64
"""Requests that a process works on at once where the database does not mind."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes; on SQLite one is best.")] = 1,
    threads: Annotated[
        int | None,
        typer.Option(min=1, max=512, help="Requests a process works on at once; 64, or as PostgreSQL has room."),
    ] = None,
    jobs: Annotated[bool, typer.Option(help="Do jobs in the server, without `regulars work`.")] = True,
) -> None:
    """Serve the console, the members' portal and the API. The database must have been migrated."""
    # The server's processes are forked: what they read of the environment has to be there before settings are read.
    os.environ.setdefault("REGULARS_JOBS_IN_SERVER", "1" if jobs else "0")
    ready()
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    refuse_unmigrated()
    refuse_taken(host, port)
    fitting = fitting_threads(workers, threads)
    connections.close_all()
    print(f"Regulars on http://{host}:{port}/ (API: /api/docs)", flush=True)
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=fitting,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()


def fitting_threads(workers: int, asked: int | None) -> int:
    """Threads for each process; each of them holds a connection, so too many asked for come with advice."""
    from regulars.platform.databases import connections_left

    left = connections_left()
    room = THREADS if left is None else max(left // workers, 1)
    if asked is None:
        return min(THREADS, room)
    if left is not None and asked > room:
        typer.echo(
            f"regulars: {workers} x {asked} threads may need more connections than PostgreSQL has left ({left});"
            f" take --threads {room}, or raise its max_connections",
            err=True,
        )
    return asked


def migrate() -> None:
    """Bring the database to the version of the program. Safe to repeat."""
    ready()
    from django.core.management import call_command

    call_command("migrate", interactive=False)


def work() -> None:
    """Do jobs until stopped; a job that is being done goes back and is taken up later where it was."""
    ready()
    from regulars.platform import jobs

    refuse_unmigrated()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print("doing jobs; stop with Ctrl-C", flush=True)
    jobs.work(stop)


def refuse_taken(host: str, port: int) -> None:
    """End with advice when something else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            typer.echo(f"regulars: cannot listen on {host}:{port}: {error.strerror}; choose another --port", err=True)
            raise SystemExit(REFUSED) from error


def refuse_unmigrated() -> None:
    """End with advice when the database is behind the program."""
    if is_behind():
        typer.echo(f"regulars: {BEHIND}", err=True)
        raise SystemExit(REFUSED)
