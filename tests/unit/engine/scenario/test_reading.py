"""Scenarios that cannot be run say everything that is wrong with them."""

import json
from textwrap import dedent

import pytest

from regulars.engine.scenario import ScenarioRefused, differences, read_scenario, replay, timeline
from regulars.engine.scenario.reading import merged
from regulars.project.settings.paths import ROOT
from tests.unit.engine.running import NAME, SHOP, scenario


def said(**changed) -> list[str]:
    """Where a scenario that is changed a little is wrong."""
    document = {
        "title": "test",
        "programme": "shop",
        "events": [{"type": "purchase", "at": "2026-03-02 10:00", "amount": 5}],
        "expect": {},
        **changed,
    }
    with pytest.raises(ScenarioRefused) as refused:
        read_scenario(json.dumps(document), {"shop": SHOP, "broken": "id: ["}.__getitem__)
    return [f"{finding.path}: {finding.what}" for finding in refused.value.findings]


def event(**facts) -> list[dict]:
    return [{"at": "2026-03-02 10:00", **facts}]


def test_a_text_that_is_no_yaml() -> None:
    with pytest.raises(ScenarioRefused) as refused:
        read_scenario("title: [", lambda _: SHOP)
    assert "Line 1" in str(refused.value)


def test_fields_that_are_missing_or_unknown() -> None:
    assert said(title="", surprise=1) == ["title: This text is empty.", "surprise: There is no field 'surprise' here."]
    assert said(events=[]) == ["events: There are too few entries."]
    assert said(events=event(type="party")) == ["events.0: 'party' is not a type of event."]
    assert said(events=event(type="purchase", amount=-1)) == ["events.0.amount: -1 is too small."]
    assert said(events=event(type="tick", foo=1)) == ["events.0.foo: There is no field 'foo' here."]


def test_findings_are_in_both_languages() -> None:
    with pytest.raises(ScenarioRefused) as refused:
        scenario([{"type": "redeem", "points": 5, "wallet": "miles", "at": "2026-03-02"}])
    (finding,) = refused.value.findings
    assert (finding.what, finding.why) == ("There is no wallet 'miles'.", "The programme has only points, growth.")
    assert finding.chinese is not None
    assert finding.chinese.what == "没有积分账户 'miles'。"


def test_a_programme_that_is_not_there_or_not_in_order() -> None:
    assert said(programme="nowhere") == ["programme: There is no programme 'nowhere'."]
    assert "cannot be read" in said(programme="broken")[0] or "Line 1" in said(programme="broken")[0]
    assert said(changes={"currency": "yuan"})[0].startswith("programme.currency:")
    assert said(changes={"time_zone": "Asia/Nowhere"})[0].startswith("time_zone:")


def test_a_programme_may_stand_in_the_scenario_itself() -> None:
    rules = [{"id": "a", "name": NAME, "wallet": "points", "when": "event = 'visit'", "award": {"points": 1}}]
    whole = {
        "id": "own",
        "name": NAME,
        "currency": "CNY",
        "time_zone": "UTC",
        "wallets": [{"id": "points", "name": NAME}],
        "rules": rules,
        "ladder": {"tiers": [{"id": "all", "name": NAME}]},
    }
    document = {"title": "t", "programme": whole, "events": event(type="activity", name="visit"), "expect": {}}
    assert read_scenario(json.dumps(document), {}.__getitem__).programme.id == "own"


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"type": "tick", "at": "yesterday"}, "'yesterday' is not a time such as 2026-03-08 01:30"),
        ({"type": "tick", "received": "2026-02-30"}, "'2026-02-30' is not a time such as 2026-03-08 01:30"),
        ({"type": "tier_grant", "tier": "platinum"}, "There is no tier 'platinum'"),
        ({"type": "redeem", "points": 5, "wallet": "miles"}, "There is no wallet 'miles'"),
        ({"type": "redeem", "points": 0.5}, "0.5 has more than 0 decimals"),
        ({"type": "purchase", "amount": 0.001}, "0.001 has more than 2 decimals"),
        ({"type": "purchase", "order_id": "A"}, "A purchase has an amount or lines"),
        (
            {"type": "refund", "order_id": "A", "amount": 5, "lines": [{"line_id": "1"}]},
            "A refund is by amount or by lines, not both",
        ),
    ],
)
def test_events_that_cannot_happen(facts: dict, problem: str) -> None:
    assert said(events=event(**facts)) == [f"events.0: {problem}."]


