"""`sh script/bench segments`: sets of a million members by roaring bitmaps, against joins in DuckDB.

Two segments of half a million of a million members each, drawn with a seed; union, intersection and difference, with
the size of each. The bar: the median of the three takes at most 20 milliseconds, and both say the same sizes.
`REGULARS_BENCH_MEMBERS` makes it smaller.
"""

from __future__ import annotations

import os

import duckdb
import numpy as np
from pyroaring import BitMap64

from bench.figure import Figure, median_seconds
from regulars.domain.segments.policy.members import packed, unpacked

MEMBERS = int(os.environ.get("REGULARS_BENCH_MEMBERS", "1000000"))
BAR_MS = 20.0
_JOINS = {
    "union": "select count(*) from (select member from one union select member from other)",
    "intersection": "select count(*) from one join other using (member)",
    "difference": "select count(*) from one anti join other using (member)",
}


def run() -> Figure:
    """Measure, and say what each operation took by bitmaps and by joins."""
    dice = np.random.default_rng(33)
    drawn = [np.sort(dice.choice(MEMBERS, MEMBERS // 2, replace=False)).astype(np.int64) + 1 for _ in range(2)]
    one, other = (BitMap64(numbers.tolist()) for numbers in drawn)
    connection = duckdb.connect()
    for name, numbers in zip(("one", "other"), drawn, strict=True):
        connection.register(f"{name}_given", {"member": numbers})
        connection.execute(f"create table {name} as select member from {name}_given")
    operations = {
        "union": lambda: len(one | other),
        "intersection": lambda: len(one & other),
        "difference": lambda: len(one - other),
    }
    slowest, equal = 0.0, True
    for name, work in operations.items():
        joined = lambda name=name: connection.execute(_JOINS[name]).fetchall()[0][0]  # noqa: E731
        equal &= work() == joined()
        bitmaps, joins = median_seconds(work, 5) * 1000, median_seconds(joined, 5) * 1000
        slowest = max(slowest, bitmaps)
        print(f"{name}: bitmaps {bitmaps:.2f} ms, joins in DuckDB {joins:.1f} ms, {joins / bitmaps:.0f} times")
    kept = packed(one)
    read = median_seconds(lambda: unpacked(kept), 5) * 1000
    print(f"{MEMBERS:,} members, {len(kept):,} bytes for half of them, read back in {read:.2f} ms; equal: {equal}")
    return Figure("segments", slowest, BAR_MS, at_most=True, also=equal)
