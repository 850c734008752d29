"""Scenario files and the programmes they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from regulars.engine.errors import Finding
from regulars.engine.scenario import Scenario, ScenarioRefused, read_scenario, say
from regulars.engine.trace.words import Language

ENDINGS = {".yaml", ".yml", ".json"}
PROGRAMMES = "programmes"
SHIPPED = Path(__file__).resolve().parents[5]


class Readable(NamedTuple):
    """A file with a scenario."""

    path: Path
    scenario: Scenario


class Unreadable(NamedTuple):
    """A file without one, and all that is wrong with it."""

    path: Path
    findings: Sequence[Finding | str]


def find_scenarios(paths: Sequence[Path], language: Language) -> tuple[list[Readable], list[Unreadable]]:
    """The scenarios in files and below folders, each file once, in the order of their names in each folder."""
    files = {file.resolve(): file for path in paths for file in _files(path)}
    read = [_read(file, language) for file in files.values()]
    return (
        [file for file in read if isinstance(file, Readable)],
        [file for file in read if isinstance(file, Unreadable)],
    )


def _files(path: Path) -> list[Path]:
    """The scenario files of a path; what has none stands for itself, to be told of. Programmes are no scenarios."""
    if not path.is_dir():
        return [path]
    files = (file for file in path.rglob("*") if file.suffix in ENDINGS and file.parent.name != PROGRAMMES)
    return sorted(file for file in files if file.is_file()) or [path]


def _read(path: Path, language: Language) -> Readable | Unreadable:
    if path.is_dir():
        return Unreadable(path, (say("folder_empty", language),))
    if not path.is_file():
        return Unreadable(path, (say("file_missing", language),))
    try:
        text = path.read_text(encoding="utf-8")
        return Readable(path, read_scenario(text, lambda name: programme_named(name, path)))
    except UnicodeDecodeError:
        return Unreadable(path, (say("file_not_text", language),))
    except ScenarioRefused as refused:
        return Unreadable(path, refused.findings)


def programme_named(name: str, scenario: Path) -> str:
    """The text of a programme that a scenario names; raises `KeyError`.

    A name with a file ending is a path from the scenario's folder. Any other is the name of a file in a folder
    `programmes` beside the scenario, in a folder above it, or among the programmes that Regulars ships.
    """
    for path in _places(name, scenario.resolve().parent):
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise KeyError(name)


def _places(name: str, folder: Path) -> Iterator[Path]:
    if Path(name).suffix in ENDINGS:
        yield folder / name
        return
    for above in (folder, *folder.parents, SHIPPED):
        yield above / PROGRAMMES / f"{name}.yaml"