def test_a_wallet_has_to_be_named_where_several_can_be_spent() -> None:
    changes = {"wallets": [{"id": "stamps", "name": NAME}]}
    told = said(events=event(type="redeem", points=5), changes=changes)
    assert told == ["events.0: Several wallets can be spent from."]


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        ({"balances": {"miles": 5}}, "expect.balances.miles: There is no wallet 'miles'."),
        ({"lots": {"miles": []}}, "expect.lots.miles: There is no wallet 'miles'."),
        ({"balances": {"points": 0.5}}, "expect.balances.points: 0.5 has more than 0 decimals."),
        (
            {"entries": {"points": [{"kind": "earn", "points": 0.5}]}},
            "expect.entries.points.0: 0.5 has more than 0 decimals.",
        ),
    ],
)
def test_expectations_that_could_never_come_true(expect: dict, problem: str) -> None:
    assert said(expect=expect) == [problem]


def test_changes_are_merged_by_field_and_by_id() -> None:
    base = {"a": {"x": 1, "y": 2}, "parts": [{"id": "one", "n": 1}, {"id": "two", "n": 2}], "plain": [1, 2]}
    changes = {"a": {"y": None, "z": 3}, "parts": [{"id": "two", "n": 5}, {"id": "new"}], "plain": [3]}
    assert merged(base, changes) == {
        "a": {"x": 1, "z": 3},
        "parts": [{"id": "one", "n": 1}, {"id": "two", "n": 5}, {"id": "new"}],
        "plain": [3],
    }


def test_events_are_received_as_they_happen_but_not_before_the_one_above() -> None:
    ticks = ["2026-03-03", "2026-03-02", "2026-03-05"]
    events = [{"type": "tick", "at": at} for at in ticks]
    events.insert(1, {"type": "tick", "at": "2026-03-01", "received": "2026-03-09"})
    dated = timeline(scenario(events))
    day = 86_400_000_000
    first = dated[0].occurred_at
    assert [(event.received_at - first) // day for event in dated] == [0, 6, 0, 2]
    assert [(event.occurred_at - first) // day for event in dated] == [0, -2, -1, 2]


def test_a_local_hour_that_comes_twice_is_the_first_unless_its_offset_is_named() -> None:
    changes = {"time_zone": "America/New_York"}
    times = ["2026-11-01 01:30", "2026-11-01 01:30-04:00", "2026-11-01 01:30-05:00"]
    dated = timeline(scenario([{"type": "tick", "at": at} for at in times], changes))
    assert dated[0].occurred_at == dated[1].occurred_at == dated[2].occurred_at - 3_600_000_000


def test_bodies_are_those_of_the_log() -> None:
    events = [
        {"type": "purchase", "order_id": "A", "channel": "app", "lines": [{"amount": 5.5, "discount": 1, "sku": "x"}]},
        {"type": "purchase", "amount": 5, "discount": 2, "store": "S", "attributes": {"a": 1}},
        {"type": "refund", "order_id": "A", "lines": [{"line_id": "1", "quantity": 1, "amount": 2}]},
        {"type": "refund", "order_id": "A", "amount": 2},
        {"type": "refund", "order_id": "A"},
        {"type": "grant", "points": 5, "until": "2026-05-01"},
        {"type": "tier_grant", "tier": "gold", "until": "2026-05-01", "reason": "new"},
        {"type": "enrol"},
        {"type": "profile", "birth_month": 5},
    ]
    line = {"sku": "x", "line_id": "1", "quantity": 1, "amount_minor": 550, "discount_minor": 100}
    assert [dated.body for dated in timeline(scenario([{"at": "2026-03-02", **facts} for facts in events]))] == [
        {
            "kind": "purchase",
            "order_id": "A",
            "channel": "app",
            "amount_minor": 550,
            "discount_minor": 100,
            "lines": [line],
        },
        {"kind": "purchase", "amount_minor": 500, "discount_minor": 200, "store": "S", "attributes": {"a": 1}},
        {
            "kind": "refund",
            "order_id": "A",
            "refund": "lines",
            "lines": [{"line_id": "1", "quantity": 1, "amount_minor": 200}],
        },
        {"kind": "refund", "order_id": "A", "refund": "amount", "amount_minor": 200},
        {"kind": "refund", "order_id": "A", "refund": "full"},
        {"kind": "grant", "wallet": "points", "points": 5, "until": "2026-05-01", "reason": "care"},
        {"kind": "tier_grant", "tier": "gold", "until": "2026-05-01", "reason": "new"},
        {"kind": "enrol"},
        {"kind": "profile", "birth_month": 5},
    ]


def test_the_example_of_the_reference_holds() -> None:
    page = (ROOT / "docs" / "reference" / "scenarios.md").read_text(encoding="utf-8")
    example = page[page.index("    title:") : page.index("## Parts")]
    written = read_scenario(dedent(example), {"shop": SHOP}.__getitem__)
    assert differences(written, replay(written).result) == []
