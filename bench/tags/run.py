"""All tags of many members in a few passes, against a query for each tag; four times the members cost four times."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
import time
from pathlib import Path

from bench.figure import Figure, seconds
from bench.tags.people import START, YEAR, people
from regulars.domain.history.queries import LookedAt, open_history_sets
from regulars.domain.tags.operations import Asked, refresh_tags
from regulars.domain.tags.policy.computing import Slice, tags_sql
from regulars.domain.tags.queries import library
from regulars.engine.time import zone_table

ZONE = "Asia/Shanghai"
MEMBERS = 1_000_000
BAR = 0.5
LONGEST = 1200.0
"""Processor seconds that a million members may take: ten minutes of two cores. Others on the machine do not count."""
STEEPEST = 1.3
EVERY = 30
"""Each thirtieth tag is computed by a query of its own."""


def run() -> Figure:
    """Measure, print what was measured, and answer with the figure."""
    members = int(os.environ.get("REGULARS_BENCH_MEMBERS", MEMBERS))
    few = measured(members // 4)
    many = measured(members)
    steeper = many / (few * 4)
    alone = one_by_one(members // 4) * len(library().definitions)
    million = many * MEMBERS / members
    print(f"a query for each tag would take {alone:.0f} s of processors for {members // 4:,} members")
    print(f"a million members: {million:.0f} s of processors at this rate (bar {LONGEST:g})")
    print(f"four times the members cost {steeper * 4:.2f} times as much")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024:.1f} GiB")
    return Figure("tags", few / alone, BAR, at_most=True, also=million <= LONGEST and steeper <= STEEPEST)


def measured(members: int) -> float:
    """Processor seconds to compute all tags of so many members, files and figures included."""
    history, folder = people(members), Path(tempfile.mkdtemp())
    asked = Asked(history, ZONE, START + YEAR, (), library().definitions, folder)
    try:
        began = time.process_time()
        took = seconds(lambda: refresh_tags(asked))
        worked = time.process_time() - began
    finally:
        shutil.rmtree(folder)
    print(f"{members:,} members, {len(asked.definitions)} tags: {took:.1f} s, {worked:.1f} s of processors")
    return worked


def one_by_one(members: int) -> float:
    """Processor seconds for one tag by a query of its own, as some of them say."""
    today = zone_table(ZONE).day_of(START + YEAR)
    chosen = [one for one in library().definitions if not one.rank_of][::EVERY]
    with open_history_sets(LookedAt(people(members), ZONE, START + YEAR)) as sets:
        began = time.process_time()
        for one in chosen:
            sets.frame(tags_sql([one], Slice(1, members, today, 1)))
        return (time.process_time() - began) / len(chosen)
