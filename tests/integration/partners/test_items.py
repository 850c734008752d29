"""What is done for a partner: points and items move together, once, within rates and caps."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from regulars.domain.ledger.errors import InsufficientPoints
from regulars.domain.ledger.queries import available_points, events
from regulars.domain.members.errors import MemberMissing
from regulars.domain.partners import errors
from regulars.domain.partners.checks import verify_partners
from regulars.domain.partners.models import PartnerItem
from regulars.domain.partners.operations import add_rate, reverse_item, set_active, set_caps
from regulars.domain.partners.queries import item, items, partner, quote_exchange, rates
from regulars.domain.partners.types import Cap, CapScope, Direction, Exchange, ItemFilter, ItemKind
from regulars.platform.clock import to_us
from regulars.platform.paging import PageRequest
from tests.integration.partners.conftest import a_rate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "amount", "points", "units", "entry"),
    [
        ("earn", 50, 50, 0, "grant"),
        ("burn", 40, -40, 0, "redeem"),
        ("exchange_in", 100, 66, -99, "grant"),
        ("exchange_out", 31, -30, 15, "redeem"),
    ],
)
def test_points_and_item_move_together(minimal, ask, member, kind, amount, points, units, entry):
    receipt = ask(kind, "r1", amount)
    made = receipt.item
    assert (made.points, made.units, made.wallet, made.booked_on) == (points, units, "points", date(2026, 6, 15))
    assert (receipt.available, receipt.repeated) == (100 + points, False)
    event = events(minimal.id, member).items[0]
    assert (event.kind, event.seq, event.event_id) == (entry, made.event_seq, f"{kind}:air:r1")
    assert (event.body["points"], event.body["partner"]) == (abs(points), "air")


def test_the_same_again_is_answered_again(minimal, ask, member):
    first = ask("earn", "r1", 50)
    again = ask("earn", "r1", 50)
    assert (again.item, again.available, again.repeated) == (first.item, 150, True)
    assert PartnerItem.objects.count() == 1
    with pytest.raises(errors.ItemConflict):
        ask("earn", "r1", 51)
    with pytest.raises(errors.ItemConflict):
        ask("burn", "r1", 50)


def test_what_is_refused_leaves_nothing(minimal, ask, member):
    with pytest.raises(InsufficientPoints):
        ask("burn", "r1", 101)
    with pytest.raises(errors.AmountTooSmall):
        ask("exchange_out", "r2", 1)
    with pytest.raises(errors.AmountInvalid):
        ask("earn", "r3", 0)
    with pytest.raises(errors.ReferenceInvalid):
        ask("earn", " r4", 5)
    with pytest.raises(MemberMissing):
        ask("earn", "r5", 5, member_id=999)
    with pytest.raises(errors.PartnerMissing):
        ask("earn", "r6", 5, partner="rail")
    assert (PartnerItem.objects.count(), available_points(minimal.id, [member])[member]["points"]) == (0, 100)


def test_a_paused_partner_is_refused(minimal, ask):
    set_active(minimal.id, "air", active=False, actor="test")
    with pytest.raises(errors.PartnerInactive):
        ask("earn", "r1", 5)
    set_active(minimal.id, "air", active=True, actor="test")
    assert ask("earn", "r1", 5).item.points == 5


def test_the_rate_of_the_day_counts(minimal, ask, airline, frozen_clock):
    add_rate(minimal.id, "air", a_rate(date(2026, 6, 20), units_in="3"), "test")
    assert ask("exchange_in", "r1", 30).item.points == 20
    frozen_clock.advance(timedelta(days=5))
    assert ask("exchange_in", "r2", 30).item.points == 10
    assert [rate.units_in for rate in rates(airline.id)] == [Decimal(3), Decimal("1.5")]
    assert quote_exchange(minimal.id, "air", ItemKind.EXCHANGE_IN, 31) == Exchange(10, 30)
    assert quote_exchange(minimal.id, "air", ItemKind.EXCHANGE_OUT, 31) == Exchange(30, 15)


def test_what_occurred_earlier_counts_at_its_own_day(ask):
    earlier = to_us(datetime(2026, 6, 12, 4, tzinfo=UTC))
    made = ask("earn", "r1", 5, occurred_at=earlier).item
    assert (made.occurred_at, made.booked_on) == (datetime(2026, 6, 12, 4, tzinfo=UTC), date(2026, 6, 15))
    with pytest.raises(errors.RateMissing):
        ask("earn", "r2", 5, occurred_at=to_us(datetime(2026, 5, 12, 4, tzinfo=UTC)))
    with pytest.raises(errors.AmountInvalid):
        ask("earn", "r3", 5, occurred_at=to_us(datetime(2026, 6, 16, 4, tzinfo=UTC)))


def test_rates_are_not_changed_afterwards(minimal, airline):
    add_rate(minimal.id, "air", a_rate(date(2026, 6, 15)), "test")
    with pytest.raises(errors.RateTaken):
        add_rate(minimal.id, "air", a_rate(date(2026, 6, 15)), "test")
    with pytest.raises(errors.RateInPast):
        add_rate(minimal.id, "air", a_rate(date(2026, 6, 14)), "test")
    with pytest.raises(errors.RateInvalid):
        add_rate(minimal.id, "air", a_rate(date(2026, 7, 1), price="0"), "test")


@pytest.mark.parametrize("table", ["partners_rate", "partners_item"])
def test_rates_and_items_never_change(ask, table):
    ask("earn", "r1", 5)
    for statement in (f"UPDATE {table} SET partner_id = 9", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_caps_by_member_and_partner(minimal, ask, member, frozen_clock):
    caps = [
        Cap(CapScope.MEMBER_DAY, Direction.GAINED, 50),
        Cap(CapScope.MEMBER_MONTH, Direction.GAINED, 80),
        Cap(CapScope.PARTNER_MONTH, Direction.SPENT, 30),
    ]
    assert set(set_caps(minimal.id, "air", caps, "test").caps) == set(caps)
    ask("earn", "r1", 50)
    with pytest.raises(errors.CapReached) as caught:
        ask("exchange_in", "r2", 2)
    assert caught.value.params == {"scope": "member_day", "left": 0}
    frozen_clock.advance(timedelta(days=1))
    ask("earn", "r3", 30)
    with pytest.raises(errors.CapReached):
        ask("earn", "r4", 1)
    ask("burn", "r5", 30)
    with pytest.raises(errors.CapReached):
        ask("burn", "r6", 1)
    frozen_clock.set(datetime(2026, 7, 1, 4, tzinfo=UTC))
    assert ask("earn", "r7", 50).available == 100 + 50 + 30 - 30 + 50
    with pytest.raises(errors.PartnerInvalid):
        set_caps(minimal.id, "air", [Cap(CapScope.MEMBER_DAY, Direction.GAINED, -1)], "test")


def test_items_are_listed_by_page_and_filter(minimal, ask, airline, member, django_assert_num_queries):
    for number in range(3):
        ask("earn", f"r{number}", 10 + number)
    ask("burn", "b1", 5)
    found = partner(minimal.id, "air")
    with django_assert_num_queries(2):
        first = items(found, PageRequest(limit=3))
    assert [one.reference for one in first.items] == ["b1", "r2", "r1"]
    rest = items(found, PageRequest(first.next_cursor, 3))
    assert [one.reference for one in rest.items] == ["r0"]
    burned = items(found, PageRequest(), ItemFilter(kind=ItemKind.BURN, member_id=member))
    assert [one.points for one in burned.items] == [-5]
    assert items(found, PageRequest(), ItemFilter(booked_to=date(2026, 6, 14))).items == ()
    assert item(found, "r1").points == 11
    with pytest.raises(errors.ItemMissing):
        item(found, "r9")


def test_what_was_not_done_cannot_be_reversed(minimal, airline):
    with pytest.raises(errors.ItemMissing):
        reverse_item(minimal.id, "air", "r1", "wrong flight", "test")


@pytest.mark.parametrize(
    ("kind", "amount", "entry"),
    [("earn", 50, "deduct"), ("burn", 40, "return"), ("exchange_in", 100, "deduct"), ("exchange_out", 31, "return")],
)
def test_a_reversal_is_an_item_of_its_own(minimal, ask, member, kind, amount, entry):
    made = ask(kind, "r1", amount).item
    receipt = reverse_item(minimal.id, "air", "r1", "wrong flight", "clerk")
    back = receipt.item
    assert (back.points, back.units, back.reference, back.reverses) == (
        -made.points,
        -made.units,
        "r1#reversed",
        made.id,
    )
    assert (back.kind, back.reason, receipt.available) == (made.kind, "wrong flight", 100)
    assert item(partner(minimal.id, "air"), "r1").reversed_by == back.id
    assert events(minimal.id, member).items[0].kind == entry
    assert verify_partners(minimal.id) == []
    for reference in ("r1", "r1#reversed"):
        with pytest.raises(errors.ItemReversed):
            reverse_item(minimal.id, "air", reference, "again", "clerk")


def test_what_was_spent_since_cannot_be_deducted(minimal, ask):
    ask("earn", "r1", 50)
    ask("burn", "r2", 120)
    with pytest.raises(InsufficientPoints):
        reverse_item(minimal.id, "air", "r1", "wrong flight", "clerk")
    assert verify_partners(minimal.id) == []


def test_a_reversal_gives_the_cap_back(minimal, ask):
    set_caps(minimal.id, "air", [Cap(CapScope.MEMBER_DAY, Direction.GAINED, 50)], "test")
    ask("earn", "r1", 50)
    reverse_item(minimal.id, "air", "r1", "wrong flight", "clerk")
    assert ask("earn", "r2", 50).item.points == 50
