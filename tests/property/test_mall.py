"""Whatever is done to orders, in whatever order: stock adds up, and points are those of the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.domain.offers.types import CodeSource, ItemKind
from regulars.domain.proofs.checks import verify_ledger
from regulars.domain.rewards.checks import verify_rewards
from regulars.domain.rewards.operations import (
    cancel_order,
    change_stock,
    fulfil_order,
    place_order,
    place_reserved,
    refund_order,
    release_lapsed,
    reserve,
)
from regulars.domain.rewards.queries import item, list_orders
from regulars.domain.rewards.types.orders import Deed, NewRefund, OrderState
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from tests.conftest import FrozenClock
from tests.families import points_of
from tests.mall import install_mall, offer, wish

CAREFUL = settings(deadline=None, max_examples=15, print_blob=True, suppress_health_check=list(HealthCheck))
ANNA = Deed("anna", "test")
DEEDS = ("place", "reserve", "confirm", "cancel", "self", "fulfil", "refund", "part", "restock", "wait", "release")
STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 2), st.integers(0, 5), st.integers(1, 3)), min_size=4, max_size=25
)
POINTS = 1000
HAD = (OrderState.PLACED, OrderState.FULFILLED, OrderState.DELIVERED)


class Mall:
    """The mall under test: two rewards, three members, orders by number."""

    def __init__(self, clock: FrozenClock) -> None:
        self.clock = clock
        self.programme, self.members = install_mall(3, POINTS)
        offer(self.programme, "mug", total=6)
        offer(self.programme, "pass", total=None, kind=ItemKind.VOUCHER, codes=CodeSource.GENERATED)
        self.pieces = 6

    def step(self, deed: str, who: int, number: int, quantity: int) -> None:
        """Do something; what is refused leaves nothing."""
        programme_id, member = self.programme.id, self.members[who]
        code = "pass" if number == 0 else "mug"
        name = f"o{number}"
        asked = wish(member, name, code, quantity=quantity)
        deeds = {
            "place": lambda: place_order(programme_id, asked),
            "reserve": lambda: reserve(programme_id, asked),
            "confirm": lambda: place_reserved(programme_id, member, name),
            "cancel": lambda: cancel_order(programme_id, name, ANNA),
            "self": lambda: cancel_order(programme_id, name, Deed(""), member),
            "fulfil": lambda: fulfil_order(programme_id, name, "", ANNA),
            "refund": lambda: refund_order(programme_id, NewRefund(name, ANNA)),
            "part": lambda: refund_order(programme_id, NewRefund(name, ANNA, points=30, restock=False)),
            "restock": lambda: self._restock(quantity - 2),
            "wait": lambda: self.clock.advance(timedelta(minutes=7)),
            "release": lambda: release_lapsed(programme_id),
        }
        deeds[deed]()

    def _restock(self, change: int) -> None:
        change_stock(self.programme.id, "mug", change, ANNA)
        self.pieces += change


@pytest.mark.django_db
@CAREFUL
@given(steps=STEPS)
def test_stock_and_points_add_up(frozen_clock: FrozenClock, steps: list[tuple[str, int, int, int]]) -> None:
    before = frozen_clock.instant
    with transaction.atomic():
        mall = Mall(frozen_clock)
        for step in steps:
            try:
                with transaction.atomic():
                    mall.step(*step)
            except DomainError:
                pass
            stock = item(mall.programme.id, "mug").stock
            assert (stock.free or 0) + stock.reserved + stock.sold == mall.pieces
        release_lapsed(mall.programme.id)
        _adds_up(mall)
        transaction.set_rollback(True)
    frozen_clock.set(before)


def _adds_up(mall: Mall) -> None:
    orders = list_orders(mall.programme.id, PageRequest(limit=200)).items
    spent = sum(
        one.points - one.returned_points
        for one in orders
        if one.state is OrderState.RESERVED or one.state in HAD or one.state is OrderState.REFUNDED
    )
    assert sum(points_of(mall.programme, mall.members)) == len(mall.members) * POINTS - spent
    assert verify_rewards(mall.programme.id) == []
    assert verify_ledger(mall.programme.id).divergences == ()
