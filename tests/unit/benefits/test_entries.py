"""Entries of a programme's text: changed where they stand, everything else as it was."""

import json
from pathlib import Path

import pytest

from regulars.domain.benefits.policy import Entry, entry_of, gradient_findings, gradient_of, mend_of, with_entry
from regulars.engine.errors import found
from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.reading import read_document

TEXT = (Path(__file__).parents[3] / "programmes" / "club.yaml").read_text(encoding="utf-8")
NEW = {"id": "tea", "name": {"zh": "茶", "en": "Tea"}, "kind": "shipping", "by_hand": True}


def test_only_the_lines_of_the_entry_change() -> None:
    place, entry = entry_of(TEXT, "benefits", "parking") or (0, {})
    after = with_entry(TEXT, Entry("benefits", place, {**entry, "cost": 3}))
    before_lines, after_lines = TEXT.splitlines(), after.splitlines()
    start = next(at for at, line in enumerate(before_lines) if "id: parking" in line)
    assert after_lines[:start] == before_lines[:start]
    assert after_lines[-30:] == before_lines[-30:]
    assert entry_of(after, "benefits", "parking") == (place, {**entry, "cost": 3})


def test_an_entry_is_added_behind_the_last_and_left_out_again() -> None:
    added = with_entry(TEXT, Entry("benefits", None, NEW))
    found = entry_of(added, "benefits", "tea")
    assert found is not None
    assert with_entry(added, Entry("benefits", found[0], None)) == TEXT


@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_text_without_benefits_gets_them(ending: str) -> None:
    text = f"id: club{ending}"
    assert read_document(with_entry(text, Entry("benefits", None, NEW))) == {"id": "club", "benefits": [NEW]}


@pytest.mark.parametrize("text", ["id: club\nbenefits: []\n", json.dumps({"id": "club", "benefits": []})])
def test_lists_that_are_written_otherwise_are_written_anew(text: str) -> None:
    assert read_document(with_entry(text, Entry("benefits", None, NEW))) == {"id": "club", "benefits": [NEW]}


def test_what_is_not_there_is_not_found() -> None:
    assert entry_of(TEXT, "benefits", "nothing") is None
    assert entry_of("id: club", "benefits", "nothing") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "premium: {quota: 2, per: month, terms: {amount: 6}}",
            "premium: {quota: 1, per: quarter, terms: {amount: 6}}",
        ),
        ("premium: {quota: 2, per: month, terms: {amount: 6}}", "premium: {quota: 2, per: month, terms: {amount: 4}}"),
        ("      leader: {terms: {percent: 5}}\n", ""),
        ("pick: {growth: 1, premium: 2, leader: 3}", "pick: {growth: 3, premium: 2, leader: 3}"),
    ],
    ids=["quota", "terms", "lost", "picks"],
)
def test_a_gradient_that_falls_is_mended(before: str, after: str) -> None:
    assert before in TEXT
    text = TEXT.replace(before, after)
    document = load_programme(text)
    finding = gradient_findings(document)[0]
    mend = mend_of(text, document, finding)
    assert mend is not None
    assert finding not in gradient_findings(load_programme(with_entry(text, mend)))


def test_worth_that_falls_is_for_people_to_think_about() -> None:
    document = load_programme(TEXT)
    step = found("ladder.tiers.1", "tier_adds_nothing", "warning", tier="growth", lower="entry")
    assert mend_of(TEXT, document, step) is None


def test_number_worth_and_scenes_grow() -> None:
    told = gradient_of(load_programme(TEXT))
    assert [one.tier for one in told] == ["entry", "growth", "premium", "leader"]
    for of in ("benefits", "picks", "worth"):
        values = [getattr(one, of) for one in told]
        assert values == sorted(values)
    assert set(told[0].scenes) < set(told[-1].scenes)
