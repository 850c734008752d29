"""What names a tag: rules, and what contexts above say that they have; the project wires these."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from regulars.domain.tags.queries.made import rules_naming
from regulars.domain.tags.types import Use

Finder = Callable[[int, str], Iterable[Use]]
RULE = "rule"

_finders: dict[str, Finder] = {}


def register_uses(name: str, finder: Finder) -> None:
    """Let uses of tags be looked for in a further place, by programme and id of the tag."""
    _finders[name] = finder


def uses_of_tag(programme_id: int, code: str) -> list[Use]:
    """Everything in use that names a tag: rules first, then by place."""
    found = [Use(RULE, one.code, one.name) for one in rules_naming(programme_id, code)]
    for finder in _finders.values():
        found += finder(programme_id, code)
    return found
