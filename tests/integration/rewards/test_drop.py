"""Many who want the same thing at once: exactly as many are sold as there are, and nobody pays for nothing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import IntegrityError, transaction

from regulars.domain.ledger.errors import InsufficientPoints
from regulars.domain.ledger.operations import roll_up
from regulars.domain.offers.types import ItemKind, Stock
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger
from regulars.domain.rewards import errors
from regulars.domain.rewards.checks import verify_rewards
from regulars.domain.rewards.models import Item
from regulars.domain.rewards.operations import cancel_order, ordering, place_order, place_reserved, reserve, use_voucher
from regulars.domain.rewards.queries import vouchers_of
from regulars.domain.rewards.types.orders import Deed
from regulars.domain.rewards.types.vouchers import NewUse
from regulars.platform.coalesce import Coalescer
from regulars.platform.errors import DomainError
from tests.families import points_of
from tests.integration.ledger.test_races import together
from tests.mall import install_mall, offer, stock, wish

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 16
CLIENTS = 240
PIECES = 60


@pytest.fixture(autouse=True)
def own_door(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[None]:
    """A queue whose writer thread ends with the test, so that its connection does too."""
    own = Coalescer(ordering._order_together, max_items=250)
    monkeypatch.setattr(ordering, "_door", own)
    yield
    own.close()


def holds(programme: LiveProgramme) -> bool:
    """Whether mall and ledger are what their rows make of them."""
    roll_up(programme.id)
    return verify_rewards(programme.id) == [] and verify_ledger(programme.id).divergences == ()


def asking(work: list[Callable[[], object]], answers: list[str]) -> list[Callable[[], None]]:
    """The work dealt out to threads, with what came of each."""

    def job(own: list[Callable[[], object]]) -> Callable[[], None]:
        def run() -> None:
            for one in own:
                try:
                    one()
                except DomainError as error:
                    answers.append(error.code)
                else:
                    answers.append("done")

        return run

    return [job(work[place::THREADS]) for place in range(THREADS)]


def test_a_drop_sells_exactly_what_there_is(transactional_db: None) -> None:
    programme, members = install_mall(CLIENTS, 150)
    offer(programme, total=PIECES, limit=1)
    answers: list[str] = []
    work = [lambda member=member: place_order(programme.id, wish(member, f"o{member}")) for member in members]
    random.Random(5).shuffle(work)
    together(asking(work, answers))
    assert Counter(answers) == {"done": PIECES, "sold_out": CLIENTS - PIECES}
    assert stock(programme) == Stock(PIECES, 0, PIECES)
    assert Counter(points_of(programme, members)) == {50: PIECES, 150: CLIENTS - PIECES}
    assert holds(programme)


def test_who_cannot_pay_takes_nobodys_piece(transactional_db: None) -> None:
    programme, members = install_mall(64, 100)
    offer(programme, "cup", total=None)
    offer(programme, total=40)
    for member in members[:24]:
        place_order(programme.id, wish(member, f"cup{member}", "cup"))
    answers: list[str] = []
    work = [lambda member=member: place_order(programme.id, wish(member, f"o{member}")) for member in members]
    together(asking(work, answers))
    assert Counter(answers) == {"done": 40, InsufficientPoints.code: 24}
    assert stock(programme).free == 0
    assert holds(programme)


def test_reserving_placing_and_letting_go_in_each_others_way(transactional_db: None) -> None:
    programme, members = install_mall(32, 500)
    offer(programme, total=20)
    answers: list[str] = []

    def turn(member: int, number: int) -> Callable[[], object]:
        name, dice = f"o{member}-{number}", random.Random(member * 7 + number)

        def run() -> object:
            reserve(programme.id, wish(member, name))
            if dice.random() < 0.5:
                return cancel_order(programme.id, name, Deed(""), member)
            place_reserved(programme.id, member, name)
            return cancel_order(programme.id, name, Deed("anna", "test")) if dice.random() < 0.5 else None

        return run

    together(asking([turn(member, number) for number in range(3) for member in members], answers))
    assert set(answers) <= {"done", "sold_out"}
    assert answers.count("done") > 20
    had = stock(programme)
    assert (had.reserved, 0 < had.sold <= 20) == (0, True)
    assert sum(points_of(programme, members)) == 32 * 500 - 100 * had.sold
    assert holds(programme)


def test_one_order_sent_twenty_times_at_once_is_one(transactional_db: None) -> None:
    programme, (member,) = install_mall(1)
    offer(programme)
    repeated: list[bool] = []
    together([lambda: repeated.append(place_order(programme.id, wish(member)).repeated)] * 20)
    assert (sorted(repeated), stock(programme).sold) == ([False] + [True] * 19, 1)
    assert points_of(programme, [member]) == [900]


def test_two_tills_use_one_code_once(transactional_db: None) -> None:
    programme, (member,) = install_mall(1)
    offer(programme, kind=ItemKind.VOUCHER)
    place_order(programme.id, wish(member))
    code = vouchers_of(programme.id, member).items[0].code
    answers: list[str] = []
    work = [
        lambda till=till: use_voucher(programme.id, NewUse(code, f"use-{till}", f"till {till}", "anna", "till"))
        for till in range(THREADS)
    ]
    together(asking(work, answers))
    assert Counter(answers) == {"done": 1, errors.VoucherUsed.code: THREADS - 1}


@pytest.mark.parametrize("change", [{"reserved": 11}, {"sold": 11}, {"reserved": -1}, {"total": -1}])
def test_the_database_itself_refuses_stock_that_cannot_be(transactional_db: None, change: dict[str, int]) -> None:
    programme, _ = install_mall(1)
    offer(programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(code="mug").update(**change)
