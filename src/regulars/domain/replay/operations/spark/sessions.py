"""A session with a cluster: begun, tried out, and ended."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import urlsplit

import polars as pl

import regulars
from regulars.domain.replay.errors import SparkApart, SparkMissing, SparkSilent, SparkUnlike
from regulars.domain.replay.operations.passing import Workforce
from regulars.domain.replay.operations.spark.opening import open_on
from regulars.domain.replay.operations.spark.refusing import refusing
from regulars.domain.replay.operations.spark.spreading import spread_on
from regulars.platform.java import OLDEST, has_java

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PATIENCE = 120.0
"""Seconds until the workers have to have answered."""
_MASTER_PATIENCE = 10.0
_SETTINGS = {
    "spark.app.name": "regulars replay",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.executorEnv.POLARS_MAX_THREADS": "1",
}

T = TypeVar("T")


class Worker(NamedTuple):
    """What a worker says of itself."""

    host: str
    regulars: str
    polars: str
    sees: bool


@contextmanager
def on_spark(master: str, shared: Path, patience: float = PATIENCE) -> Iterator[Workforce]:
    """The workers of a cluster, when they are ready; they have to see the folder `shared` as this machine does.

    Raises SparkMissing, SparkSilent, SparkUnlike, SparkApart and SparkFailed.
    """
    _see_what_is_here(master)
    with refusing():
        session = _begin(master)
    try:
        with refusing():
            _try_out(session, shared, patience)
        yield Workforce(partial(open_on, session), partial(spread_on, session))
    finally:
        session.stop()


def _see_what_is_here(master: str) -> None:
    """See that this machine has what it takes, and that somebody listens at the master's address."""
    if find_spec("pyspark") is None:
        raise SparkMissing(part="pyspark (pip install 'regulars[spark]')")
    if not has_java():
        raise SparkMissing(part=f"Java {OLDEST}+")
    address = urlsplit(master.partition(",")[0])
    if address.scheme == "spark":
        try:
            socket.create_connection((address.hostname or "", address.port or 7077), _MASTER_PATIENCE).close()
        except OSError as error:
            raise SparkSilent(master=master) from error


def _begin(master: str) -> SparkSession:
    """A session of our own. What `spark-defaults.conf` says holds, but for what a replay depends on."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # about pandas, which no replay uses
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(master)
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()


def _try_out(session: SparkSession, shared: Path, patience: float) -> None:
    """See that workers answer, have the same Regulars, and see the shared folder."""
    token = shared / f".spark-{secrets.token_hex(8)}"
    token.touch()
    try:
        workers = _within(patience, session, partial(_ask, session, token))
    finally:
        token.unlink()
    for one in workers:
        see_that_it_is_fit(one, shared)


def see_that_it_is_fit(worker: Worker, shared: Path) -> None:
    """Raises SparkUnlike or SparkApart."""
    here, there = (regulars.__version__, pl.__version__), (worker.regulars, worker.polars)
    if here != there:
        told = [f"Regulars {one}, Polars {two}" for one, two in (there, here)]
        raise SparkUnlike(host=worker.host, there=told[0], here=told[1])
    if not worker.sees:
        raise SparkApart(host=worker.host, path=str(shared))


def _ask(session: SparkSession, token: Path) -> list[Worker]:
    context = session.sparkContext
    places = range(context.defaultParallelism)
    return context.parallelize(places, len(places)).map(partial(_about_worker, token)).collect()


def _about_worker(token: Path, _place: int) -> Worker:
    return Worker(socket.gethostname(), regulars.__version__, pl.__version__, token.exists())


def _within(patience: float, session: SparkSession, work: Callable[[], T]) -> T:
    """What comes of some work on the cluster, unless it takes too long; ending the session then ends the work."""
    threads = ThreadPoolExecutor(1)
    try:
        return threads.submit(work).result(patience)
    except TimeoutError as error:
        raise SparkSilent(master=session.sparkContext.master) from error
    finally:
        threads.shutdown(wait=False)
