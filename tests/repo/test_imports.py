"""What import-linter holds, and what it cannot see."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from regulars.project.settings.paths import ROOT
from tests.repo.sources import files, python_files, text

CONTEXTS = sorted(path.name for path in (ROOT / "src" / "regulars" / "domain").iterdir() if (path / "apps.py").exists())
NAMES = {
    "apps",
    "types",
    "errors",
    "events",
    "policy",
    "models",
    "queries",
    "operations",
    "handlers",
    "tasks",
    "checks",
}
DRIVERS = re.compile(r"^\s*(?:import|from) (?:psycopg|sqlite3)\b", re.MULTILINE)
# Models reached by name, and rows of another context reached through a relation, escape the import graph.
BY_NAME = re.compile(r"apps\.get_model\(|import_string\(|get_user_model\(")
RELATION = re.compile(r"(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*[\"'](\w+)\.\w+[\"']")


def test_contracts_hold() -> None:
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout[-4000:] + linted.stderr[-1000:]


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_context_has_only_the_known_files(context) -> None:
    folder = Path("src/regulars/domain") / context
    children = {path.relative_to(folder).parts[0] for path in files() if path.is_relative_to(folder)}
    assert {Path(child).stem for child in children} - NAMES - {"__init__", "migrations"} == set()


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_models_of_a_context_are_private(context) -> None:
    folder = ROOT / "src" / "regulars" / "domain" / context
    has_models = (folder / "models.py").exists() or (folder / "models").exists()
    assert (f"[importlinter:contract:private-{context}]" in text(Path(".importlinter"))) == has_models


def test_models_are_not_reached_by_name() -> None:
    assert [str(path) for path in python_files("src") if BY_NAME.search(text(path))] == []


def test_no_relation_crosses_contexts() -> None:
    crossing = [
        f"{path}: {label}"
        for path in python_files("src")
        if path.match("src/regulars/domain/*/models*") or path.match("src/regulars/domain/*/models/*")
        for label in RELATION.findall(text(path))
        if label != path.parts[3]
    ]
    assert crossing == []


def test_only_the_platform_knows_database_drivers() -> None:
    knowing = [
        str(path)
        for path in python_files("src")
        if DRIVERS.search(text(path)) and not path.is_relative_to("src/regulars/platform")
    ]
    assert knowing == []


def test_only_the_platform_reads_the_clock() -> None:
    reading = re.compile(r"datetime\.now\(|timezone\.now\(|date\.today\(|time\.time\(\)|datetime\.utcnow\(")
    allowed = {Path("src/regulars/platform/clock.py")}
    assert [str(path) for path in python_files("src") if path not in allowed and reading.search(text(path))] == []
