"""A crowd of processes sends everything twice and in disorder; the ledger is as if it had come once and in order."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from django.db import connection

from regulars.domain.ledger.models import Event
from regulars.domain.ledger.operations import apply_batch, roll_up
from regulars.domain.ledger.queries import balances, lots
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.domain.tiers.queries import standing
from regulars.engine.advance import advance
from regulars.engine.records import Record, batch_from_records, event_key
from regulars.engine.states import Account, Header, Lot, States, empty_states
from regulars.engine.time import instant_of
from regulars.platform.paging import PageRequest
from regulars.project.settings.paths import ROOT
from tests.integration.ledger.crowd import MEMBERS, SENDERS, crowd

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def club(transactional_db: None) -> LiveProgramme:
    """The club, committed for other processes to see."""
    return install_programme((ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8"), actor="test")


def test_a_crowd_ends_as_time_order_does(club: LiveProgramme, child_environment: dict[str, str]) -> None:
    at_once = SENDERS if connection.vendor == "postgresql" else 2  # SQLite has one writer: two wait for each other
    refused = sent_side_by_side(club, at_once, child_environment)
    events = crowd()
    late = [event for event in events if event.event_id in refused]
    assert {answer.status for answer in apply_batch(club.id, late)} <= {"accepted", "duplicate"}
    assert Event.objects.filter(programme_id=club.id).count() == len(events) == 2000
    expected = in_order(club)
    for row, member in enumerate(MEMBERS):
        assert ledger_of(club, member) == expected_of(club, expected, row)
    roll_up(club.id)
    assert verify_ledger(club.id).divergences == ()
    assert verify_replay(club.id).divergences == ()


def sent_side_by_side(club: LiveProgramme, at_once: int, environment: dict[str, str]) -> set[str]:
    """Let processes send their shares, so many at the same time; the ids of what was refused."""
    command = [sys.executable, "-m", "tests.integration.ledger.crowd", str(club.id), str(at_once)]
    done = subprocess.run(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT, timeout=300, check=True)
    return set(done.stdout.decode().splitlines())


def in_order(club: LiveProgramme) -> States:
    """The members after all events, once and in time order."""
    records = [
        Record(sent.member_id, number, event_key(sent.source, sent.event_id), sent.occurred_at, sent.body)
        for number, sent in enumerate(crowd())
    ]
    empty = empty_states(np.array(MEMBERS), len(club.compiled.wallet_ids))
    outcome = advance(club.compiled, empty, batch_from_records(club.compiled, records))
    assert not outcome.refusals.any()
    return outcome.states


def ledger_of(club: LiveProgramme, member: int) -> object:
    """Balances, open lots and tier of a member as the ledger has them."""
    held = [(balance.available, balance.debt, balance.earned) for balance in balances(club.id, member)]
    wallets = list(club.compiled.wallet_ids)
    page = lots(club.id, member, PageRequest(limit=200)).items
    found = sorted((wallets.index(lot.wallet), instant_of(lot.earned_at), lot.earned, lot.remaining) for lot in page)
    return held, found, standing(club.id, member).tier


def expected_of(club: LiveProgramme, states: States, row: int) -> object:
    """The same, as time order gives it."""
    accounts = states.accounts[row][:, [Account.AVAILABLE, Account.DEBT, Account.EARNED]]
    own = states.lots[states.lot_offsets[row] : states.lot_offsets[row + 1]]
    own = own[own[:, Lot.REMAINING] > 0][:, [Lot.WALLET, Lot.EARNED_AT, Lot.EARNED, Lot.REMAINING]]
    tier = club.compiled.tier_ids[states.header[row, Header.TIER]]
    return [tuple(account) for account in accounts.tolist()], sorted(map(tuple, own.tolist())), tier
