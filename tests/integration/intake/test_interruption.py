"""Imports in processes of their own: killed in the middle, and with nothing but bad rows.

They keep their own data folder, so that the kill is a real one; the database is SQLite whatever the run is on.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from regulars.project.settings.paths import ROOT

EVENTS = 4_000
MEMBERS = 300
BAD_ROWS = 200_000
MEMORY_CEILING_MB = 400
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=False)
sys.stderr.write(f"peak {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
"""


def environment(folder: Path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DATABASE_"))}
    return kept | {"REGULARS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "regulars.project.settings"}


def command(*words):
    return [sys.executable, "-c", "from regulars.surfaces.cli import main; main()", *words]


def regulars(folder: Path, *words, status=0):
    done = subprocess.run(command(*words), env=environment(folder), capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def measured(folder: Path, *words):
    """What a command prints, and the most memory it had, in megabytes.

    A process counts as its own what its parent had when it was forked, so a small one stands between.
    """
    between = [sys.executable, "-c", MEASURE, *command(*words)]
    run = subprocess.run(between, env=environment(folder), capture_output=True, text=True, check=False)
    return run.stdout, int(run.stderr.rpartition("peak ")[2]) * MAXRSS_UNIT // 1_048_576


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An installation with the smallest programme."""
    folder = tmp_path_factory.mktemp("installed")
    regulars(folder, "migrate")
    regulars(folder, "programme", "install", str(ROOT / "programmes" / "minimal.yaml"))
    return folder


@pytest.fixture
def installation(installed, tmp_path):
    """Set up an installation of one's own that is like it."""
    return lambda name: shutil.copytree(installed, tmp_path / name)


@pytest.fixture
def year(tmp_path):
    """A file of purchases of many members, some of them wrong."""
    dice = random.Random(7)
    path = tmp_path / "year.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,occurred_at,card,order_id,amount\n")
        for number in range(EVENTS):
            amount = "x" if number % 1_000 == 999 else f"{dice.randrange(100, 20_000) / 100}"
            day, minute = 1 + number * 27 // EVENTS, number % 60
            card = f"C{dice.randrange(MEMBERS)}"
            file.write(f"e{number},2026-01-{day:02d} 10:{minute:02d}:00,{card},o{number},{amount}\n")
    return path


def killed_in_the_middle(folder, year):
    """Start an import and kill it with signal 9 when half of the rows are in."""
    with subprocess.Popen(
        command("import", "events", str(year)), env=environment(folder), stderr=subprocess.PIPE
    ) as run:
        seen = b""
        while b"2,000 of" not in seen:
            piece = os.read(run.stderr.fileno(), 200)
            assert piece, seen
            seen += piece
        run.send_signal(signal.SIGKILL)
    assert run.returncode == -signal.SIGKILL


def shown(folder):
    """A member and what they hold, as people see it."""
    return regulars(folder, "member", "show", "C7")


def test_an_import_killed_in_the_middle_goes_on_without_counting_twice(installation, year):
    whole, broken = installation("whole"), installation("broken")
    expected = regulars(whole, "import", "events", str(year), status=1)
    killed_in_the_middle(broken, year)
    resumed = regulars(broken, "import", "events", str(year), "--resume", status=1)
    assert resumed == expected
    assert "3,996 accepted, 0 known already, 4 rejected" in resumed
    assert regulars(broken, "import", "report", "1") == regulars(whole, "import", "report", "1")
    assert shown(broken) == shown(whole)
    regulars(broken, "ledger", "verify", "--replay")


def test_nothing_but_bad_rows_stays_within_bounds(installation, tmp_path):
    folder = installation("bad")
    path = tmp_path / "bad.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,occurred_at,card,order_id,amount\n")
        file.writelines(f"e{number},2026-31-12 10:00,C{number},o{number},none\n" for number in range(BAD_ROWS))
    told, peak = measured(folder, "import", "events", str(path))
    assert "0 accepted, 0 known already, 200,000 rejected" in told
    assert regulars(folder, "member", "count") == "0\n"
    report, _ = measured(folder, "import", "report", "1")
    assert report.count("\n") == 1 + 2 * BAD_ROWS
    assert peak < MEMORY_CEILING_MB
