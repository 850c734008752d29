"""Messages of the Segment protocol as public events."""

from decimal import Decimal

import pytest

from regulars.domain.intake.policy.orders import line_ids, shared
from regulars.domain.intake.policy.segment import translate
from regulars.domain.intake.types.results import Ignored, Rejection

AT = "2026-06-15T03:00:00.000Z"


def message(kind, **fields):
    return {"type": kind, "messageId": "m1", "userId": "u1", "timestamp": AT} | fields


def base(**fields):
    return {"id": "m1", "source": "segment", "occurred_at": AT, "member": {"external_id": "u1"}} | fields


def test_identify_is_a_profile(reading):
    traits = {"email": "li@example.com", "phone": "13800138000", "firstName": "Wei", "lastName": "Li"}
    raw = message("identify", anonymousId="a1", traits=traits | {"birthday": "1990-05-03"}, context={"locale": "zh-CN"})
    member = {"external_id": "u1", "device": "a1", "email": "li@example.com", "mobile": "13800138000"}
    assert translate(raw, reading) == base(
        type="profile", member=member, name="Wei Li", birth_month=5, language="zh-CN"
    )


def test_order_completed_is_a_purchase(reading):
    properties = {
        "order_id": "50314b8e",
        "total": 27.5,
        "subtotal": 22.5,
        "revenue": 25.0,
        "currency": "CNY",
        "affiliation": "Web shop",
        "campaign": "spring",
        "shipping": 3,
        "products": [
            {"product_id": "p1", "sku": "S-1", "price": 19, "quantity": 1, "category": "Games", "brand": "Hasbro"},
            {"product_id": "p2", "price": 3.333, "quantity": 3},
        ],
    }
    raw = message("track", event="Order Completed", properties=properties)
    assert translate(raw, reading) == base(
        type="purchase",
        order_id="50314b8e",
        amount="25.00",
        currency="CNY",
        channel="online",
        store="Web shop",
        attributes={"campaign": "spring"},
        lines=[
            {
                "line_id": "S-1",
                "sku": "S-1",
                "quantity": 1,
                "amount": "16.38",
                "discount": "2.62",
                "category": "Games",
                "brand": "Hasbro",
            },
            {"line_id": "p2", "sku": "p2", "quantity": 3, "amount": "8.62", "discount": "1.38"},
        ],
    )


def test_tax_and_shipping_do_not_change_the_lines(reading):
    properties = {"order_id": "1", "total": 30, "products": [{"sku": "a", "price": 20}]}
    raw = translate(message("track", event="Order Completed", properties=properties), reading)
    assert (raw["amount"], raw["lines"]) == (
        "30.00",
        [{"line_id": "a", "sku": "a", "quantity": 1, "amount": "20.00"}],
    )


@pytest.mark.parametrize(
    ("properties", "fields"),
    [
        ({"order_id": "1"}, {"order_id": "1"}),
        ({"order_id": "1", "total": 30, "currency": "CNY"}, {"order_id": "1", "currency": "CNY"}),
        (
            {"order_id": "1", "products": [{"sku": "a", "quantity": 2}, {"product_id": "b"}]},
            {"order_id": "1", "lines": [{"line_id": "a", "quantity": 2}, {"line_id": "b", "quantity": 1}]},
        ),
    ],
)
def test_order_refunded_is_a_refund(properties, fields, reading):
    raw = message("track", event="Order Refunded", properties=properties)
    assert translate(raw, reading) == base(type="refund", **fields)


def test_other_tracks_are_activities(reading):
    properties = {"plan": "gold", "price": 9.5, "seats": 3.0, "paid": True, "guests": 2.0, "list": [1], "bad name": 1}
    raw = message("track", event="Product Viewed", properties=properties)
    attributes = {"plan": "gold", "price": "9.5", "seats": 3, "paid": True, "guests": 2}
    assert translate(raw, reading) == base(type="activity", name="Product Viewed", attributes=attributes)


def test_pages_and_screens_are_activities(reading):
    assert translate(message("page", name="Home"), reading) == base(
        type="activity", name="page", attributes={"page_name": "Home"}
    )
    assert translate(message("screen"), reading) == base(type="activity", name="screen")


@pytest.mark.parametrize("kind", ["group", "alias"])
def test_what_has_no_meaning_here_is_ignored(kind, reading):
    assert translate(message(kind), reading) == Ignored(kind, "m1")


@pytest.mark.parametrize("raw", [None, 7, {}, {"type": "nothing"}, {"type": ["track"]}])
def test_what_is_no_message_is_rejected(raw, reading):
    assert isinstance(translate(raw, reading), Rejection)


def test_a_message_without_time_happens_now(reading):
    raw = message("page") | {"timestamp": None}
    assert translate(raw, reading)["occurred_at"] == "2026-06-15T04:00:00+00:00"


def test_shares_add_up_to_the_last_cent():
    shares = shared(Decimal("10.00"), [Decimal(1), Decimal(1), Decimal(1)], 2)
    assert shares == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
    assert shared(Decimal("5"), [Decimal(0), Decimal(0)], 2) == [Decimal(0), Decimal(0)]


def test_the_same_product_twice_has_two_names():
    assert line_ids([{"sku": "a"}, {"sku": "a"}, {"product_id": 7}, {}]) == ["a", "a#2", "7", "4"]
