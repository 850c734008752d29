"""A while of everything at once, a backup in the midst of it, and the backup restored elsewhere."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import pytest
from django.db import connection

from bench.faults.children import finish, furthest, nursery
from bench.faults.judging import judge
from bench.faults.killing import senders_on
from bench.faults.sender import SOURCE, Order, answers_in
from bench.faults.stream import BEGINS
from regulars.domain.ledger.models import Event
from regulars.domain.ledger.operations import roll_up, tick
from regulars.platform.clock import to_us
from regulars.project.settings.paths import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 3
"""Of load before the backup, and again after it."""

LOGGED = """
import django, json, sys
django.setup()
from regulars.domain.ledger.models import Event
logged = Event.objects.filter(programme_id=int(sys.argv[1]), source=sys.argv[2])
print(json.dumps(list(logged.values_list("event_id", flat=True))))
"""


def run(environment, *words):
    """Run Python in a process of its own and return what it prints."""
    done = subprocess.run(
        [sys.executable, *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def regulars(environment, *words):
    return run(environment, "-c", "from regulars.surfaces.cli import main; main()", *words)


def housekeeping(club):
    """Let time pass and roll up while others write, as the hourly job does."""
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        tick(club.id, to_us(BEGINS))
        roll_up(club.id)
        time.sleep(0.2)


def accepted_in(notes):
    answers = [answer for path in notes.iterdir() for answer in answers_in(path)]
    return {name for name, status in answers if status in {"accepted", "duplicate"}}


def test_a_backup_taken_under_load_holds_all_that_was_answered(
    club, child_environment, notes, tmp_path, empty_environment
) -> None:
    senders = range(senders_on(connection.vendor))
    orders = [Order(club.id, one, len(senders), 100_000, str(notes / f"{one}.txt")) for one in senders]
    backup, keys = str(tmp_path / "backup"), str(tmp_path / "keys.json")
    with ExitStack() as stack, ThreadPoolExecutor(len(orders)) as threads:
        homes = [stack.enter_context(nursery(child_environment, tmp_path / f"{one}.log")) for one in senders]
        children = [home.bear(order) for home, order in zip(homes, orders, strict=True)]
        housekeeping(club)
        answered = accepted_in(notes)
        regulars(child_environment, "backup", backup, "--keys", keys)
        housekeeping(club)
        for child in children:
            os.kill(child, signal.SIGKILL)
        assert {home.end_of_child() for home in homes} == {-signal.SIGKILL}
        last = furthest(notes) + 100
        list(threads.map(finish, homes, [replace(order, until=last) for order in orders]))
    assert judge(club.id, notes).complaints == ()

    told = regulars(empty_environment, "restore", backup, "--keys", keys, "--replay")
    assert "equal: the ledger is what its events make of it\n" in told
    restored = set(json.loads(run(empty_environment, "-c", LOGGED, str(club.id), SOURCE)))
    whole = set(Event.objects.filter(programme_id=club.id, source=SOURCE).values_list("event_id", flat=True))
    assert len(answered) > 50
    assert answered <= restored < whole
