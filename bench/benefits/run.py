"""Verifications over HTTP from 16 tills, against the transactions that they are, sent bare."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.benefits.load import TILLS
from bench.children import POSTGRESQL, ROOT, Environment, fresh_databases, run_module, run_regulars
from bench.figure import Figure
from bench.http.run import serving

BAR = 3.0
WARM_UP, WORKERS = 200, 2


def run() -> Figure:
    """Verify over HTTP in one database; note the statements there, and send them in another; answer the ratio."""
    count = int(os.environ.get("REGULARS_BENCH_CODES", "3000"))
    with fresh_databases(POSTGRESQL, 2) as (ours, bare), tempfile.TemporaryDirectory() as folder:
        made = [_install(environment, folder, 2 * count + WARM_UP) for environment in (ours, bare)]
        members, programme = made[0]["members"], made[0]["programme"]
        warm, first, second = members[:WARM_UP], members[WARM_UP : WARM_UP + count], members[WARM_UP + count :]
        with serving(ours, WORKERS) as port:
            for name, part in (("warm", warm), ("tills", first)):
                shown = _asked(ours, folder, "codes", {"programme_id": programme, "members": part})["codes"]
                answered = _drive({"port": port, "key": made[0]["key"], "codes": shown, "name": name})
        _asked(ours, folder, "statements", {"programme_id": programme, "members": second})
        sent = run_module("bench.benefits.bare", bare, bare["DATABASE_URL"], str(Path(folder) / "asked.json"))
    each, plain = answered["seconds"] / count, sent["seconds"] / count
    print(f"{count:,} verifications by {TILLS} tills: {1 / each:,.0f} a second, answered {answered['statuses']}")
    print(f"p50 {answered['p50'] * 1000:.0f} ms, p99 {answered['p99'] * 1000:.0f} ms")
    print(f"bare: {1 / plain:,.0f} a second, failed {sent['failed']} {sent['first']}")
    sound = set(answered["statuses"]) == {"201"} and not sent["failed"]
    return Figure("benefits", each / plain, BAR, at_most=True, also=sound)


def _install(environment: Environment, folder: str, members: int) -> Any:
    run_regulars(environment, "migrate")
    return _asked(environment, folder, "install", {"members": members})


def _asked(environment: Environment, folder: str, what: str, given: dict[str, Any]) -> Any:
    """Let a process of that environment answer; the answer stays in the file, too."""
    file = Path(folder) / "asked.json"
    file.write_text(json.dumps(given), encoding="utf-8")
    run_module("bench.benefits.prepare", environment, what, str(file))
    return json.loads(file.read_text(encoding="utf-8"))


def _drive(wanted: dict[str, Any]) -> Any:
    command = [sys.executable, "-m", "bench.benefits.load"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(wanted), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)
