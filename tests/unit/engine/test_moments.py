"""Events that are moments of benefits: found by name first, then by the whole condition."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.engine.compile import compile_programme
from regulars.engine.eligibility import conditions_met, names_in
from regulars.engine.moments import moments_met
from regulars.engine.programme.model import Programme
from regulars.engine.records import Record
from tests.unit.engine.documents import NAME, document

AT = 1_781_496_000_000_000


def programme(*conditions: str) -> Programme:
    """The document with a benefit for each condition."""
    benefits = [
        {"id": f"b{place}", "name": NAME, "kind": "item", "terms": {"item": NAME}, "cost": 1, "moment": {"when": when}}
        for place, when in enumerate(conditions)
    ]
    return Programme.model_validate(document() | {"benefits": benefits})


def activity(name: str, **more: Any) -> Record:
    """An activity of member 1."""
    return Record(1, 0, 0, AT, {"kind": "activity", "name": name, **more})


@pytest.mark.parametrize(
    ("when", "names"),
    [
        ("event = 'left'", {"left"}),
        ("event in ('left', 'browsed') and score > 3", {"left", "browsed"}),
        ("'left' = event", {"left"}),
        ("event = 'left' or score > 3", None),
        ("event <> 'left'", None),
        ("note = 'left'", None),
        ("note = event", None),
        ("score > 3", None),
    ],
)
def test_the_events_that_a_condition_names(when: str, names: set[str] | None) -> None:
    (moment,) = compile_programme(programme(when)).moments
    assert moment.names == names
    assert moment.may_be("left") is (names is None or "left" in names)


def test_moments_are_found_among_other_events() -> None:
    compiled = compile_programme(
        programme("event = 'left' and score > 3", "event = 'left'", "event = 'purchase' and amount >= 20")
    )
    records = [
        activity("visit"),
        activity("left", attributes={"score": 3}),
        Record(1, 0, 0, AT, {"kind": "purchase", "order_id": "o", "amount_minor": 2000}),
        activity("left", attributes={"score": 4}),
    ]
    assert [tuple(met) for met in moments_met(compiled, records)] == [(1, "b1"), (2, "b2"), (3, "b0"), (3, "b1")]
    assert moments_met(compiled, records[:1]) == []
    assert moments_met(compile_programme(programme()), records) == []


def test_conditions_about_one_member() -> None:
    data = document() | {"member_attributes": [{"id": "segment", "type": "text"}, {"id": "staff", "type": "boolean"}]}
    compiled = compile_programme(Programme.model_validate(data))
    conditions = {
        "rich": "spend >= 100 and tier >= 'gold'",
        "vip": "segment in ('vip') or staff",
        "old": "days_as_member > 30",
    }
    assert {name.id for name in names_in(compiled, conditions.values())} == {
        *("spend", "tier", "segment", "staff", "days_as_member"),
    }
    known = {"spend": 10_000, "tier": 1, "segment": None, "staff": False, "days_as_member": 31}
    assert conditions_met(compiled, conditions, known) == {"rich", "old"}
    assert conditions_met(compiled, conditions, {**known, "segment": "vip", "tier": 0}) == {"vip", "old"}
    assert conditions_met(compiled, {}, {}) == frozenset()
