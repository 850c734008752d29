"""Twenty values of a tier's threshold over one history, against a replay of the programme as it is."""

from __future__ import annotations

import os
import tempfile
from decimal import Decimal
from pathlib import Path

from bench.figure import Figure, seconds
from bench.replay.folders import history_folder, years_asked
from bench.replay.run import BASKETS, club, replayed
from regulars.domain.history.queries import read_manifest
from regulars.domain.history.types import Table
from regulars.domain.replay.operations import SweepQuestion, run_sweep
from regulars.domain.replay.types import Sweep

ADDRESS = "ladder.tiers.growth.enter/growth_in_12_months"
VALUES = tuple(Decimal(300 + 142 * step) for step in range(20))
"""From 300 to 2,998."""
BAR = 6.0


def run() -> Figure:
    """Measure, print what was measured, and answer with the figure."""
    programme = club()
    folder = history_folder(years_asked(BASKETS))
    baskets = read_manifest(folder).rows(Table.EVENTS)
    print(f"{baskets:,} baskets, {os.cpu_count()} cores")
    replayed(programme, history_folder(1))
    before = seconds(lambda: replayed(programme, folder))
    swept: list[Sweep] = []
    sweeping = seconds(lambda: swept.append(_swept(folder)))
    alone = (before + seconds(lambda: replayed(programme, folder))) / 2
    found = [point.results.wallets[0].issued for point in swept[0].points if point.results is not None]
    print(f"one replay takes {alone:.1f} s, {len(VALUES)} values {sweeping:.1f} s")
    print(f"points issued from {found[0]:,} (at {VALUES[0]}) to {found[-1]:,} (at {VALUES[-1]})")
    also = len(found) == len(VALUES) and found == sorted(found, reverse=True)
    return Figure("sweep", sweeping / alone, BAR, at_most=True, also=also)


def _swept(folder: Path) -> Sweep:
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as scratch:
        return run_sweep(SweepQuestion(folder, club().document, ADDRESS, VALUES, Path(scratch)))
