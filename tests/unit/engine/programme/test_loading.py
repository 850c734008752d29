"""Reading documents: everything wrong is told at once, with its place."""

import json
from pathlib import Path

import pytest
import yaml

from regulars.engine.compile import compile_programme
from regulars.engine.errors import EngineError, Finding, ProgrammeRefused
from regulars.engine.programme.loading import check_programme, load_programme
from regulars.engine.programme.reading import LARGEST_TEXT, read_document
from regulars.engine.programme.schema import fields_at
from tests.unit.engine.documents import document

PROGRAMMES = Path(__file__).parents[4] / "programmes"


def findings(text):
    with pytest.raises(ProgrammeRefused) as caught:
        load_programme(text)
    return [(finding.path, finding.what, finding.mend) for finding in caught.value.findings]


def changed(**fields):
    return json.dumps({**document(), **fields})


@pytest.mark.parametrize("path", sorted(PROGRAMMES.glob("*.yaml")), ids=lambda path: path.name)
def test_shipped_programmes_are_in_order(path):
    text = path.read_text(encoding="utf-8")
    assert check_programme(text) == []
    assert compile_programme(load_programme(text)).document.id == path.stem


def test_yaml_and_json_are_the_same_programme():
    assert load_programme(yaml.safe_dump(json.loads(changed()))) == load_programme(json.dumps(document()))


def test_yaml_reads_numbers_exactly_and_words_as_words():
    text = "a: 0.10\nb: 12:30\nc: no\nd: 2026-01-31\ne: 010\nf: true\ng: ~\nh: 7\ni: -1.5"
    assert {key: repr(value) for key, value in read_document(text).items()} == {
        "a": "Decimal('0.10')",
        "b": "'12:30'",
        "c": "'no'",
        "d": "'2026-01-31'",
        "e": "'010'",
        "f": "True",
        "g": "None",
        "h": "7",
        "i": "Decimal('-1.5')",
    }


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: 1\na: 2", "Line 2, column 1: the key 'a' stands twice."),
        ("a: &x [1]\nb: *x", "Line 2, column 6: aliases are not allowed."),
        ("[" * 60, "Line 1, column 61: it is nested too deeply."),
        ("a: [", "Line 1, column 5: expected the node content, but found '<stream end>'."),
        ("a: !!python/name:os.system x", "Line 1, column 4: could not determine a constructor for the tag "),
        ("? [a]\n: 1", "Line 1, column 3: found unhashable key."),
        ("a: 1\n--- b", "Line 2, column 1: but found another document."),
        ("a: \x00", "unacceptable character #x0000: special characters are not allowed in "),
        ('{"a": 1, "a": 2}', "It is no JSON: the key 'a' stands twice."),
        ('{"a": ', "It is no JSON: Expecting value: line 1 column 7 (char 6)."),
        ('{"a":' * 100_000, "It is no JSON: maximum recursion depth exceeded"),
        ("x" * (LARGEST_TEXT + 1), f"It has {LARGEST_TEXT + 1} characters."),
    ],
    ids=range(12),
)
def test_texts_that_cannot_be_read(text, what):
    ((path, said, _),) = findings(text)
    assert (path, said[: len(what)]) == ("", what)


@pytest.mark.parametrize(
    ("fields", "path", "what", "mend"),
    [
        ({"walets": []}, "walets", "There is no field 'walets' here.", "Did you mean 'wallets'?"),
        ({"zzz{": 1}, "zzz{", "There is no field 'zzz{' here.", "Use one of attributes, benefits, brand, budgets, cho"),
        ({"id": "Club"}, "id", "'Club' is not an id.", "Write it as growth_points."),
        ({"id": 5}, "id", "This is not a text.", "Write a text, in quotation marks if need be."),
        ({"currency": "usd"}, "currency", "'usd' is not a currency code.", "Write it as CNY or USD."),
        ({"name": {"zh": "", "en": "x" * 501}}, "name.en", "This text is too long.", "Shorten it."),
        ({"wallets": []}, "wallets", "There are too few entries.", "Add what is missing."),
        ({"groups": [{"id": "a", "mode": "best"}] * 41}, "groups", "There are too many entries.", "Remove some."),
        ({"groups": {}}, "groups", "This is not a list.", "Begin each entry with a dash."),
        ({"ladder": [1]}, "ladder", "This is not a set of fields.", "Write field: value."),
        (
            {"groups": [{"id": "a", "mode": "bets"}]},
            "groups.0.mode",
            "'bets' is not one of the choices.",
            "Use one of them.",
        ),
    ],
    ids=range(11),
)
def test_fields_of_the_wrong_shape(fields, path, what, mend):
    told = {place: (said, mending) for place, said, mending in findings(changed(**fields))}
    assert (told[path][0], told[path][1][: len(mend)]) == (what, mend)


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("starts_on", "2026-02-30", "'2026-02-30' is not a date."),
        ("priority", "high", "'high' is not a number."),
        ("priority", 1001, "1001 is too large."),
        ("priority", -1001, "-1001 is too small."),
        ("priority", 1.5, "1.5 is not a whole number."),
    ],
)
def test_fields_of_a_rule(field, value, what):
    data = document()
    data["rules"][0][field] = value
    assert [(path, said) for path, said, _ in findings(json.dumps(data))] == [(f"rules.0.{field}", what)]


