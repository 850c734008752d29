"""Public events: what they become, and what is said of what is wrong with them."""

from dataclasses import replace

import pytest

from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.types.results import Incoming, Rejection
from regulars.domain.members.types import Identity, Profile

NOON = "2026-06-15T11:00:00+08:00"
NOON_US = 1_781_492_400_000_000


def event(**fields):
    return {"type": "purchase", "id": "e1", "occurred_at": NOON, "member": {"card": "1"}, "order_id": "o1"} | fields


def other(kind, **fields):
    return {"type": kind, "id": "e1", "occurred_at": NOON, "member": {"card": "1"}} | fields


def wrong(raw, reading):
    """What is wrong, as (field, code)."""
    outcome = read_event(raw, reading, "api")
    assert isinstance(outcome, Rejection), outcome
    return [(problem.field, problem.code) for problem in outcome.problems]


def body(raw, reading):
    outcome = read_event(raw, reading, "api")
    assert isinstance(outcome, Incoming), outcome
    return outcome.body


def test_a_purchase_with_lines(reading):
    raw = event(
        channel="store",
        store="S1",
        discount="2.50",
        currency="CNY",
        attributes={"guests": 3, "campaign": "spring"},
        lines=[
            {"sku": "A", "category": "tea", "quantity": 2, "amount": "10.05", "discount": 1},
            {"line_id": "x", "department": "food", "brand": "B", "amount": 5},
        ],
    )
    assert read_event(raw, reading, "api") == Incoming(
        source="api",
        event_id="e1",
        occurred_at=NOON_US,
        identity=Identity(card="1"),
        enrols=True,
        body={
            "kind": "purchase",
            "order_id": "o1",
            "amount_minor": 1505,
            "discount_minor": 250,
            "lines": [
                {
                    "line_id": "1",
                    "sku": "A",
                    "category": "tea",
                    "quantity": 2,
                    "amount_minor": 1005,
                    "discount_minor": 100,
                },
                {"line_id": "x", "department": "food", "brand": "B", "quantity": 1, "amount_minor": 500},
            ],
            "channel": "store",
            "store": "S1",
            "attributes": {"campaign": "spring", "guests": 3},
        },
    )


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (other("refund", order_id="o1"), {"kind": "refund", "order_id": "o1", "refund": "full"}),
        (
            other("refund", order_id="o1", amount="3"),
            {"kind": "refund", "order_id": "o1", "refund": "amount", "amount_minor": 300},
        ),
        (
            other("refund", order_id="o1", lines=[{"line_id": "1", "quantity": 1}, {"line_id": "2", "amount": 2}]),
            {
                "kind": "refund",
                "order_id": "o1",
                "refund": "lines",
                "lines": [{"line_id": "1", "quantity": 1}, {"line_id": "2", "amount_minor": 200}],
            },
        ),
        (other("redeem", points=200), {"kind": "redeem", "wallet": "points", "points": 200}),
        (other("redeem", points="1.5", wallet="miles"), {"kind": "redeem", "wallet": "miles", "points": 15}),
        (
            other("grant", points=5, reason="sorry", actor="li", until="2026-12-31"),
            {
                "kind": "grant",
                "wallet": "points",
                "points": 5,
                "until": "2026-12-31",
                "reason": "sorry",
                "actor": "li",
            },
        ),
        (
            other("tier_grant", tier="gold", until="2027-01-01", reason="match"),
            {"kind": "tier_grant", "tier": "gold", "until": "2027-01-01", "reason": "match"},
        ),
        (other("activity", name="visit"), {"kind": "activity", "name": "visit"}),
        (other("enrol", birth_month=3, name="李"), {"kind": "enrol", "birth_month": 3}),
        (other("profile", language="zh-CN"), {"kind": "profile"}),
    ],
)
def test_bodies_of_the_other_types(raw, expected, reading):
    assert body(raw, reading) == expected


def test_what_a_member_says_of_themselves_does_not_reach_the_log(reading):
    outcome = read_event(other("profile", name="李", birth_month=3, attributes={"size": "M"}), reading, "api")
    assert outcome.profile == Profile("李", 3, None, {"size": "M"})
    assert outcome.body == {"kind": "profile", "birth_month": 3}


