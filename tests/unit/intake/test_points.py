"""Public events that move points and tiers without a sale, and the fields of sales that policies speak of."""

import pytest

from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.types.public import INTERNAL, RESERVED_NAMES, SHAPES
from regulars.domain.intake.types.results import Incoming, Rejection

NOON = "2026-06-15T11:00:00+08:00"


def event(kind, **fields):
    return {"type": kind, "id": "e1", "occurred_at": NOON, "member": {"card": "1"}} | fields


def body(raw, reading):
    outcome = read_event(raw, reading, "api")
    assert isinstance(outcome, Incoming), outcome
    return outcome.body


def wrong(raw, reading):
    """What is wrong, as (field, code)."""
    outcome = read_event(raw, reading, "api")
    assert isinstance(outcome, Rejection), outcome
    return [(problem.field, problem.code) for problem in outcome.problems]


def test_what_concerns_a_whole_order(reading):
    raw = event(
        "purchase",
        order_id="o1",
        order_discount="1.50",
        tax=2,
        delivery="6",
        instruments="5.00",
        lines=[{"amount": 10, "tax": "0.60"}, {"amount": 5, "tax": 0}],
    )
    assert body(raw, reading) == {
        "kind": "purchase",
        "order_id": "o1",
        "amount_minor": 1500,
        "order_discount_minor": 150,
        "tax_minor": 200,
        "delivery_minor": 600,
        "instruments_minor": 500,
        "lines": [
            {"line_id": "1", "quantity": 1, "amount_minor": 1000, "tax_minor": 60},
            {"line_id": "2", "quantity": 1, "amount_minor": 500},
        ],
    }


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            event("redeem", points=20, order_id="o1", order_amount="99.90", reason="tea"),
            {
                "kind": "redeem",
                "wallet": "points",
                "points": 20,
                "order_id": "o1",
                "amount_minor": 9990,
                "reason": "tea",
            },
        ),
        (
            event("redeem", list_points="12.5", wallet="miles"),
            {"kind": "redeem", "wallet": "miles", "list_points": 125},
        ),
        (
            event("hold", hold_id="h1", points=5),
            {"kind": "hold", "hold_id": "h1", "minutes": 30, "wallet": "points", "points": 5},
        ),
        (
            event("hold", hold_id="h1", points=5, minutes=1440, order_id="o1", order_amount=1),
            {
                "kind": "hold",
                "hold_id": "h1",
                "minutes": 1440,
                "wallet": "points",
                "points": 5,
                "order_id": "o1",
                "amount_minor": 100,
            },
        ),
        (event("capture", hold_id="h1"), {"kind": "capture", "hold_id": "h1"}),
        (event("capture", hold_id="h1", points=3), {"kind": "capture", "hold_id": "h1", "points": 3}),
        (event("capture", hold_id="h1", points=3, wallet="miles"), {"kind": "capture", "hold_id": "h1", "points": 30}),
        (event("release", hold_id="h1"), {"kind": "release", "hold_id": "h1"}),
        (event("return", order_id="o1", reason="r"), {"kind": "return", "order_id": "o1", "reason": "r"}),
        (
            event("return", order_id="o1", points=2, reason="r"),
            {"kind": "return", "order_id": "o1", "reason": "r", "wallet": "points", "points": 2},
        ),
        (
            event("deduct", points=2, reason="r", actor="a"),
            {"kind": "deduct", "wallet": "points", "points": 2, "reason": "r", "actor": "a"},
        ),
        (
            event("write_off", points=2, reason="r"),
            {"kind": "write_off", "wallet": "points", "points": 2, "reason": "r"},
        ),
        (
            event("extend", until="2026-12-31", reason="r"),
            {"kind": "extend", "wallet": "points", "until": "2026-12-31", "reason": "r"},
        ),
        (
            event("reinstate", until="2026-12-31", reason="r"),
            {"kind": "reinstate", "wallet": "points", "until": "2026-12-31", "reason": "r"},
        ),
        (
            event("reinstate", until="2026-12-31", since="2026-01-01", points=9, reason="r"),
            {
                "kind": "reinstate",
                "wallet": "points",
                "points": 9,
                "since": "2026-01-01",
                "until": "2026-12-31",
                "reason": "r",
            },
        ),
        (
            event("tier_grant", tier="gold", basis="status_match", reason="r"),
            {"kind": "tier_grant", "tier": "gold", "basis": "status_match", "reason": "r"},
        ),
        (
            event("tier_lock", until="2026-12-31", reason="r"),
            {"kind": "tier_lock", "until": "2026-12-31", "reason": "r"},
        ),
        (event("tier_lock", lift=True, reason="r"), {"kind": "tier_lock", "lift": True, "reason": "r"}),
        (
            event("opening", lots=[{"points": 5}, {"points": 1, "wallet": "miles", "until": "2027-01-31"}]),
            {
                "kind": "opening",
                "lots": [
                    {"wallet": "points", "points": 5},
                    {"wallet": "miles", "points": 10, "until": "2027-01-31"},
                ],
            },
        ),
        (
            event("opening", tier="gold", until="2026-12-31"),
            {"kind": "opening", "lots": [], "tier": "gold", "until": "2026-12-31"},
        ),
        (
            event("activity", name="delivered", order_id="o1"),
            {"kind": "activity", "name": "delivered", "order_id": "o1"},
        ),
        (
            event("profile", attributes={"segment": "staff", "children": 2, "shoe_size": 42}),
            {"kind": "profile", "attributes": {"children": 2, "segment": "staff"}},
        ),
    ],
)
def test_bodies(raw, expected, reading):
    assert body(raw, reading) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (event("redeem"), [("points", "field_missing")]),
        (event("redeem", points=1, list_points=2), [("list_points", "points_ambiguous")]),
        (event("redeem", list_points="1.5"), [("list_points", "too_many_decimals")]),
        (event("hold", hold_id="h", points=1, minutes=1441), [("minutes", "minutes_out_of_range")]),
        (event("hold", hold_id="h", points=1, minutes=0), [("minutes", "minutes_out_of_range")]),
        (event("hold", hold_id="h", points=1, minutes="1.5"), [("minutes", "minutes_out_of_range")]),
        (event("hold", points=1), [("hold_id", "field_missing")]),
        (event("capture", hold_id="h", points=1, wallet="gold"), [("wallet", "wallet_unknown")]),
        (event("return", order_id="o"), [("reason", "field_missing")]),
        (event("extend", reason="r"), [("until", "field_missing")]),
        (event("tier_grant", tier="gold", basis="friend", reason="r"), [("basis", "choice_unknown")]),
        (event("tier_lock", lift=True, until="2026-12-31", reason="r"), [("until", "lock_ambiguous")]),
        (event("opening"), [("lots", "opening_empty")]),
        (event("opening", lots=[{"points": 1}], until="2026-12-31"), [("tier", "field_missing")]),
        (event("opening", lots=[{"points": 1, "wallet": "x"}]), [("lots[0].wallet", "wallet_unknown")]),
        (event("opening", lots=[{"points": 1}, {"points": "0.5"}]), [("lots[1].points", "too_many_decimals")]),
        (
            event("opening", lots=[{"point": 1}]),
            [("lots[0].points", "field_missing"), ("lots[0].point", "field_misspelt")],
        ),
        (event("opening", tier="tin"), [("tier", "tier_unknown")]),
        (event("purchase", order_id="o", amount=5, order_discount=6), [("order_discount", "discount_too_large")]),
        (event("profile", attributes={"children": "two"}), [("attributes", "attribute_type")]),
        (event("redeem", points=1, partner="air"), [("partner", "field_internal")]),
        (event("purchase", order_id="o", amount=5, caps={"r": 1}), [("caps", "field_internal")]),
    ],
)
def test_what_is_wrong(raw, expected, reading):
    assert wrong(raw, reading) == expected


@pytest.mark.parametrize("kind", sorted(INTERNAL))
def test_what_only_the_product_makes_is_refused(kind, reading):
    assert wrong(event(kind), reading) == [("type", "event_type_internal")]


@pytest.mark.parametrize("name", sorted({*SHAPES, *INTERNAL}))
def test_an_activity_is_not_called_like_a_type(name, reading):
    assert wrong(event("activity", name=name), reading) == [("name", "activity_name_reserved")]
    assert name in RESERVED_NAMES


def test_a_type_that_is_no_text_is_refused(reading):
    assert wrong(event(["purchase"]), reading) == [("type", "event_type_unknown")]


def test_an_opening_enrols_unless_it_says_not_to(reading):
    lots = [{"points": 1}]
    assert read_event(event("opening", lots=lots), reading, "api").enrols
    assert not read_event(event("opening", lots=lots, enrol=False), reading, "api").enrols
