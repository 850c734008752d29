"""Entries of a programme's text put in, changed or left out; everything else stays as its author wrote it.

The entry is written where it belongs, by the marks of the text's YAML (JSON is YAML, too). Then the text is read again:
where it does not say exactly what it should, the whole document is written out anew instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import yaml

from regulars.engine.errors import ProgrammeRefused
from regulars.engine.programme.reading import read_document

_WIDTH = 118


class Entry(NamedTuple):
    """An entry of a list of the document: `benefits` or `choices`, at a place (None: behind the last).

    `content` is what shall stand there, as plain data; None: nothing, the entry is left out.
    """

    part: str
    place: int | None
    content: Mapping[str, Any] | None


def with_entry(text: str, entry: Entry) -> str:
    """The text with an entry put in, changed or left out; raises ProgrammeRefused where it cannot be read."""
    data = read_document(text)
    wanted = _placed(data, entry)
    found = _rewritten(text, entry)
    return found if _says(found, wanted) else _written(wanted)


def entry_of(text: str, part: str, identity: str) -> tuple[int, dict[str, Any]] | None:
    """The entry with an id and its place, as plain data; None where there is none."""
    entries = read_document(text).get(part) or []
    for place, entry in enumerate(entries):
        if isinstance(entry, dict) and entry.get("id") == identity:
            return place, entry
    return None


def _placed(data: Any, entry: Entry) -> Any:
    """The data of the document as it should be."""
    entries = list(data.get(entry.part) or [])
    if entry.content is None:
        entries = [one for place, one in enumerate(entries) if place != entry.place]
    elif entry.place is None:
        entries.append(entry.content)
    else:
        entries[entry.place] = entry.content
    return {**data, entry.part: entries}


def _says(text: str, wanted: Any) -> bool:
    try:
        return bool(read_document(text) == read_document(_written(wanted)))
    except ProgrammeRefused:
        return False


def _written(data: Any) -> str:
    plain = json.loads(json.dumps(data, default=_number))
    text: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=None)
    return text


def _number(value: object) -> int | float:
    number = Decimal(str(value))
    return int(number) if number == number.to_integral_value() else float(number)


def _rewritten(text: str, entry: Entry) -> str:
    """The text with the entry in place; unchanged where it is not written as lists usually are."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return text
    listed = next((value for key, value in root.value if key.value == entry.part), None)
    if listed is None and entry.content is not None:
        return f"{text.rstrip()}\n\n{entry.part}:\n{_block(entry.content, 2)}"
    if not isinstance(listed, yaml.SequenceNode) or listed.flow_style or not listed.value:
        return text
    return _in_list(text, listed, entry)


def _in_list(text: str, listed: yaml.SequenceNode, entry: Entry) -> str:
    lines = text.splitlines(keepends=True)
    place = len(listed.value) - 1 if entry.place is None else entry.place
    first, last = _lines_of(lines, listed.value[place])
    indent = len(lines[first]) - len(lines[first].lstrip())
    if entry.content is None:
        return "".join(lines[:first] + lines[last:])
    block = _block(entry.content, indent)
    if entry.place is None:
        head = "".join(lines[:last])
        return f"{head}{'' if head.endswith(chr(10)) else chr(10)}{block}{''.join(lines[last:])}"
    return "".join([*lines[:first], block, *lines[last:]])


def _lines_of(lines: list[str], node: yaml.Node) -> tuple[int, int]:
    """The lines of an entry, from its dash on and without blank lines and comments behind it."""
    in_block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    first, last = node.start_mark.line, node.end_mark.line + (0 if in_block else 1)
    last = min(last, len(lines))
    if in_block and node.end_mark.index >= sum(len(line) for line in lines):
        last = len(lines)
    while last - 1 > first and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    return first, last


def _block(content: Mapping[str, Any], indent: int) -> str:
    """An entry as lines of a list."""
    return "".join(f"{' ' * indent}{line}" for line in _written([dict(content)]).splitlines(keepends=True))
