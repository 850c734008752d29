"""Batches of 500 events, against bare inserts of the rows that come of them, on SQLite and on PostgreSQL."""

from __future__ import annotations

from bench.children import POSTGRESQL, SQLITE, fresh_databases, run_module, run_regulars
from bench.figure import Figure
from bench.ingest.bare import bare_seconds
from bench.ingest.door import SIZE, WARM_UP

BATCHES = 100
BAR = 0.25


def run() -> Figure:
    """Measure on both databases and answer with the worse of the two."""
    return Figure("ingest", min(_ratio(kind) for kind in (SQLITE, POSTGRESQL)), BAR, at_most=False)


def _ratio(kind: str) -> float:
    """The write door's rate as a share of the bare rate."""
    transactions = BATCHES + WARM_UP
    with fresh_databases(kind, 2) as (door, bare):
        for environment in (door, bare):
            run_regulars(environment, "migrate")
        answer = run_module("bench.ingest.door", door, str(BATCHES))
        if answer["events"] != answer["sent"]:
            raise RuntimeError(f"only {answer['events']} of {answer['sent']} events were accepted")
        door_rate: float = answer["events"] / answer["seconds"]
        bare_rate = transactions * SIZE / bare_seconds(door["DATABASE_URL"], bare["DATABASE_URL"], transactions)
    print(f"{kind}: {door_rate:,.0f} events a second through the door, {bare_rate:,.0f} by bare inserts")
    return door_rate / bare_rate
