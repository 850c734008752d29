"""Ten million entries proven by `regulars ledger verify`: chains, sums, balances, lots."""

from __future__ import annotations

import os
import resource

from bench.children import POSTGRESQL, SQLITE, fresh_databases, run_module, run_regulars
from bench.figure import Figure, seconds

ENTRIES = int(os.environ.get("BENCH_ENTRIES", "10000000"))
PROCESSES = 2
BAR = 60.0
AT = 10_000_000


def run() -> Figure:
    """Measure on the default database, and on the other when asked to; the figure is in seconds for ten million."""
    kinds = [SQLITE, POSTGRESQL] if os.environ.get("BENCH_POSTGRESQL") else [SQLITE]
    return Figure("verify", max(_seconds(kind) for kind in kinds), BAR, at_most=True)


def _seconds(kind: str) -> float:
    with fresh_databases(kind, 1) as (environment,):
        run_regulars(environment, "migrate")
        filled = run_module("bench.verify.rows", environment, str(ENTRIES))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        told: list[str] = []
        taken = seconds(
            lambda: told.append(run_regulars(environment, "ledger", "verify", "--processes", str(PROCESSES)))
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    entries: int = filled["entries"]
    if "the ledger holds" not in told[0] or f"{entries:,} entries" not in told[0]:
        raise RuntimeError(told[0])
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{kind}: {entries:,} entries of {filled['members']:,} members proven in {taken:.1f} s")
    print(f"{worked:.1f} s of processor time in {PROCESSES} processes, at most {after.ru_maxrss / 1024:,.0f} MiB each")
    return taken * AT / entries
