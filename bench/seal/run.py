"""What sealing costs: its share of the time that batches of 500 events take through the write door."""

from __future__ import annotations

from bench.children import POSTGRESQL, SQLITE, fresh_databases, run_module, run_regulars
from bench.figure import Figure

BATCHES = 60
BAR = 0.05


def run() -> Figure:
    """Measure on both databases and answer with the larger share."""
    return Figure("seal", max(_share(kind) for kind in (SQLITE, POSTGRESQL)), BAR, at_most=True)


def _share(kind: str) -> float:
    with fresh_databases(kind, 1) as (environment,):
        run_regulars(environment, "migrate")
        answer = run_module("bench.seal.timed", environment, str(BATCHES))
    share: float = answer["sealing"] / answer["seconds"]
    print(f"{kind}: {answer['sealing']:.2f} of {answer['seconds']:.1f} s go into sealing what follows from events")
    return share