@pytest.mark.parametrize(
    ("award", "what"),
    [
        ({"points": 0}, "0 is too small."),
        ({"points": "0.1234567"}, "0.1234567 has too many decimals."),
        ({"points": "NaN"}, "'NaN' is not a number."),
        ({"points": 1, "per_item": "perhaps"}, "'perhaps' is neither true nor false."),
        ({"points": "x" * 99}, f"'{'x' * 60}…' is not a number."),
        ({}, "This field is missing."),
    ],
)
def test_awards(award, what):
    data = document()
    data["rules"][1]["award"] = award
    assert [said for _, said, _ in findings(json.dumps(data))] == [what]


def test_colours_and_unknown_kinds_of_errors():
    data = document()
    data["ladder"]["tiers"][0]["colour"] = "red"
    data["multipliers"][1]["by_tier"] = {"Entry": 1}
    told = findings(json.dumps(data))
    assert [(path, said) for path, said, _ in told] == [
        ("ladder.tiers.0.colour", "'red' is not a colour."),
        ("multipliers.1.by_tier.Entry", "'Entry' is not an id."),
    ]
    assert findings("1: 2")[-1] == ("1", "Keys should be strings.", "Correct it.")


def test_entries_of_a_list_come_in_their_own_order():
    data = document()
    data["rules"] = [{**data["rules"][1], "id": f"R{number}"} for number in range(12)]
    assert [path for path, _, _ in findings(json.dumps(data))] == [f"rules.{number}.id" for number in range(12)]


def test_check_tells_all_and_raises_nothing():
    data = document()
    assert check_programme(json.dumps(data)) == []
    data["currency"] = "XXX"
    assert [finding.path for finding in check_programme(json.dumps(data))] == ["currency"]
    assert [finding.path for finding in check_programme("[]")] == [""]


def test_findings_read_as_sentences():
    finding = Finding("rules.0", "What.", "Why.", "Mend.")
    assert str(finding) == "error at rules.0: What. Why. Mend."
    assert str(Finding("", "What.", "Why.", "Mend.", "warning")) == "warning at the document: What. Why. Mend."
    refused = ProgrammeRefused([finding])
    assert (str(refused), refused.findings, isinstance(refused, EngineError)) == (str(finding), (finding,), True)


def test_fields_are_found_at_any_depth():
    assert fields_at(["ladder", "tiers", 0, "name"]) == ["zh", "en"]
    assert fields_at(["ladder", "review"]) == ["every"]
    assert fields_at(["currency"]) == []
    assert fields_at(["nowhere", 1]) == []


CHINESE = [
    ("a: 1\na: 2", "第 2 行第 1 列：键 'a' 重复出现。", "修改该行，注意缩进。"),
    ("a: &x [1]\nb: *x", "第 2 行第 6 列：不允许使用别名。", "修改该行，注意缩进。"),
    ('{"a": 1, "a": 2}', "不是 JSON：键 'a' 重复出现。", "修改该处。"),
    (changed(walets=[]), "此处没有字段 'walets'。", "是否指 'wallets'？"),
    (changed(groups=[{"id": "a", "mode": "bets"}]), "'bets' 不在可选范围内。", "选用其中之一。"),
    (changed(currency="EURO"), "'EURO' 不是币种代码。", "写成 CNY 或 USD。"),
]


@pytest.mark.parametrize(("text", "what", "mend"), CHINESE, ids=range(len(CHINESE)))
def test_findings_are_told_in_chinese_too(text, what, mend):
    (finding,) = check_programme(text)
    assert finding.chinese is not None
    assert (finding.chinese.what, finding.chinese.mend) == (what, mend)


def test_expressions_are_refused_in_chinese_too():
    rules = document()["rules"]
    rules[0]["when"] = "hour > amount"
    (finding,) = check_programme(changed(rules=rules))
    assert finding.chinese is not None
    assert finding.chinese.what == "第 8 个字符：此处整数与金额混用。"
