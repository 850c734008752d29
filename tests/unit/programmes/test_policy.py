"""Pilots, schedules, differences and findings, without a database."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.domain.programmes.policy import (
    changes_between,
    compare_findings,
    in_sample,
    learnt_since,
    legs_of,
    line_changes,
    placed,
    running_pilot,
    version_at,
    version_for_all,
)
from regulars.domain.programmes.types import ActivationKind, ActivationView, Schedule
from regulars.engine.errors import Finding
from regulars.engine.programme.model import Programme
from tests.unit.engine.documents import document

MEMBERS = range(1, 20_001)


def activation(number: int, version: int, share: int = 10_000, kind: str = "publication") -> ActivationView:
    """An activation that starts at ten times its number."""
    return ActivationView(number, version, number * 10, share, ActivationKind(kind), 0)


def changed(change: Any) -> tuple[Programme, Programme]:
    """The sample document, and as the change leaves it."""
    after = deepcopy(document())
    change(after)
    return Programme.model_validate(document()), Programme.model_validate(after)


@pytest.mark.parametrize("share", [1, 100, 2_500, 9_999])
def test_a_sample_has_its_share(share) -> None:
    inside = sum(in_sample(7, member, share) for member in MEMBERS)
    expected = len(MEMBERS) * share / 10_000
    assert abs(inside - expected) <= 4 * max(1.0, expected * (1 - share / 10_000)) ** 0.5


@given(st.integers(1, 10**9), st.integers(1, 10**15), st.integers(1, 10_000), st.integers(0, 10_000))
def test_whoever_is_in_stays_in(version, member, share, more) -> None:
    assert not in_sample(version, member, share) or in_sample(version, member, min(share + more, 10_000))
    assert in_sample(version, member, 10_000)
    assert in_sample(version, member, share) is in_sample(version, member, share)


def test_a_sample_is_the_same_for_ever() -> None:
    assert [member for member in range(60) if in_sample(3, member, 1_000)] == [0, 22, 34, 35, 50]


def test_the_first_version_was_known_from_the_beginning() -> None:
    plan = Schedule(1, (replace(activation(0, 1), known_at=900), replace(activation(2, 2), known_at=900)))
    assert [leg.version_id for leg in legs_of(plan, 1, until=50, known_at=100)] == [1]
    assert [leg.version_id for leg in legs_of(plan, 1, until=50, known_at=900)] == [1, 2]
    assert not learnt_since(plan, instant=15, known_at=100, learnt_by=950)
    assert learnt_since(plan, instant=25, known_at=100, learnt_by=950)


def test_two_versions_draw_two_samples() -> None:
    first, second = ({member for member in MEMBERS if in_sample(version, member, 1_000)} for version in (3, 4))
    assert 100 < len(first & second) < 300


def test_the_latest_activation_that_a_member_is_in_counts() -> None:
    plan = Schedule(1, (activation(0, 1), activation(1, 2, 1_000, "pilot"), activation(2, 1, kind="stop")))
    inside = next(member for member in MEMBERS if in_sample(2, member, 1_000))
    outside = next(member for member in MEMBERS if not in_sample(2, member, 1_000))
    instants = (-1, 0, 9, 10, 19, 20)
    assert [version_at(plan, at, inside) for at in instants] == [None, 1, 1, 2, 2, 1]
    assert [version_at(plan, at, outside) for at in instants] == [None, 1, 1, 1, 1, 1]


def test_what_is_in_force_for_everybody() -> None:
    first, pilot, later = activation(0, 1), activation(1, 2, 100, "pilot"), activation(2, 2)
    plan = Schedule(1, (first, pilot, later))
    assert [version_for_all(plan, at) for at in (-1, 0, 15, 20, None)] == [None, first, first, later, later]
    assert running_pilot(plan) is None
    assert running_pilot(Schedule(1, (first, pilot))) == pilot
    assert running_pilot(Schedule(1, (first, pilot, activation(1, 3, kind="correction")))) == pilot
    assert running_pilot(Schedule(1, ())) is None


def test_equal_documents_do_not_differ() -> None:
    before, after = changed(lambda _: None)
    assert changes_between(before, after) == []
    assert compare_findings(before, after) == []


def told(before: Programme, after: Programme) -> list[tuple[str, str, str, list[tuple[str, Any, Any]]]]:
    """The differences as plain data."""
    return [
        (part.section, part.id, part.kind, [(field.path, field.before, field.after) for field in part.fields])
        for part in changes_between(before, after)
    ]


def test_differences_are_told_part_by_part() -> None:
    def change(new: dict[str, Any]) -> None:
        new["name"] = {"zh": "新", "en": "New"}
        new["policies"] = {"rounding": "ceil"}
        new["rules"][0]["award"]["points"] = 3
        new["ladder"]["tiers"][1]["enter"] = "earned >= 200"
        new["ladder"]["grace_days"] = 9

    before, after = changed(change)
    found = {(section, part): (kind, fields) for section, part, kind, fields in told(before, after)}
    assert found["", ""] == (
        "changed",
        [("name", before.name.model_dump(), {"zh": "新", "en": "New"})],
    )
    assert found["policies", ""] == ("changed", [("rounding", before.policies.rounding, "ceil")])
    rule, tier = before.rules[0], before.ladder.tiers[1]
    assert found["rules", rule.id] == ("changed", [("award.points", str(rule.award.points), "3")])
    assert found["ladder.tiers", tier.id] == ("changed", [("enter", tier.enter, "earned >= 200")])
    assert found["ladder", ""] == ("changed", [("grace_days", before.ladder.grace_days, 9)])
    assert len(found) == 5


def test_parts_come_go_and_move() -> None:
    def change(new: dict[str, Any]) -> None:
        first, second, third = new["metrics"]
        new["metrics"] = [{**first, "id": "fresh"}, third, second]

    before, after = changed(change)
    found = told(before, after)
    assert [(section, part, kind) for section, part, kind, _ in found] == [
        ("metrics", "fresh", "added"),
        ("metrics", "visits", "removed"),
        ("metrics", "", "moved"),
    ]
    assert ("measure", None, "count") in found[0][3]
    assert ("measure", "count", None) in found[1][3]
    assert found[2][3] == [("", ["spend", "earned"], ["earned", "spend"])]


def test_what_the_ledger_needs_stays() -> None:
    def change(new: dict[str, Any]) -> None:
        new |= {"id": "other", "currency": "JPY", "time_zone": "Asia/Tokyo"}
        new["wallets"][0]["purpose"] = "status"
        new["wallets"][0].pop("cash_value", None)
        new["wallets"][0]["decimals"] = 3
        new["wallets"].pop(1)
        new["attributes"][0]["type"] = "boolean"
        new["attributes"].pop(1)

    before, after = changed(change)
    found = compare_findings(before, after)
    assert {(finding.path, finding.severity) for finding in found} == {
        ("id", "error"),
        ("currency", "error"),
        ("time_zone", "error"),
        ("wallets.0.purpose", "error"),
        ("wallets.0.decimals", "error"),
        ("wallets", "error"),
        ("attributes.0.type", "error"),
        ("attributes", "error"),
    }
    assert all(finding.what and finding.why and finding.mend for finding in found)


def test_what_members_will_notice_is_said() -> None:
    def change(new: dict[str, Any]) -> None:
        new["ladder"]["tiers"].pop(1)
        new["metrics"][0]["window"] = {"kind": "lifetime"}
        new["metrics"][1]["name"] = {"zh": "名", "en": "Renamed"}
        new["rules"].pop(0)

    before, after = changed(change)
    found = compare_findings(before, after)
    assert [(finding.path, finding.severity) for finding in found] == [
        ("ladder.tiers", "warning"),
        ("metrics.0", "warning"),
        ("rules", "warning"),
    ]
    assert f"{before.ladder.tiers[0].id!r}, the next lower tier that remains" in found[0].why


def test_a_first_tier_that_goes_leaves_the_first_tier() -> None:
    before, after = changed(lambda new: new["ladder"]["tiers"].pop(0))
    (found,) = [one for one in compare_findings(before, after) if one.path == "ladder.tiers"]
    assert found.why == "Members who stand on it move to the first tier."


TEXT = """\
id: club
rules:
  - id: spend
    award:
      points: 1
  - {id: visit, award: {points: 2}}
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("", 0),
        ("id", 1),
        ("rules", 2),
        ("rules.0", 3),
        ("rules.0.award.points", 5),
        ("rules.0.award.per", 4),
        ("rules.1.award.points", 6),
        ("rules.7", 2),
        ("rules.x", 2),
        ("id.deeper", 1),
        ("nowhere", 0),
    ],
)
def test_a_path_leads_to_a_line(path, line) -> None:
    (found,) = placed([Finding(path, "What.", "Why.", "Mend.", "warning")], TEXT)
    assert (found.line, found.path, found.severity) == (line, path, "warning")


