"""Requests of one event each, as a share of what an endpoint that does nothing answers in the same run."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench.children import POSTGRESQL, ROOT, Environment, fresh_databases, run_module, run_regulars
from bench.figure import Figure
from bench.http.prepare import MEMBERS
from bench.http.promises import broken_promises, lost
from script.with_postgresql import free_port

CONNECTIONS = 64
WORKERS = 2
WARM_UP_SECONDS = 4.0
SECONDS = 10.0
BAR = 0.25
TAIL = 5.0
"""p99 is to be at most so many times p50."""


def run() -> Figure:
    """Ping, send events, ping again; answer with the ratio of the rates."""
    with fresh_databases(POSTGRESQL, 1) as (environment,):
        run_regulars(environment, "migrate")
        key = run_module("bench.http.prepare", environment)["key"]
        with serving(environment, WORKERS) as port:
            _drive(port, key, "ping", WARM_UP_SECONDS)
            _drive(port, key, "events", WARM_UP_SECONDS)
            before = _drive(port, key, "ping", SECONDS)
            events = _drive(port, key, "events", SECONDS)
            after = _drive(port, key, "ping", SECONDS)
            missing = lost(environment["DATABASE_URL"], events["accepted"])
            broken = broken_promises(environment["DATABASE_URL"], port, key)
    pings = (before["rate"] + after["rate"]) / 2
    tail = events["p99"] / events["p50"]
    print(f"ping: {pings:,.0f} requests a second; events: {events['rate']:,.0f}, answered {events['statuses']}")
    print(f"p50 {events['p50'] * 1000:.1f} ms, p99 {events['p99'] * 1000:.1f} ms: {tail:.1f} times (bar {TAIL:g})")
    print(f"answered and lost: {missing}; broken promises: {dict(broken) or 'none'}")
    sound = not missing and not broken and set(events["statuses"]) == {"201"}
    return Figure("http", events["rate"] / pings, BAR, at_most=False, also=sound and tail <= TAIL)


@contextmanager
def serving(environment: Environment, workers: int, threads: int = 64) -> Iterator[int]:
    """Serve with some workers, each of so many threads, on a free port until the block ends."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("regulars")), "serve", "--port", str(port)]
    command += ["--workers", str(workers), "--threads", str(threads)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    ends_at = time.monotonic() + 60
    while time.monotonic() < ends_at:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/api/v1/ping")
            connection.getresponse()
        except OSError:
            time.sleep(0.2)
        else:
            return
        finally:
            connection.close()
    raise TimeoutError("the server did not start within a minute")


def _drive(port: int, key: str, what: str, seconds: float) -> Any:
    """Run the load generator in a process of its own."""
    wanted = {"port": port, "key": key, "what": what, "seconds": seconds, "connections": CONNECTIONS}
    wanted |= {"members": MEMBERS, "name": f"{what}-{seconds:g}"}
    command = [sys.executable, "-m", "bench.http.load"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(wanted), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)
