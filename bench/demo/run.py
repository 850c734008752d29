"""Loading the demo's year into an empty installation: how long, and how much memory."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from bench.children import ROOT, SQLITE, fresh_databases
from bench.figure import Figure

BAR = 60.0
MEMORY_BAR_MIB = 1536.0
LOADED = re.compile(r"Loaded the year in ([\d.]+) s")
PEAK = re.compile(r"^peak (\d+)$", re.MULTILINE)
MEASURED = (
    "import resource, sys; sys.argv = ['regulars', 'demo', 'load']\n"
    "from regulars.surfaces.cli import main\n"
    "try:\n    main()\nexcept SystemExit:\n    pass\n"
    "print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
)


def run() -> Figure:
    """Load once on SQLite and answer with the seconds of the load itself; compiling the engine is told apart."""
    with fresh_databases(SQLITE, 1) as (environment,):
        shown = subprocess.run(
            [sys.executable, "-c", MEASURED], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
        ).stdout
        size = sum(path.stat().st_size for path in Path(environment["REGULARS_DATA"]).iterdir())
    loaded, peak = LOADED.search(shown), PEAK.search(shown)
    if loaded is None or peak is None:
        raise RuntimeError(f"the demo was not loaded: {shown}")
    memory = int(peak[1]) / 1024
    print(shown.partition("peak")[0].rstrip())
    print(f"peak memory {memory:,.0f} MiB (bar {MEMORY_BAR_MIB:,.0f}), database {size / 1e6:,.0f} MB")
    return Figure("demo", float(loaded[1]), BAR, at_most=True, also=memory <= MEMORY_BAR_MIB)
