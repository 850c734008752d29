"""`python -m bench [NAME]`: lists the benches, or runs one."""

from __future__ import annotations

import importlib
import sys

BENCHES = {
    "replay": "fifty million baskets through the club's programme, against Polars reading and sorting them",
    "sweep": "twenty values of a tier's threshold over fifty million baskets, against one replay",
    "spark": "the club's programme on a Spark of two workers, against the same replay here",
    "ingest": "batches of 500 events through the write door, against bare inserts of the same rows",
    "http": "one event a request from 64 connections, against an endpoint that does nothing",
    "drop": "a thousand pieces asked for by five thousand members at once, over HTTP",
    "seal": "what the hash chains cost: their share of the write door's time",
    "verify": "ten million entries proven by `regulars ledger verify`: chains, sums, balances, lots",
    "history": "an event of a member with 100,000 events behind them, against one with 100",
    "restate": "members of 100 events restated, against replaying them and bare inserts of the new rows",
    "tags": "all tags of many members in a few passes, against a query for each tag",
    "rfm": "classes of members over twenty million lines, against Polars written by hand, and what a line costs",
    "clv": "BG/NBD, Pareto/NBD and Gamma-Gamma on CDNOW, against lifetimes and pymc-marketing",
    "models": "all predictions on the demo's year, each beside its naive baseline, and a first refresh",
    "segments": "sets of a million members by bitmaps, against joins in DuckDB",
    "benefits": "verifications over HTTP from 16 tills, against the same transactions sent bare",
    "faults": "senders killed in the middle of live batches: what is lost, counted twice or does not prove itself",
    "demo": "loading the demo's year: time and memory",
}


def main(names: list[str]) -> int:
    """Run the bench that is named; 0 when it met its bar, 1 when it fell short, 2 when there is none of that name."""
    if not names:
        for name, meaning in BENCHES.items():
            print(f"{name:<8} {meaning}")
        return 0
    if len(names) > 1 or names[0] not in BENCHES:
        print(f"bench: name one of {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    figure = importlib.import_module(f"bench.{names[0]}.run").run()
    print(figure.line())
    return 0 if figure.ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
