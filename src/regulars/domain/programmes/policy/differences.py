"""What differs between two documents, part by part, as data.

It follows the model whatever fields it has: lists of parts with an `id` are compared by id, everything else value by
value. Values are those of the document as JSON has them, so that both sides are ready to be shown or sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regulars.domain.programmes.types import FieldChange, PartChange
from regulars.engine.programme.model import Programme

Values = Mapping[str, Any]


def changes_between(before: Programme, after: Programme) -> list[PartChange]:
    """All parts that differ, in the order of the model; nothing for equal documents."""
    return list(_sections(before.model_dump(mode="json"), after.model_dump(mode="json"), ""))


def _sections(before: Values, after: Values, prefix: str) -> Iterator[PartChange]:
    """Sections with parts of their own, and the plain values beside them as one part."""
    plain: list[FieldChange] = []
    nested: list[PartChange] = []
    for name in _names(before, after):
        old, new = before.get(name), after.get(name)
        if _has_ids(old) or _has_ids(new):
            nested += _parts(old or [], new or [], prefix + name)
        elif not prefix and isinstance(old, Mapping) and isinstance(new, Mapping) and not _is_text(old):
            nested += _sections(old, new, f"{name}.")
        else:
            plain += _fields(old, new, name)
    if plain:
        yield PartChange(prefix.rstrip("."), "", "changed", tuple(plain))
    yield from nested


def _parts(before: Sequence[Values], after: Sequence[Values], section: str) -> Iterator[PartChange]:
    """Parts of a list by id: changed or new ones as the new document has them, then those gone, then a new order."""
    old, new = ({part["id"]: part for part in parts} for parts in (before, after))
    for identity, part in new.items():
        if identity not in old:
            yield PartChange(section, identity, "added", tuple(_fields(None, part, "")))
            continue
        if fields := tuple(_fields(old[identity], part, "")):
            yield PartChange(section, identity, "changed", fields)
    for identity, part in old.items():
        if identity not in new:
            yield PartChange(section, identity, "removed", tuple(_fields(part, None, "")))
    places = [[identity for identity in one if identity in old and identity in new] for one in (old, new)]
    if places[0] != places[1]:
        yield PartChange(section, "", "moved", (FieldChange("", *places),))


def _fields(before: Any, after: Any, path: str) -> Iterator[FieldChange]:
    """Values that differ below a path; texts in two languages and lists of plain values are one value."""
    if before == after:
        return
    old = before if isinstance(before, Mapping) else {}
    new = after if isinstance(after, Mapping) else {}
    if not (old or new) or _is_text(old) or _is_text(new):
        yield FieldChange(path, before, after)
        return
    for name in _names(old, new):
        yield from _fields(old.get(name), new.get(name), f"{path}.{name}" if path else name)


def _names(before: Values, after: Values) -> list[str]:
    return list(dict.fromkeys([*before, *after]))


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) and "id" in one for one in value)


def _is_text(value: Values) -> bool:
    return set(value) == {"zh", "en"}
