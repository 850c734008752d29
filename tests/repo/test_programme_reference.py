"""The reference of the programme document and of expressions says what the code does, no more and no less."""

import re
from pathlib import Path

import pytest

from regulars.engine.expressions.parsing import MOST_NESTING, MOST_NODES
from regulars.engine.expressions.vocabulary import (
    EVENT_COLUMNS,
    FUNCTIONS,
    LARGEST_AMOUNT,
    LARGEST_ATTRIBUTE,
    LARGEST_MEASURE,
    LARGEST_QUANTITY,
    LINE_COLUMNS,
    OPERATORS,
    Kind,
    Place,
)
from regulars.engine.programme import benefits, model
from regulars.engine.programme.basics import Part
from regulars.engine.programme.model import Programme
from regulars.engine.programme.schema import schema_text
from regulars.engine.programme.scope import scope_of
from tests.repo.sources import text
from tests.unit.engine.documents import document

EXPRESSIONS = Path("docs/reference/expressions.md")
PROGRAMME = Path("docs/reference/programme.md")
SCHEMA = Path("docs/reference/programme.schema.json")
NAMES = {**vars(model), **vars(benefits)}
PARTS = {part.__name__: part for part in NAMES.values() if isinstance(part, type) and issubclass(part, Part)}
PARTS.pop("Part")


def section(page: Path, title: str) -> str:
    """What stands below a heading."""
    (found,) = re.findall(rf"(?ms)^## {re.escape(title)}\b[^\n]*\n(.*?)(?=^## |\Z)", text(page))
    return found


def rows(page: Path, title: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    lines = [line for line in section(page, title).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def test_the_published_schema_is_current():
    how = "from regulars.engine.programme.schema import schema_text; print(schema_text(), end='')"
    assert text(SCHEMA) == schema_text(), f'run: .venv/bin/python -c "{how}" > {SCHEMA}'


@pytest.mark.parametrize("name", sorted(PARTS))
def test_each_field_of_the_document_is_explained(name):
    told = rows(PROGRAMME, name)
    assert [field for field, _, _ in told] == [f"`{field}`" for field in PARTS[name].model_fields]
    assert [chinese for _, chinese, _ in told if not re.search("[\u4e00-\u9fff]", chinese)] == []


@pytest.mark.parametrize("name", sorted(PARTS))
def test_each_choice_of_the_document_is_named(name):
    choices = re.findall(r"'enum': \[([^\]]*)\]", str(PARTS[name].model_json_schema()["properties"]))
    told = section(PROGRAMME, name)
    if name != "WalletLimit":  # its periods are those of `Limit`
        assert [word for words in choices for word in re.findall(r"\w+", words) if f"`{word}`" not in told] == []


@pytest.mark.parametrize(
    ("title", "names"), [("Columns of events", EVENT_COLUMNS), ("Columns of basket lines", LINE_COLUMNS)]
)
def test_columns_are_those_of_the_code(title, names):
    assert rows(EXPRESSIONS, title) == [[f"`{name.id}`", name.kind.value, name.meaning] for name in names]


def test_names_of_the_member_are_those_of_the_code():
    plain = {**document(), "metrics": [], "goals": []}
    plain["ladder"] = {"tiers": plain["ladder"]["tiers"][:1]}
    names = [name for name in scope_of(Programme.model_validate(plain)).names.values() if name.place is Place.MEMBER]
    told = rows(EXPRESSIONS, "Names of the member")
    facts = [name for name in names if not name.id.startswith("balance_")]
    assert told[: len(facts)] == [[f"`{name.id}`", name.kind.value, name.meaning] for name in facts]
    assert len(told) == len(facts) + len(["metric", "balance", "attribute"])


def test_functions_and_operators_are_those_of_the_code():
    assert rows(EXPRESSIONS, "Functions") == [
        [f"`{function.id}`", function.arguments, function.result, function.meaning] for function in FUNCTIONS
    ]
    assert rows(EXPRESSIONS, "Operators") == [[f"`{operator}`", meaning] for operator, meaning in OPERATORS]


def test_kinds_and_limits_are_those_of_the_code():
    kinds = [kind.value for kind in Kind if kind not in (Kind.NUMBER, Kind.NULL)]
    assert [row[0] for row in rows(EXPRESSIONS, "Kinds")] == kinds
    largest = (LARGEST_AMOUNT, LARGEST_QUANTITY, LARGEST_ATTRIBUTE, LARGEST_MEASURE)
    assert [number for number in largest if f"{number:,}" not in section(EXPRESSIONS, "Exactness")] == []
    assert f"{MOST_NODES} parts and {MOST_NESTING} levels" in section(EXPRESSIONS, "Limits")
