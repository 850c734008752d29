"""A drop over HTTP: how long five thousand take to ask for a thousand pieces, and whether exactly these are sold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from bench.children import POSTGRESQL, ROOT, SQLITE, fresh_databases, run_module, run_regulars
from bench.drop.prepare import DROP, WARM
from bench.figure import Figure
from bench.http.run import serving

CLIENTS = int(os.environ.get("REGULARS_BENCH_CLIENTS", "5000"))
PIECES = CLIENTS // 5
CONNECTIONS = 64
WORKERS = {SQLITE: 1, POSTGRESQL: 2}
THREADS = 16
"""Of each worker: every one of them has a connection of its own to the database, which takes 100."""
BAR = 60.0


def run() -> Figure:
    """Have the drop on both databases; answer with the seconds of the slower one."""
    seconds, sound = 0.0, True
    for kind, workers in WORKERS.items():
        with fresh_databases(kind, 1) as (environment,):
            run_regulars(environment, "migrate")
            ready = run_module("bench.drop.prepare", environment, str(CLIENTS), str(PIECES))
            with serving(environment, workers, THREADS) as port:
                _drive(port, ready, WARM, ready["members"][:CONNECTIONS])
                answer = _drive(port, ready, DROP, ready["members"])
            after = run_module("bench.drop.after", environment)
        statuses = answer["statuses"]
        rate = CLIENTS / answer["seconds"]
        print(f"{kind}: {answer['seconds']:.1f} s, {rate:,.0f} a second, answered {statuses}, then {after}")
        print(f"p50 {answer['p50'] * 1000:.0f} ms, p99 {answer['p99'] * 1000:.0f} ms")
        seconds = max(seconds, answer["seconds"])
        sound &= statuses == {"201": PIECES, "409": CLIENTS - PIECES}
        sound &= after == {"sold": PIECES, "reserved": 0, "wrong": 0}
    return Figure("drop", seconds, BAR, at_most=True, also=sound)


def _drive(port: int, ready: dict[str, Any], reward: str, members: list[int]) -> Any:
    """Run the buyers in a process of their own."""
    wanted = {"port": port, "key": ready["key"], "reward": reward, "members": members, "connections": CONNECTIONS}
    command = [sys.executable, "-m", "bench.drop.load"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(wanted), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)
