"""Restating members of a hundred events each, over a plain replay and bare inserts of the rows that were added."""

from __future__ import annotations

import os

from bench.children import POSTGRESQL, SQLITE, fresh_databases, run_module, run_regulars
from bench.figure import Figure
from bench.ingest.bare import TABLES, bare_seconds

MEMBERS = 10_000
BAR = 3.0
KEPT = ("ledger_account", "ledger_member_state")
"""Tables to which a restatement adds no row."""

BY_MEMBER = "ORDER BY t.member_id"
NAMING = {"ledger_event_key": "e", "ledger_posting": "j", "ledger_lot_use": "j"}
"""Tables whose rows name no version themselves, and the letter of the table that does."""


def run() -> Figure:
    """Measure on both databases and answer with the worse of the two."""
    return Figure("restate", max(_ratio(kind) for kind in (SQLITE, POSTGRESQL)), BAR, at_most=True)


def _ratio(kind: str) -> float:
    """The ratio of one database. `REGULARS_BENCH_MEMBERS` takes fewer members, to try things out."""
    members = int(os.environ.get("REGULARS_BENCH_MEMBERS", MEMBERS))
    with fresh_databases(kind, 2) as (door, bare):
        for environment in (door, bare):
            run_regulars(environment, "migrate")
        answer = run_module("bench.restate.door", door, str(members))
        tables = added(answer["version"])
        inserting = bare_seconds(door["DATABASE_URL"], bare["DATABASE_URL"], answer["batches"], tables)
    ratio: float = answer["restating"] / (answer["replaying"] + inserting)
    print(f"{kind}: {members:,} members restated in {answer['restating']:.1f} s, {ratio:.2f} times what it takes")
    print(f"  to replay them ({answer['replaying']:.1f} s) and to insert the new rows ({inserting:.1f} s)")
    return ratio


def added(version: int) -> dict[str, str]:
    """The ledger's tables, narrowed to the rows that restatements added under a version, in the order of members."""
    return {
        table: f"{source.partition(' ORDER BY')[0]} WHERE {NAMING.get(table, 't')}.version_id = {version} {BY_MEMBER}"
        for table, source in TABLES.items()
        if table not in KEPT
    }
