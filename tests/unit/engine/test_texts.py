"""Texts of findings: both languages for every code, with the same parameters, and no code without a finding."""

import re
from pathlib import Path

import pytest

import regulars
from regulars.engine.errors import found
from regulars.engine.texts import TEXTS

SOURCES = [path.read_text(encoding="utf-8") for path in Path(regulars.__path__[0]).rglob("*.py")]


def parameters(text):
    return set(re.findall(r"{(\w+)", " ".join(text)))


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_both_languages_say_the_same(code):
    english, chinese = TEXTS[code]["en"], TEXTS[code]["zh"]
    assert parameters(english) == parameters(chinese)
    assert [part for part in english if not part.endswith((".", "}"))] == []
    assert [
        part for part in chinese if not re.search("[\u4e00-\u9fff]|^{", part) or not part.endswith(("。", "}"))
    ] == []


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_code_is_found_somewhere(code):
    assert [source for source in SOURCES if f'"{code}"' in source and f'"{code}": {{' not in source] != []


def test_words_of_both_languages_are_filled_in():
    near = {"en": "Did you mean 'points'?", "zh": "是否指 'points'？"}
    finding = found("rules.0.wallet", "unknown_part", name="point", kind={"en": "wallet", "zh": "积分账户"}, near=near)
    assert (finding.what, finding.mend) == ("There is no wallet 'point'.", "Did you mean 'points'?")
    assert finding.chinese is not None
    assert (finding.chinese.what, finding.chinese.mend) == ("没有积分账户 'point'。", "是否指 'points'？")
