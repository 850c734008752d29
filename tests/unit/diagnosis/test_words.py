"""Everything that a diagnosis may say has words in both languages, and is kept whole."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.utils import translation

from regulars.domain.diagnosis.policy.examining import MEASURES
from regulars.domain.diagnosis.policy.keeping import as_data, from_data
from regulars.domain.diagnosis.types import Quantity, Source, Status, Unit
from regulars.engine.programme.loading import load_programme
from regulars.project.settings.paths import ROOT
from regulars.surfaces.web import diagnosis_words as words
from regulars.surfaces.web.diagnosis_columns import COLUMNS, TABLES, WORDS
from regulars.surfaces.web.diagnosis_data import diagnosis_data
from regulars.surfaces.web.diagnosis_findings import FINDINGS, NOTES, PROPOSALS
from regulars.surfaces.web.diagnosis_measures import BENCHMARKS, EFFECTS, MEASURE_MEANINGS, MEASURE_NAMES
from tests.unit.diagnosis.histories import diagnosed, programme_data, record, weekly

POLICY = ROOT / "src" / "regulars" / "domain" / "diagnosis" / "policy"
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(POLICY.glob("*.py")))
DOCUMENT = load_programme(json.dumps(programme_data()))


def quoted(before: str) -> set[str]:
    return set(re.findall(rf'{before}"([a-z_0-9]+)"', SOURCE))


def test_every_statement_in_the_code_has_words() -> None:
    said = quoted(r"said\(\s*") | quoted(r"held_against\(\s*Source\.\w+,\s*") | quoted(r"code = ")
    said |= set(re.findall(r'else "(threshold_[a-z_]+)"', SOURCE))
    said |= {f"{kind}_{use}_used" for kind in ("goal", "multiplier", "benefit") for use in ("never", "hardly")}
    said |= {f"propose_without_{kind}" for kind in ("rule", "goal", "multiplier")}
    assert sorted(said - set(words.STATEMENTS)) == []
    assert sorted({*FINDINGS, *PROPOSALS, *NOTES, *BENCHMARKS} - said) == []


def test_every_table_and_column_has_a_title() -> None:
    assert sorted(quoted(r"Table\(\s*") - set(TABLES)) == []
    assert sorted(quoted(r"[^_]column\(\s*") - set(COLUMNS)) == []


def test_every_measure_has_a_name_and_a_formula() -> None:
    names = [measure.__name__ for measure in MEASURES]
    assert len(names) == 15
    assert names == list(MEASURE_NAMES) == list(MEASURE_MEANINGS)
    assert [name for measure, name in zip(MEASURES, names, strict=True) if not measure.__doc__] == []
    assert len(EFFECTS) == 6


def test_both_languages_are_filled_alike() -> None:
    fields = re.compile(r"{\w+}")
    tables = (FINDINGS, PROPOSALS, NOTES, BENCHMARKS)
    odd = [
        code
        for table in tables
        for code, (english, chinese) in table.items()
        if set(fields.findall(english)) < set(fields.findall(chinese)) or not chinese
    ]
    assert odd == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_whole_diagnosis_is_told(language: str, tmp_path: Path) -> None:
    records = [one for member in range(1, 41) for one in weekly(member, weeks=20 if member > 25 else 52)]
    records += [record(member, 500, 60, kind="redeem", wallet="points", points=2) for member in range(1, 41)]
    told = diagnosed(records, tmp_path)
    assert from_data(json.loads(json.dumps(as_data(told)))) == told
    with translation.override(language):
        data = diagnosis_data(told, DOCUMENT)
        names = {words.status_words(status.value) for status in Status} | {words.source_words(one) for one in Source}
    text = json.dumps(data, ensure_ascii=False)
    assert len(names) == len(Status) + len(Source)
    assert ("沉睡会员" in text, "Dormant members" in text) == (language != "en", language == "en")
    assert [one["id"] for one in data["measures"]] == list(MEASURE_NAMES)


@pytest.mark.parametrize(
    ("quantity", "english", "chinese"),
    [
        (Quantity(Unit.SHARE, -0.051), "−5.1%", "−5.1%"),
        (Quantity(Unit.MONEY, 123_456), "¥1,234.56", "¥1,234.56"),
        (Quantity(Unit.POINTS, 1200, "points"), "1,200", "1,200"),
        (Quantity(Unit.DAYS, 90), "90 days", "90 天"),
        (Quantity(Unit.NUMBER, 1.187), "1.19", "1.19"),
        (Quantity(Unit.COUNT, 1200), "1,200", "1,200"),
        (Quantity(Unit.TIER, "gold"), "gold", "gold"),
        (Quantity(Unit.TIER, "gone"), "gone", "gone"),
        (Quantity(Unit.WORD, "late"), "Events that came late", "迟到的事件"),
        (Quantity(Unit.SHARE, None), "–", "–"),
    ],
)
def test_values_as_people_read_them(quantity: Quantity, english: str, chinese: str) -> None:
    for language, expected in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            assert words.shown(quantity, DOCUMENT) == expected


def test_every_word_of_a_row_is_known() -> None:
    assert {"issued", "redeemed", "expired", "outstanding", "cost", "liability", "now"} <= set(WORDS)
