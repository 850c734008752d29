"""Edits of a programme's text leave everything else as it was."""

from __future__ import annotations

import difflib
import json

import pytest
import yaml

from regulars.domain.diagnosis.policy.rewriting import edited_text
from regulars.domain.diagnosis.types import Edit, EditKind
from regulars.engine.programme.loading import load_programme
from regulars.project.settings.paths import ROOT

CLUB = (ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8")
SPEND, GROWTH = "growth_in_12_months", "visits_in_12_months"


def changed(text: str, *edits: Edit) -> list[str]:
    """The lines that are gone and new."""
    lines = difflib.unified_diff(text.splitlines(), edited_text(text, edits).splitlines(), n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_thresholds_move_in_their_expressions() -> None:
    enter = Edit(EditKind.THRESHOLD, "ladder.tiers.1.enter", "1200", "1500", SPEND)
    keep = Edit(EditKind.THRESHOLD, "ladder.tiers.1.keep", "75", "90", GROWTH)
    assert changed(CLUB, enter, keep) == [
        "-      enter: growth_in_12_months >= 1200 or visits_in_12_months >= 90",
        "-      keep: (growth_in_12_months >= 1000 or visits_in_12_months >= 75) and visits_in_60_days >= 3",
        "+      enter: growth_in_12_months >= 1500 or visits_in_12_months >= 90",
        "+      keep: (growth_in_12_months >= 1000 or visits_in_12_months >= 90) and visits_in_60_days >= 3",
    ]


@pytest.mark.parametrize(
    ("path", "after", "line"),
    [
        ("wallets.0.spending.minimum", "50", "      minimum: 50"),
        ("wallets.0.expiry.months", "18", "    expiry: {kind: fixed, months: 18, until: month_end}"),
        ("multipliers.0.by_tier.leader", "2.5", "    by_tier: {entry: 1, growth: 1.2, premium: 1.5, leader: 2.5}"),
        ("rules.2.limits.0.points", "40", "      - {per: week, points: 40}"),
        ("rules.0.award.per", "1.5", "    award: {points: 1, per: 1.5}"),
        ("rules.0.award.whole_steps", "true", "    award: {points: 1, whole_steps: true, per: 1}"),
    ],
)
def test_values_are_set_where_they_stand(path: str, after: str, line: str) -> None:
    gone, new = changed(CLUB, Edit(EditKind.SET, path, None, after))
    assert new == f"+{line}"
    assert gone.startswith("-")


def test_a_field_that_was_not_there() -> None:
    edit = Edit(EditKind.SET, "wallets.1.expiry", None, "{kind: sliding, months: 24}")
    assert changed(CLUB, edit) == ["+    expiry: {kind: sliding, months: 24}"]


@pytest.mark.parametrize(
    ("path", "lines"), [("goals.1", 6), ("goals.2", 6), ("rules.2", 7), ("multipliers.1", 6), ("attributes.1", 1)]
)
def test_entries_are_removed_with_their_lines(path: str, lines: int) -> None:
    gone = changed(CLUB, Edit(EditKind.REMOVE, path, "x", None))
    assert len(gone) == lines
    assert {line[0] for line in gone} == {"-"}


def test_comments_around_an_entry_stay() -> None:
    text = CLUB.replace("  - id: third_visit\n", "  # About visits.\n  - id: third_visit\n")
    text = text.replace("  - id: coupon_used\n", "  # About coupons.\n  - id: coupon_used\n")
    assert "# About coupons." in edited_text(text, [Edit(EditKind.REMOVE, "rules.2", "third_visit", None)])


def test_documents_in_json_are_edited_too() -> None:
    text = json.dumps(yaml.safe_load(CLUB), ensure_ascii=False)
    edits = [
        Edit(EditKind.SET, "wallets.0.spending.minimum", "100", "50"),
        Edit(EditKind.THRESHOLD, "ladder.tiers.2.enter", "2800", "3000", SPEND),
        Edit(EditKind.REMOVE, "goals.0", "x", None),
    ]
    found, before = load_programme(edited_text(text, edits)), load_programme(CLUB)
    assert found.wallets[0].spending.minimum == 50
    assert found.ladder.tiers[2].enter == "growth_in_12_months >= 3000"
    assert found.goals == before.goals[1:]


def test_an_expression_over_two_lines() -> None:
    text = CLUB.replace("enter: growth_in_12_months >= 2800", "enter: >-\n        growth_in_12_months >=\n        2800")
    edited = edited_text(text, [Edit(EditKind.THRESHOLD, "ladder.tiers.2.enter", "2800", "3000", SPEND)])
    assert load_programme(edited).ladder.tiers[2].enter == "growth_in_12_months >= 3000"
    assert edited.startswith("# The club")
