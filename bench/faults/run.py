"""Kills without number on SQLite and on PostgreSQL; the figure is how many of the promises were broken."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.children import POSTGRESQL, SQLITE, fresh_databases, run_module, run_regulars
from bench.faults.killing import Plan, kill_senders, senders_on
from bench.figure import Figure, seconds

LONG = 200
BAR = 0


def run() -> Figure:
    """Kill on both databases, `REGULARS_BENCH_KILLS` times each, and count the complaints."""
    kills = int(os.environ.get("REGULARS_BENCH_KILLS", LONG))
    return Figure("faults", sum(_complaints(kind, kills) for kind in (SQLITE, POSTGRESQL)), BAR, at_most=True)


def _complaints(kind: str, kills: int) -> int:
    with fresh_databases(kind, 1) as (environment,), TemporaryDirectory(prefix="regulars-faults-") as folder:
        run_regulars(environment, "migrate")
        programme_id: int = run_module("bench.faults.prepare", environment)["programme"]
        notes = Path(folder) / "notes"
        notes.mkdir()
        plan = Plan(kills, senders_on(kind), seed=20260101)
        courses = []
        taken = seconds(lambda: courses.append(kill_senders(programme_id, environment, notes, plan)))
        found = run_module("bench.faults.verdict", environment, str(programme_id), str(notes))
    course = courses[0]
    print(
        f"{kind}: {course.kills} kills in {taken:,.0f} s, {course.from_outside} from outside and"
        f" {course.at_a_statement} at a statement; {found['events']:,} events, {found['answers']:,} answers"
    )
    for complaint in found["complaints"]:
        print(f"  {complaint}")
    return len(found["complaints"])
