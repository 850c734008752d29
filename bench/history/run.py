"""What an event costs a member with 100,000 events behind them, over what it costs one with 100."""

from __future__ import annotations

import os

from bench.children import POSTGRESQL, SQLITE, fresh_databases, run_module, run_regulars
from bench.figure import Figure

LONG = 100_000
BAR = 1.5


def run() -> Figure:
    """Measure purchases, redemptions and refunds on both databases and answer with the worst of the six."""
    return Figure("history", max(_ratio(kind) for kind in (SQLITE, POSTGRESQL)), BAR, at_most=True)


def _ratio(kind: str) -> float:
    """The worst ratio of one database. `REGULARS_BENCH_EVENTS` makes the long past shorter, to try things out."""
    long = int(os.environ.get("REGULARS_BENCH_EVENTS", LONG))
    with fresh_databases(kind, 1) as (environment,):
        run_regulars(environment, "migrate")
        print(f"{kind}:")
        times = run_module("bench.history.door", environment, str(long))
    for name, (much, little) in times.items():
        print(
            f"  {name}: {much * 1e3:.2f} ms after {long:,} events, {little * 1e3:.2f} ms after 100: {much / little:.2f}"
        )
    return max(much / little for much, little in times.values())