@pytest.mark.parametrize("text", ["a: [", "a: &x 1\nb: *x", "[" * 50 + "]" * 50, "a: \x00"])
def test_an_unreadable_text_has_no_lines(text) -> None:
    (found,) = placed([Finding("a", "What.", "Why.", "Mend.")], text)
    assert found.line == 0


def test_json_has_lines_too() -> None:
    (found,) = placed([Finding("rules.0.id", "What.", "Why.", "Mend.")], '{\n "rules": [\n {"id": 1}\n ]\n}')
    assert found.line == 3


def test_lines_are_compared_with_some_around() -> None:
    before = "\n".join(str(number) for number in range(1, 31))
    after = before.replace("\n10\n", "\nten\n").replace("\n25\n", "\n25\nmore\n")
    told = [(line.kind, line.before, line.after, line.text) for line in line_changes(before, after)]
    assert told == [
        ("gap", 0, 0, ""),
        *[("same", at, at, str(at)) for at in (7, 8, 9)],
        ("gone", 10, 0, "10"),
        ("new", 0, 10, "ten"),
        *[("same", at, at, str(at)) for at in (11, 12, 13)],
        ("gap", 0, 0, ""),
        *[("same", at, at, str(at)) for at in (23, 24, 25)],
        ("new", 0, 26, "more"),
        *[("same", at, at + 1, str(at)) for at in (26, 27, 28)],
    ]
    assert line_changes(before, before) == []
