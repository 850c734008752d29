"""From text to plain data: YAML 1.2 as people expect it, or JSON, within limits and without double keys."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

import yaml

from regulars.engine.errors import ProgrammeRefused, found
from regulars.engine.texts import Language, Param

LARGEST_TEXT = 1_000_000
"""Characters of a programme document."""
_DEEPEST = 40
_TWICE = ("the key ", " stands twice")
_ALIASES, _TOO_DEEP = "aliases are not allowed", "it is nested too deeply"
_PROBLEMS = {_ALIASES: "不允许使用别名", _TOO_DEEP: "嵌套过深"}


class _Loader(yaml.SafeLoader):
    """Safe YAML that reads `no`, `on`, `12:30` and dates as texts, keeps decimals exact and refuses aliases."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own form

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node; refuses aliases, which can make a small text large, and deep nesting."""
        if self.check_event(yaml.AliasEvent):
            raise self._refusal(_ALIASES)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._refusal(_TOO_DEEP)
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
                raise yaml.MarkedYAMLError(problem=repr(key).join(_TWICE), problem_mark=mark)
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
        raise _refused("text_too_long", characters=len(text), most=LARGEST_TEXT)
    if text.lstrip().startswith("{"):
        return _read_json(text)
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - the loader is a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refused("yaml_broken", place=_place(mark), problem=_problem(error.problem or "")) from error
    except (yaml.YAMLError, ValueError) as error:
        raise _refused("yaml_unreadable", problem=" ".join(str(error).split())) from error


def _place(mark: yaml.Mark | None) -> dict[Language, str]:
    if mark is None:
        return {"en": "", "zh": ""}
    line, column = mark.line + 1, mark.column + 1
    return {"en": f"Line {line}, column {column}: ", "zh": f"第 {line} 行第 {column} 列："}


def _problem(problem: str) -> dict[Language, str]:
    """What is wrong, in both languages; what the parser itself says is left as it says it."""
    key = problem.removeprefix(_TWICE[0]).removesuffix(_TWICE[1])
    if problem == key.join(_TWICE):
        return {"en": problem, "zh": f"键 {key} 重复出现"}
    return {"en": problem, "zh": _PROBLEMS.get(problem, problem)}


def _read_json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise _refused("json_broken", problem=_problem(str(error))) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in pairs:
        if key in read:
            raise ValueError(repr(key).join(_TWICE))
        read[key] = value
    return read


def _refused(code: str, **params: Param) -> ProgrammeRefused:
    return ProgrammeRefused([found("", code, **params)])