@pytest.mark.parametrize(
    ("raw", "enrols"),
    [
        (event(amount=1), True),
        (event(amount=1, enrol=False), False),
        (event(amount=1, member={"device": "d"}), False),
        (other("activity", name="visit"), True),
        (other("enrol", member={"device": "d"}), True),
        (other("profile"), True),
        (other("refund", order_id="o"), False),
        (other("redeem", points=1), False),
    ],
)
def test_who_enrols_by_an_event(raw, enrols, reading):
    assert read_event(raw, reading, "api").enrols is enrols


@pytest.mark.parametrize(
    ("written", "minor"),
    [("120.5", 12050), (120.5, 12050), (7, 700), ("007.10", 710), (1e3, 100000), ("0", 0), ("1.500", 150), (1e-2, 1)],
)
def test_money_is_exact(written, minor, reading):
    assert body(event(amount=written), reading)["amount_minor"] == minor


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"amount": "12.345"}, ("amount", "too_many_decimals")),
        ({"amount": 0.1 + 0.2}, ("amount", "too_many_decimals")),
        ({"amount": float("nan")}, ("amount", "number_expected")),
        ({"amount": float("inf")}, ("amount", "number_expected")),
        ({"amount": "NaN"}, ("amount", "number_expected")),
        ({"amount": "1,000"}, ("amount", "number_expected")),
        ({"amount": "١٢"}, ("amount", "number_expected")),
        ({"amount": "1_0"}, ("amount", "number_expected")),
        ({"amount": True}, ("amount", "number_expected")),
        ({"amount": [1]}, ("amount", "number_expected")),
        ({"amount": -1}, ("amount", "amount_negative")),
        ({"amount": "99999999999"}, ("amount", "number_too_large")),
        ({"amount": 10**40}, ("amount", "number_expected")),
        ({}, ("amount", "amount_missing")),
        ({"amount": 1, "currency": "USD"}, ("currency", "currency_other")),
        ({"amount": 1, "amuont": 2}, ("amuont", "field_misspelt")),
        ({"amount": 1, "zzz": 2}, ("zzz", "field_unknown")),
        ({"amount": 1, "order_id": None}, ("order_id", "text_expected")),
        ({"amount": 1, "id": ""}, ("id", "text_empty")),
        ({"amount": 1, "id": "x" * 201}, ("id", "text_too_long")),
        ({"amount": 1, "id": " x"}, ("id", "text_not_allowed")),
        ({"amount": 1, "id": "a\x00"}, ("id", "text_not_printable")),
        ({"amount": 1, "channel": "\ud800"}, ("channel", "text_not_printable")),
        ({"amount": 1, "enrol": "perhaps"}, ("enrol", "boolean_expected")),
        ({"amount": 1, "source": "My Shop"}, ("source", "text_not_allowed")),
        ({"amount": 1, "member": {}}, ("member", "identifier_missing")),
        ({"amount": 1, "member": {"mobile": None}}, ("member", "identifier_missing")),
        ({"amount": 1, "member": "1"}, ("member", "object_expected")),
        ({"amount": 1, "member": {"crad": "1"}}, ("member.crad", "field_misspelt")),
        ({"occurred_at": "2026-06-15T11:00:00", "amount": 1}, ("occurred_at", "time_without_zone")),
        ({"occurred_at": "2026-06-15", "amount": 1}, ("occurred_at", "time_without_zone")),
        ({"occurred_at": "2026-02-30T11:00:00Z", "amount": 1}, ("occurred_at", "time_expected")),
        ({"occurred_at": "yesterday", "amount": 1}, ("occurred_at", "time_expected")),
        ({"occurred_at": 1781499600, "amount": 1}, ("occurred_at", "time_expected")),
        ({"occurred_at": "2026-06-16T04:00:01Z", "amount": 1}, ("occurred_at", "time_in_future")),
        ({"occurred_at": "1989-12-31T23:59:59Z", "amount": 1}, ("occurred_at", "time_too_early")),
        ({"occurred_at": "0001-01-01T00:00:00+14:00", "amount": 1}, ("occurred_at", "time_too_early")),
        ({"lines": {}}, ("lines", "list_expected")),
        ({"lines": [1]}, ("lines[0]", "object_expected")),
        ({"lines": [{"amount": 1}] * 1001}, ("lines", "too_many_lines")),
        ({"lines": [{"amount": 1}, {"amount": "x"}]}, ("lines[1].amount", "number_expected")),
        ({"lines": [{"amount": 1, "quantity": -1}]}, ("lines[0].quantity", "quantity_negative")),
        ({"lines": [{"amount": 1, "quantity": 1.5}]}, ("lines[0].quantity", "quantity_not_whole")),
        ({"lines": [{"amount": 1, "quantity": 10**8}]}, ("lines[0].quantity", "number_too_large")),
        ({"lines": [{}]}, ("lines[0].amount", "field_missing")),
        ({"lines": [{"amount": 900_000_000}] * 2}, ("lines", "number_too_large")),
        ({"lines": [{"amount": 1, "line_id": "2"}, {"amount": 1}]}, ("lines[1].line_id", "line_id_repeated")),
        ({"amount": 1, "attributes": []}, ("attributes", "object_expected")),
        ({"amount": 1, "attributes": {"guests": "3"}}, ("attributes", "attribute_type")),
        ({"amount": 1, "attributes": {"other": [1]}}, ("attributes", "attribute_type")),
        ({"amount": 1, "attributes": {"other": 1.5}}, ("attributes", "attribute_type")),
        ({"amount": 1, "attributes": {"other": "\ud800"}}, ("attributes", "attribute_type")),
        ({"amount": 1, "attributes": {"other": 10**13}}, ("attributes", "number_too_large")),
        ({"amount": 1, "attributes": {"a b": 1}}, ("attributes", "attribute_name")),
        ({"amount": 1, "attributes": {f"a{i}": 1 for i in range(41)}}, ("attributes", "too_many_attributes")),
        ({"type": "purchas"}, ("type", "event_type_unknown")),
        ({"type": ["purchase"]}, ("type", "event_type_unknown")),
    ],
)
def test_what_is_wrong_with_a_purchase(fields, problem, reading):
    assert wrong(event(**fields), reading) == [problem]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("text", ("", "object_expected")),
        ({}, ("type", "event_type_missing")),
        (other("refund", order_id="o", amount=1, lines=[{"line_id": "1"}]), ("amount", "refund_ambiguous")),
        (other("refund", order_id="o", lines=[{"line_id": "1"}] * 2), ("lines[1].line_id", "line_id_repeated")),
        (other("redeem", points=0), ("points", "points_not_positive")),
        (other("redeem", points="0.5"), ("points", "too_many_decimals")),
        (other("redeem", points=1, wallet="gold"), ("wallet", "wallet_unknown")),
        (other("grant", points=5), ("reason", "field_missing")),
        (other("tier_grant", tier="silver", reason="x"), ("tier", "tier_unknown")),
        (other("tier_grant", tier="gold", reason="x", until="31.12.2026"), ("until", "date_expected")),
        (other("tier_grant", tier="gold", reason="x", until="2026-02-30"), ("until", "date_expected")),
        (other("activity", name="purchase"), ("name", "activity_name_reserved")),
        (other("activity"), ("name", "field_missing")),
        (other("enrol", birth_month=13), ("birth_month", "month_out_of_range")),
        (other("enrol", birth_month="3"), ("birth_month", "whole_number_expected")),
    ],
)
def test_what_is_wrong_with_other_events(raw, problem, reading):
    assert wrong(raw, reading) == [problem]


def test_everything_wrong_is_said_at_once(reading):
    raw = {"type": "purchase", "occurred_at": "x", "member": {"card": 1}, "lines": [{"amount": "y"}], "wat": 0}
    assert wrong(raw, reading) == [
        ("id", "field_missing"),
        ("occurred_at", "time_expected"),
        ("member.card", "text_expected"),
        ("order_id", "field_missing"),
        ("lines[0].amount", "number_expected"),
        ("wat", "field_unknown"),
    ]


def test_without_a_choice_of_wallet_it_must_be_named(reading):
    several = replace(reading, spend_wallets=("points", "miles"))
    assert wrong(other("redeem", points=1), several) == [("wallet", "wallet_missing")]
