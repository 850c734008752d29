"""From text to plain data: YAML 1.2 as people expect it, or JSON, within limits and without double keys."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

import yaml

from regulars.engine.errors import Finding, ProgrammeRefused

LARGEST_TEXT = 1_000_000
"""Characters of a programme document."""
_DEEPEST = 40


class _Loader(yaml.SafeLoader):
    """Safe YAML that reads `no`, `on`, `12:30` and dates as texts, keeps decimals exact and refuses aliases."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own form

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node; refuses aliases, which can make a small text large, and deep nesting."""
        if self.check_event(yaml.AliasEvent):
            raise self._refusal("aliases are not allowed")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._refusal("it is nested too deeply")
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refusal(self, problem: str) -> yaml.MarkedYAMLError:
        return yaml.MarkedYAMLError(problem=problem, problem_mark=self.get_mark())

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = True) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """Construct a mapping; refuses a key that stands twice."""
        pairs = [(self.construct_object(key, deep=True), key.start_mark) for key, _ in node.value]
        seen: set[str] = set()
        for key, mark in pairs:
            if str(key) in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key!r} stands twice", problem_mark=mark)
            seen.add(str(key))
        return super().construct_mapping(node, deep)


def _decimal(_loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(node.value)


_DIGITS = list("-+0123456789")
_INTEGER = re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,17})$")
_FLOAT = re.compile(r"^[-+]?[0-9]{1,18}\.[0-9]{1,18}$")
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _INTEGER, _DIGITS)
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, _DIGITS)
_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


def read_document(text: str) -> Any:
    """The plain data of a document; refuses a text that is too long or cannot be read, with the line."""
    if len(text) > LARGEST_TEXT:
        raise _refused(f"It has {len(text)} characters.", f"At most {LARGEST_TEXT} are read.", "Make it shorter.")
    if text.lstrip().startswith("{"):
        return _read_json(text)
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - the loader is a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"Line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise _refused(
            f"{place}{error.problem}.", "The text cannot be read as YAML.", "Mend that line; mind the indentation."
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        problem = " ".join(str(error).split())
        raise _refused(f"{problem}.", "The text cannot be read as YAML.", "Save it as UTF-8 text.") from error


def _read_json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise _refused(f"{error}.", "The text cannot be read as JSON.", "Mend that place.") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"The key {key!r} stands twice")
        found[key] = value
    return found


def _refused(what: str, why: str, mend: str) -> ProgrammeRefused:
    return ProgrammeRefused([Finding("", what, why, mend)])
