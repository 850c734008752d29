"""Reading in several processes at once, all of which see the database as it was at the same instant."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, TypeVar, cast

import django
from django.db import connection, connections

from regulars.platform.snapshots import shared_snapshot, snapshot

Result = TypeVar("Result")


class ShareFailed(Exception):
    """A process could not do its share; the text says why."""


def read_in_processes(work: Callable[..., Result], shares: Sequence[tuple[Any, ...]]) -> list[Result]:
    """The results of `work(*share)`, each share in a process of its own; a function of a module, which only reads.

    Not within a transaction: other processes would not see what it wrote.
    """
    if connection.in_atomic_block:
        raise RuntimeError("other processes do not see what this transaction wrote")
    spawning = multiprocessing.get_context("spawn")
    pipes: list[Connection] = []
    processes = []
    for _ in shares:
        ours, theirs = spawning.Pipe()
        processes.append(spawning.Process(target=_serve, args=(theirs, connection.settings_dict["NAME"]), daemon=True))
        processes[-1].start()
        theirs.close()
        pipes.append(ours)
    try:
        for pipe in pipes:
            _received(pipe)
        with shared_snapshot() as ticket:
            for pipe, share in zip(pipes, shares, strict=True):
                pipe.send((ticket, work, share))
            for pipe in pipes:
                _received(pipe)
        return [cast("Result", _received(pipe)) for pipe in pipes]
    finally:
        for process, pipe in zip(processes, pipes, strict=True):
            pipe.close()
            process.terminate()
            process.join()


def _serve(pipe: Connection, database: str) -> None:
    """What a process does: get ready, begin to read when told, answer."""
    try:
        django.setup()
        connection.settings_dict["NAME"] = database
        pipe.send((True, None))
        ticket, work, share = pipe.recv()
        with snapshot(ticket):
            pipe.send((True, None))
            pipe.send((True, work(*share)))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told where the share was given out
        pipe.send((False, f"{type(error).__name__}: {error}"))
    finally:
        connections.close_all()


def _received(pipe: Connection) -> Any:
    try:
        done, answer = pipe.recv()
    except EOFError as error:
        raise ShareFailed("a process ended before its work was done") from error
    if not done:
        raise ShareFailed(answer)
    return answer
