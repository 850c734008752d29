"""Definition files: those that ship, and what is found in others."""

import re
from datetime import date

import polars as pl
import pytest

from regulars.domain.tags.policy.figures import figures_as_data, figures_in, figures_of
from regulars.domain.tags.policy.library import due, read_library
from regulars.domain.tags.queries import library
from regulars.domain.tags.types import Refresh, TagType
from regulars.surfaces.web.messages import MESSAGES

GOOD = """
family: {id: own, zh: 自有, en: Own}
tags:
  - id: spend_{w}_on_{d}
    over: {w: [30, 90], d: [{id: meat, zh: 肉类, en: meat, value: MEAT}]}
    zh: 近{w}天{d.zh}消费
    en: Spend on {d.en} in {w} days
    about_zh: 近{w}天在{d.zh}上的消费。
    about_en: What was spent on {d.en} in the last {w} days.
    type: money
    formula: spend_of(department, '{d.value}', {w})
    refresh: weekly
"""


def test_three_hundred_and_more_ship_each_with_its_own_words() -> None:
    found = library()
    assert found.findings == ()
    assert len(found.definitions) >= 300
    assert len(found.families) == 13
    for language in ("zh", "en"):
        names = [getattr(one.name, language) for one in found.definitions]
        assert len(set(names)) == len(names)
    for one in found.definitions:
        assert re.search("[\u4e00-\u9fff]", one.name.zh + one.about.zh)
        assert re.search("[\u4e00-\u9fff]", one.about.zh)
        assert not re.search("[\u4e00-\u9fff{}]", one.name.en + one.about.en)


def test_an_entry_is_a_tag_for_each_combination() -> None:
    found = read_library([("own.yaml", GOOD)])
    assert [one.id for one in found.definitions] == ["spend_30_on_meat", "spend_90_on_meat"]
    assert found.definitions[1].name.zh == "近90天肉类消费"
    assert found.definitions[1].formula == "spend_of(department, 'MEAT', 90)"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("family: {id: own, zh: 自有, en: Own}", "", "tags_no_family"),
        ("zh: 自有, ", "", "tag_without_words"),
        ("tags:", "tags: [", "tags_unreadable"),
        ("  - id: spend_{w}_on_{d}\n", "  - 5\n  - id: x{w}{d}\n", "tag_no_mapping"),
        ("id: spend_{w}_on_{d}", "id: Spend {w} {d}", "tag_id_wrong"),
        ("over: {w: [30, 90]", "over: {w: 30", "tag_over_nothing"),
        ("{d.zh}消费", "{x.zh}消费", "tag_without_words"),
        ("    about_en: What was spent on {d.en} in the last {w} days.\n", "", "tag_without_words"),
        ("type: money", "type: cash", "tag_choice_wrong"),
        ("refresh: weekly", "refresh: hourly", "tag_choice_wrong"),
        ("refresh: weekly", "refresh: weekly\n    colour: red", "tag_keys_unknown"),
        ("formula: spend_of(department, '{d.value}', {w})", "formula: spend_of({w})", "formula_arguments"),
        ("    formula: spend_of(department, '{d.value}', {w})\n", "", "tag_without_formula"),
        ("formula: spend_of(department, '{d.value}', {w})", "rank_of: nothing", "tag_rank_of_nothing"),
        ("refresh: weekly", "refresh: weekly\n    values: {a: b}", "tag_without_words"),
        ("id: spend_{w}_on_{d}", "id: spend_on_{d}", "tag_defined_twice"),
    ],
)
def test_findings_say_what_is_wrong(old, new, code) -> None:
    assert old in GOOD
    findings = read_library([("own.yaml", GOOD.replace(old, new))]).findings
    assert {one.code for one in findings} == {code}
    text = MESSAGES[code].en
    assert set(re.findall(r"{(\w+)}", text)) <= findings[0].params.keys()


def test_all_findings_are_told_at_once() -> None:
    files = [("a.yaml", GOOD.replace("money", "cash")), ("b.yaml", "tags: 5"), ("c.yaml", GOOD)]
    found = read_library(files)
    assert [(one.file, one.code) for one in found.findings] == [
        ("a.yaml", "tag_choice_wrong"),
        ("a.yaml", "tag_choice_wrong"),
        ("b.yaml", "tags_no_family"),
    ]
    assert len(found.definitions) == 2


def test_what_is_due_comes_with_what_it_ranks() -> None:
    definitions = library().definitions
    assert due(definitions, {}, 100, every=False) == list(definitions)
    done = {one.id: 100 for one in definitions}
    assert due(definitions, done, 100, every=False) == []
    assert due(definitions, done, 100, every=True) == list(definitions)
    tomorrow = due(definitions, done, 101, every=False)
    weekly = [one for one in tomorrow if one.refresh is not Refresh.DAILY]
    assert {one.rank_of in {other.id for other in tomorrow} for one in weekly} == {True}
    assert {one.id for one in definitions if one.refresh is Refresh.DAILY} <= {one.id for one in tomorrow}
    assert len(due(definitions, done, 128, every=False)) == len(definitions)


def test_figures_of_each_type() -> None:
    day = date(2026, 6, 1)
    said = figures_of(pl.Series("x", [True, False, None, True]), TagType.YES_NO, day)
    assert (said.known, said.holding, said.bars) == (3, 2, (("yes", 2), ("no", 1)))
    named = figures_of(pl.Series("x", ["b", "a", "b", None, *(f"v{n:02d}" for n in range(20))]), TagType.CATEGORY, day)
    assert named.bars[:2] == (("b", 2), ("a", 1))
    assert named.bars[-1] == ("", 7)
    few = figures_of(pl.Series("x", [1.0, 1.0, 3.0, 0.0]), TagType.NUMBER, day)
    assert (few.known, few.holding, few.mean, few.bars) == (4, 3, 1.25, (("0", 1), ("1", 2), ("3", 1)))
    many = figures_of(pl.Series("x", [float(n) for n in range(1000)] + [1e6]), TagType.MONEY, day)
    assert sum(count for _label, count in many.bars) == 1001
    assert many.bars[0] == ("0:100", 100)
    assert many.bars[-1] == ("900:", 101)
    none = figures_of(pl.Series("x", [None, float("nan")], dtype=pl.Float64), TagType.SHARE, day)
    assert (none.known, none.bars) == (0, ())
    for one in (said, named, few, many, none):
        assert figures_in(figures_as_data(one)) == one
