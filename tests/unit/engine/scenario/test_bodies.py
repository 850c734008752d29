"""Events of a scenario become the bodies that the log keeps."""

import json

import pytest

from regulars.engine.outcome import TierReason, TransactionKind
from regulars.engine.scenario import ScenarioRefused, read_scenario, timeline
from regulars.engine.scenario.expectations import ExpectedEntry, ExpectedTier
from regulars.engine.scenario.happenings import EVENT_TYPES
from regulars.project.settings.paths import ROOT
from tests.unit.engine.running import SHOP, scenario

POINTS = {"wallet": "points", "points": 5}
BODIES = [
    ({"type": "hold", "hold_id": "H", "points": 5}, {"hold_id": "H", "minutes": 30, **POINTS}),
    (
        {"type": "hold", "hold_id": "H", "points": 5, "minutes": 9, "order_id": "A", "order_amount": 2.5},
        {"hold_id": "H", "minutes": 9, **POINTS, "order_id": "A", "amount_minor": 250},
    ),
    ({"type": "capture", "hold_id": "H"}, {"hold_id": "H"}),
    ({"type": "capture", "hold_id": "H", "points": 5}, {"hold_id": "H", "points": 5}),
    ({"type": "release", "hold_id": "H"}, {"hold_id": "H"}),
    ({"type": "return", "order_id": "A"}, {"order_id": "A"}),
    ({"type": "return", "order_id": "A", "wallet": "growth"}, {"order_id": "A", "wallet": "growth"}),
    ({"type": "return", "order_id": "A", "points": 5}, {"order_id": "A", **POINTS}),
    ({"type": "redeem", "points": 5, "order_id": "A"}, {**POINTS, "order_id": "A"}),
    ({"type": "deduct", "points": 5}, {**POINTS, "reason": "care"}),
    ({"type": "write_off", "points": 5}, {**POINTS, "reason": "care"}),
    ({"type": "extend", "until": "2026-05-01"}, {"wallet": "points", "until": "2026-05-01"}),
    ({"type": "reinstate", "until": "2026-05-01"}, {"wallet": "points", "until": "2026-05-01"}),
    (
        {"type": "reinstate", "until": "2026-05-01", "since": "2026-04-01", "points": 5},
        {**POINTS, "until": "2026-05-01", "since": "2026-04-01"},
    ),
    ({"type": "tier_lock"}, {"reason": "care"}),
    ({"type": "tier_lock", "lift": True, "reason": "over"}, {"lift": True, "reason": "over"}),
    ({"type": "tier_lock", "until": "2026-05-01"}, {"until": "2026-05-01", "reason": "care"}),
    (
        {"type": "opening", "tier": "gold", "until": "2026-05-01", "lots": [{"points": 5}]},
        {"lots": [POINTS], "tier": "gold", "until": "2026-05-01"},
    ),
    (
        {"type": "transfer_in", "lots": [{"points": 5, "until": "2026-05-01"}]},
        {"lots": [{**POINTS, "until": "2026-05-01"}]},
    ),
    ({"type": "transfer_out", "points": 5}, POINTS),
    ({"type": "transfer_out", "points": 5, "fee": 1}, {**POINTS, "fee": 1}),
    ({"type": "activity", "name": "delivered", "order_id": "A"}, {"name": "delivered", "order_id": "A"}),
    ({"type": "activity", "name": "visit", "caps": {"spend": 0}}, {"name": "visit", "caps": {"spend": 0}}),
    ({"type": "profile", "attributes": {"segment": "new"}}, {"attributes": {"segment": "new"}}),
    (
        {"type": "purchase", "amount": 9, "order_discount": 1, "tax": 0.5, "delivery": 2, "instruments": 3},
        {
            "amount_minor": 900,
            "order_discount_minor": 100,
            "tax_minor": 50,
            "delivery_minor": 200,
            "instruments_minor": 300,
        },
    ),
    (
        {"type": "purchase", "lines": [{"amount": 0, "tax": 0}], "caps": {"spend": 7}},
        {"amount_minor": 0, "caps": {"spend": 7}, "lines": [{"line_id": "1", "quantity": 1, "amount_minor": 0}]},
    ),
]


@pytest.mark.parametrize(("written", "body"), BODIES)
def test_a_body_is_that_of_the_log(written, body):
    (dated,) = timeline(scenario([{"at": "2026-03-02", **written}]))
    assert dated.body == {"kind": written["type"], **body}


def test_questions_may_have_been_answered_before():
    asked = {"type": "hold", "hold_id": "H", "points": 5, "at": "2026-03-02"}
    assert [dated.accepted for dated in timeline(scenario([asked, {**asked, "accepted": True}]))] == [False, True]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"type": "opening", "tier": "platinum"}, "There is no tier 'platinum'"),
        ({"type": "transfer_in", "lots": [{"points": 5, "wallet": "miles"}]}, "There is no wallet 'miles'"),
        ({"type": "activity", "name": "visit", "caps": {"nix": 1}}, "There is no rule 'nix'"),
    ],
)
def test_events_that_do_not_fit_the_programme(written, problem):
    document = {"title": "x", "programme": "shop", "events": [{"at": "2026-03-02", **written}], "expect": {}}
    with pytest.raises(ScenarioRefused, match=problem):
        read_scenario(json.dumps(document), {"shop": SHOP}.__getitem__)


def test_expectations_know_what_the_engine_says():
    kinds = ExpectedEntry.model_json_schema()["properties"]["kind"]["enum"]
    assert sorted(kinds) == sorted(kind.name.lower() for kind in TransactionKind)
    reasons = ExpectedTier.model_json_schema()["properties"]["because"]["enum"]
    assert sorted(reasons) == sorted(reason.name.lower() for reason in TierReason)


def test_the_reference_names_all_types_and_choices():
    page = (ROOT / "docs" / "reference" / "scenarios.md").read_text(encoding="utf-8")
    choices = {*EVENT_TYPES, *(kind.name.lower() for kind in TransactionKind)}
    choices |= {reason.name.lower() for reason in TierReason}
    assert sorted(name for name in choices if f"`{name}`" not in page) == []
