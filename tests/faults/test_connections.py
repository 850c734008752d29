"""Connections that break in the middle of a batch, while the process lives on."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from bench.faults.children import finish, nursery
from bench.faults.judging import judge
from bench.faults.sender import Order, answers_in

pytestmark = pytest.mark.django_db(transaction=True)

LOSSES = 15
EVENTS = 600
EVERY = 97

CUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = %s AND state <> 'idle'
"""


def test_a_sender_goes_on_when_the_server_cuts_it_off(club, child_environment, notes) -> None:
    order = Order(club.id, 0, 1, EVENTS, str(notes / "0.txt"))
    environment = child_environment | {"PGAPPNAME": "cut-off"}
    if connection.vendor == "sqlite":  # it has no server: the file is closed under the process's hands instead
        order = replace(order, lose_every=EVERY)
    with nursery(environment, notes.with_name("sender.log")) as home:
        home.bear(order)
        lost = 0
        if connection.vendor == "postgresql":
            lost = cut_off(child_environment["DATABASE_URL"], Path(order.notes))
        assert home.end_of_child() == 0
        complaints = notes.with_name("sender.log").read_text().count("again after")
        finish(home, replace(order, lose_every=0))
    verdict = judge(club.id, notes)
    assert verdict.complaints == ()
    assert verdict.events > EVENTS * 0.9
    assert complaints or lost >= LOSSES


def cut_off(address: str, noted: Path) -> int:
    """End the sender's sessions wherever one is at work, again and again; how many were ended."""
    pause = threading.Event()
    lost = 0
    with psycopg.connect(address, autocommit=True) as server:
        while lost < LOSSES and len(answers_in(noted)) < EVENTS * 0.8:
            found = server.execute(CUT, ["cut-off"]).fetchone()
            lost += found[0] if found else 0
            pause.wait(0.05)
    return lost
