"""An airline with which members of the smallest programme earn, spend and exchange points."""

from datetime import date
from decimal import Decimal

import pytest

from regulars.domain.intake.operations import accept_events
from regulars.domain.partners.operations import add_partner, add_rate, record_item
from regulars.domain.partners.types import ItemKind, Names, NewPartner, Rate, Request

FROM = date(2026, 6, 1)


def a_rate(valid_from=FROM, units_in="1.5", units_out="0.5", price="0.01"):
    return Rate(0, valid_from, Decimal(units_in), Decimal(units_out), Decimal(price))


@pytest.fixture
def airline(minimal, frozen_clock):
    """The partner, with a rate from 1 June on."""
    new = NewPartner("air", Names("蓝天航空", "Blue Air"), Names("里程", "miles"), "points")
    found = add_partner(minimal.id, new, "test")
    add_rate(minimal.id, "air", a_rate(), "test")
    return found


@pytest.fixture
def member(minimal, frozen_clock):
    """A member with 100 points."""
    purchase = {"type": "purchase", "id": "p1", "occurred_at": "2026-06-10T10:00:00+08:00", "order_id": "o1"}
    return accept_events(minimal.id, "api", [purchase | {"member": {"card": "1"}, "amount": 100}])[0].member_id


@pytest.fixture
def ask(minimal, airline, member):
    """Do something for the airline: `ask("earn", "r1", 50)`."""

    def done(kind, reference, amount, **changes):
        given = {"partner": "air", "member_id": member, "actor": "test"} | changes
        return record_item(minimal.id, Request(kind=ItemKind(kind), reference=reference, amount=amount, **given))

    return done
