"""Sixty-four clients at once on one balance, on the same order, and on several balances in different orders."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from django.db import connection

from regulars.domain.intake.operations import accept_event, accept_events
from regulars.domain.ledger.models import Account
from regulars.domain.members.queries import find_member
from regulars.domain.proofs.checks import verify_ledger, verify_replay

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("door")]

CLIENTS = 64
NOW = datetime(2024, 6, 5, 9, tzinfo=UTC).isoformat()
BALANCE = 100_000
"""What each member of the club was given."""


def redemption(name: str, member: int, points: int):
    base = {"type": "redeem", "id": name, "occurred_at": NOW, "member": {"card": f"F{member}"}}
    return base | {"points": str(points), "wallet": "points", "order_id": f"order-{name}"}


def at_once(jobs: Sequence[Callable[[], list[object]]]) -> list[object]:
    """What all jobs answer, begun at the same moment, each on a connection of its own."""
    answers: list[object] = []
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], list[object]]) -> None:
        try:
            start.wait(timeout=60)
            answers.extend(job())
        except Exception as error:  # noqa: BLE001 - an error is an answer here, and not one of those expected
            answers.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=240)
    return answers


def singly(club, event):
    return lambda: [accept_event(club.id, "till", event).answer]


def in_batches(club, events):
    return lambda: list(accept_events(club.id, "till", events))


def statuses(answers):
    return Counter(getattr(answer, "status", answer) for answer in answers)


def proven(club):
    assert verify_ledger(club.id).divergences == ()
    assert verify_replay(club.id).divergences == ()


def left(club, member):
    who = find_member(club.id, f"F{member}")
    wallet = club.wallet_numbers["points"]
    return Account.objects.get(programme_id=club.id, member_id=who.id, wallet=wallet).available


@pytest.mark.parametrize("way", [singly, lambda club, event: in_batches(club, [event])], ids=["one_door", "own_doors"])
def test_one_balance_is_not_overspent(club, way) -> None:
    answers = at_once([way(club, redemption(f"r{number}", 1, 30_000)) for number in range(CLIENTS)])
    assert statuses(answers) == {"accepted": 3, "refused": CLIENTS - 3}
    assert left(club, 1) == BALANCE - 90_000
    proven(club)


@pytest.mark.parametrize("way", [singly, lambda club, event: in_batches(club, [event])], ids=["one_door", "own_doors"])
def test_one_order_is_redeemed_once(club, way) -> None:
    answers = at_once([way(club, redemption("same", 1, 30_000)) for _ in range(CLIENTS)])
    assert statuses(answers) == {"accepted": 1, "duplicate": CLIENTS - 1}
    assert left(club, 1) == BALANCE - 30_000
    proven(club)


def test_several_balances_in_different_orders(club) -> None:
    """Each client tries each of eight members once, in an order of its own; seven of its tries fit into a balance."""
    jobs = []
    for client in range(CLIENTS):
        members = list(range(8))
        random.Random(client).shuffle(members)
        jobs.append(in_batches(club, [redemption(f"c{client}-{member}", member, 14_000) for member in members]))
    answers = at_once(jobs)
    assert statuses(answers) == {"accepted": 8 * 7, "refused": 8 * (CLIENTS - 7)}
    assert [left(club, member) for member in range(8)] == [BALANCE - 7 * 14_000] * 8
    proven(club)
