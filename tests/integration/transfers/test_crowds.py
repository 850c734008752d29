"""Many who give at once: nothing is lost, nothing is given twice, and nobody meets a deadlock."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from regulars.domain.ledger.errors import InsufficientPoints
from regulars.domain.ledger.operations import roll_up
from regulars.domain.pools.operations import spend_from_pool
from regulars.domain.pools.types import NewSpending
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.domain.transfers.errors import DayLimitReached
from regulars.domain.transfers.operations import transfer_points
from regulars.domain.transfers.queries import list_transfers
from regulars.domain.transfers.types import NewTransfer
from regulars.platform.paging import PageRequest
from tests.families import enrol, give, install_family, points_of
from tests.integration.ledger.test_races import together
from tests.integration.pools.conftest import make_pool

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 16
ROUNDS = 6


def gifts(programme: LiveProgramme, giver: int, takers: list[int], name: str) -> Callable[[], None]:
    """Somebody who gives 3 points to others again and again; sometimes they have none left."""

    def job() -> None:
        for number in range(ROUNDS):
            try:
                asked = NewTransfer(f"{name}-{number}", giver, takers[number % len(takers)], "points", 3)
                transfer_points(programme.id, asked)
            except InsufficientPoints:
                pass

    return job


def holds(programme: LiveProgramme) -> bool:
    """Whether the ledger is what its events make of it."""
    roll_up(programme.id)
    return verify_ledger(programme.id).divergences == () == verify_replay(programme.id).divergences


def test_a_ring_of_givers_loses_nothing(transactional_db: None) -> None:
    programme = install_family()
    members = enrol(programme, THREADS)
    for member in members:
        give(programme, member, 10)
    jobs = []
    for place, member in enumerate(members):
        ahead, behind = members[(place + 1) % THREADS], members[place - 1]
        jobs.append(gifts(programme, member, [ahead, behind], f"g{member}"))
    together(jobs)
    assert sum(points_of(programme, members)) == 10 * THREADS
    made = list_transfers(programme.id, PageRequest(limit=200)).items
    assert len(made) == len({one.transfer_id for one in made}) > THREADS
    assert holds(programme)


def test_twenty_gifts_at_once_count_once_each(transactional_db: None) -> None:
    programme = install_family(transfers={"wallets": ["points"], "maximum_per_day": 500})
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 700)
    refused: list[Exception] = []

    def gift(name: str) -> Callable[[], None]:
        def job() -> None:
            try:
                transfer_points(programme.id, NewTransfer(name, sender, receiver, "points", 100))
            except (InsufficientPoints, DayLimitReached) as error:
                refused.append(error)

        return job

    together([gift(f"g{number}") for number in range(20)])
    assert ([type(error) for error in refused], points_of(programme, [sender, receiver])) == (
        [DayLimitReached] * 15,
        [200, 500],
    )
    assert holds(programme)


def test_one_gift_sent_twenty_times_at_once_is_one(transactional_db: None) -> None:
    programme = install_family()
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 1000)
    repeated: list[bool] = []

    def job() -> None:
        receipt = transfer_points(programme.id, NewTransfer("g", sender, receiver, "points", 100))
        repeated.append(receipt.repeated)

    together([job] * 20)
    assert (sorted(repeated), points_of(programme, [sender, receiver])) == ([False] + [True] * 19, [900, 100])


def test_pools_and_gifts_in_each_others_way(transactional_db: None) -> None:
    programme = install_family()
    members = enrol(programme, 6)
    for member in members:
        give(programme, member, 100)
    pools = [make_pool(programme, members[:3], "one"), make_pool(programme, members[3:], "two")]
    rng = random.Random(7)
    spent: list[int] = []

    def spender(pool: int, member: int, name: str) -> Callable[[], None]:
        def job() -> None:
            for number in range(4):
                asked = NewSpending(f"{name}-{number}", pool, member, "points", 20)
                spent.append(spend_from_pool(programme.id, asked).points)

        return job

    jobs = [spender(pools[place // 3], member, f"s{member}") for place, member in enumerate(members)]
    for member in members:
        others = [other for other in members if other != member]
        rng.shuffle(others)
        jobs.append(gifts(programme, member, others, f"x{member}"))
    together(jobs)
    assert (sum(spent), sum(points_of(programme, members))) == (480, 120)
    assert holds(programme)
