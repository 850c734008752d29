"""Edits of a programme's text that leave everything else as its author wrote it, comments included.

Each edit is made where it belongs in the text, by the marks of its YAML (JSON is YAML, too). Then the text is read
again: where it does not say exactly what the edited document should say, the document is written out anew instead.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import yaml

from regulars.domain.diagnosis.types import Edit, EditKind
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.reading import read_document


def edited_text(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made."""
    wanted = read_document(text)
    found = text
    for edit in edits:
        wanted = _edited(wanted, edit)
        found = _rewritten(found, edit)
    return found if _says(found, wanted) else _written(wanted)


def _says(text: str, wanted: Any) -> bool:
    """Whether a text is read as a document."""
    try:
        return load_programme(text) == load_programme(_written(wanted))
    except ProgrammeRefused:
        return False


def _written(data: Any) -> str:
    plain = json.loads(json.dumps(data, default=_number))
    text: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=110)
    return text


def _number(value: object) -> int | float:
    number = Decimal(str(value))
    return int(number) if number == number.to_integral_value() else float(number)


def _edited(data: Any, edit: Edit) -> Any:
    """The data of the document with one edit made."""
    changed = copy.deepcopy(data)
    *way, last = [int(step) if step.isdecimal() else step for step in edit.path.split(".")]
    place = changed
    for step in way:
        place = place[step] if isinstance(step, int) else place.setdefault(step, {})
    if edit.kind is EditKind.REMOVE:
        del place[last]
    elif edit.kind is EditKind.SET:
        place[last] = read_document(f"value: {edit.after}")["value"]
    else:
        place[last] = _other_threshold(place[last], edit)
    return changed


def _other_threshold(expression: str, edit: Edit) -> str:
    """An expression with another number for `name >= before`, or the like."""
    return _threshold(edit).sub(lambda found: f"{found[1]}{edit.after}", expression, count=1)


def _threshold(edit: Edit) -> re.Pattern[str]:
    """Where an expression compares the name with the number."""
    number = rf"{re.escape(_plain(edit.before))}(?:\.0+)?"
    return re.compile(rf"(\b{re.escape(edit.name)}\s*>=?\s*){number}(?![\d.])")


def _plain(number: str | None) -> str:
    text = f"{Decimal(number or 0):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rewritten(text: str, edit: Edit) -> str:
    """The text with one edit made in place; unchanged where there is no such place."""
    steps = edit.path.split(".")
    node = _node(yaml.compose(text, Loader=yaml.SafeLoader), steps)
    if edit.kind is EditKind.REMOVE:
        return text if node is None else _without(text, node)
    if node is not None:
        start, end = node.start_mark.index, node.end_mark.index
        inside = text[start:end]
        if edit.kind is EditKind.THRESHOLD:
            return text[:start] + _other_threshold(inside, edit) + text[end:]
        kept = inside[len(inside.rstrip()) :]
        return f"{text[:start]}{edit.after}{kept}{text[end:]}"
    parent = _node(yaml.compose(text, Loader=yaml.SafeLoader), steps[:-1])
    return _with_key(text, parent, steps[-1], edit.after or "")


def _node(root: yaml.Node | None, steps: Sequence[str]) -> yaml.Node | None:
    """The node at a path; None where there is none."""
    node = root
    for step in steps:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[int(step)] if step.isdecimal() and int(step) < len(node.value) else None
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        else:
            return None
    return node


def _with_key(text: str, parent: yaml.Node | None, key: str, value: str) -> str:
    """The text with another key in a mapping, behind its first."""
    if not isinstance(parent, yaml.MappingNode) or not parent.value:
        return text
    first, its_value = parent.value[0]
    end = its_value.end_mark.index
    quote = '"' if text[first.start_mark.index] == '"' else ""
    if parent.flow_style:
        return f"{text[:end]}, {quote}{key}{quote}: {value}{text[end:]}"
    return f"{text[:end]}\n{' ' * first.start_mark.column}{key}: {value}{text[end:]}"


def _without(text: str, node: yaml.Node) -> str:
    """The text without an entry of a block list: its lines, from the dash on."""
    lines = text.splitlines(keepends=True)
    in_block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    first, last = node.start_mark.line, node.end_mark.line + (0 if in_block else 1)
    while last - 1 > first and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    if not lines[first].lstrip().startswith("-"):
        return text
    return "".join(lines[:first] + lines[last:])
