"""What the documents say stands against what the code does."""

import re
from pathlib import Path

import pytest

from regulars.project.settings.paths import ROOT
from regulars.surfaces.web.messages import MESSAGES
from script.error_reference import error_classes, reference
from tests.repo.sources import files, functions, text

MARKDOWN = [path for path in files() if path.suffix == ".md"]
TESTS = [path for path in files() if path.parts[0] == "tests" and path.suffix == ".py"]
ROWS = {
    *("M1", "M2", "M3", "M4", "T1", "T2", "T3", "T4", "T5", "T6"),
    *("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "O1", "O3", "O4", "O5", "O6"),
}


def test_the_reference_of_codes_is_what_the_code_says() -> None:
    assert text(Path("docs/reference/errors.md")) == reference(), "run: sh script/reference"


def test_every_code_has_a_text() -> None:
    assert sorted(set(error_classes()) - set(MESSAGES)) == []


def test_every_refusal_is_raised_in_a_test() -> None:
    tested = "\n".join(text(path) for path in TESTS)
    untested = [
        code
        for code, error in error_classes().items()
        if f'"{code}"' not in tested and not re.search(rf"(?:raises\((?:\w+\.)?|errors\.){error.__name__}\b", tested)
    ]
    assert sorted(untested) == []


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_texts_name_the_same_parameters(code) -> None:
    message = MESSAGES[code]
    names = re.compile(r"{(\w+)}")
    assert set(names.findall(message.en)) == set(names.findall(message.zh))
    assert message.en
    assert re.search("[\u4e00-\u9fff]", message.zh)


def test_capabilities_name_tests_that_exist() -> None:
    known = {f"{path}::{function.name}" for path in TESTS for function in functions(path)}
    known |= {str(path) for path in files() if path.parts[0] in {"tests", "scenarios"}}
    page = text(Path("docs/capabilities.md"))
    named = re.findall(r"`((?:tests|scenarios)/[^`]+)`", page)
    assert sorted(set(named) - known) == []
    assert set(re.findall(r"(?m)^\| ([A-Z]\d+) \|", page)) >= ROWS


@pytest.mark.parametrize("document", MARKDOWN, ids=str)
def test_code_that_pages_name_exists(document) -> None:
    known = {str(path) for path in files()}
    gone = []
    for path, name in re.findall(r"`((?:src|tests|bench|script|programmes)/[\w./-]+?)(?:::(\w+))?`", text(document)):
        defined = re.search(rf"^(?:async )?(?:def|class) {name}\b", text(Path(path)), re.M) if path in known else None
        if not (defined if name else (ROOT / path).exists()):
            gone.append((path, name))
    assert gone == []


@pytest.mark.parametrize("document", MARKDOWN, ids=str)
def test_links_between_pages_lead_somewhere(document) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text(document))
    assert [link for link in links if not (ROOT / document.parent / link).exists()] == []


def test_every_page_is_in_the_index() -> None:
    index = text(Path("docs/README.md"))
    pages = [path for path in MARKDOWN if path.parts[0] == "docs" and path != Path("docs/README.md")]
    assert [str(page) for page in pages if str(page.relative_to("docs")) not in index] == []


def test_every_variable_is_documented_and_every_documented_variable_is_read() -> None:
    reading = re.compile(r"\b(REGULARS_[A-Z_]+|DATABASE_URL)\b")
    settings = [path for path in files() if path.is_relative_to("src/regulars")]
    read = {name for path in settings if path.suffix == ".py" for name in reading.findall(text(path))}
    documented = set(re.findall(r"(?m)^\| `(\w+)` \|", text(Path("docs/operating/configuration.md"))))
    assert read == documented


def test_every_recipe_says_what_it_does() -> None:
    recipes = [path for path in files() if path.parts[0] == "script" and path.suffix == ""]
    assert len(recipes) > 5
    for recipe in recipes:
        first, second = text(recipe).splitlines()[:2]
        assert first == "#!/bin/sh"
        assert re.match(rf"# {recipe.name}\b.*: .{{20,}}\.", second), f"{recipe} does not say what it does"


def test_terms_are_in_both_languages() -> None:
    rows = re.findall(r"(?m)^\| ([a-z][^|]+) \| ([^|]+) \| ([^|]+) \|$", text(Path("docs/glossary.md")))
    assert len(rows) > 60
    assert [english for english, chinese, _ in rows if not re.search("[\u4e00-\u9fffA-Z]", chinese)] == []
    english = [row[0] for row in rows]
    assert sorted(set(english)) == sorted(english)
