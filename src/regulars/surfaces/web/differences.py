"""What differs between two programme documents, in words: a title for each part, and a sentence for each value.

It has something right to say of every field. A caller with better words for some values (the console reads conditions
as sentences) passes a `reader`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from regulars.domain.programmes.types import Comparison, FieldChange, PartChange
from regulars.engine.programme.model import Programme
from regulars.surfaces.web.formatting import is_chinese, listed, plain_decimal
from regulars.surfaces.web.part_names import field_name, section_name

Reader = Callable[[str, str, Any, Programme], str | None]
"""Better words for a value, by section, path and document; None when there are none."""


@dataclass(frozen=True)
class Difference:
    """One part that differs: its title, whether it is added, removed, changed or moved, and what it says now."""

    section: str
    id: str
    kind: str
    title: str
    lines: tuple[str, ...]


def difference_words(comparison: Comparison, reader: Reader | None = None) -> list[Difference]:
    """All differences in the reader's language, in the document's order."""
    return [_difference(part, comparison, reader or _no_words) for part in comparison.parts]


def _no_words(_section: str, _path: str, _value: Any, _document: Programme) -> str | None:
    return None


def _difference(part: PartChange, both: Comparison, reader: Reader) -> Difference:
    if part.kind == "moved":
        return Difference(part.section, "", part.kind, _title(part, both), (_order(part, both),))
    return Difference(part.section, part.id, part.kind, _title(part, both), tuple(_lines(part, both, reader)))


def _title(part: PartChange, both: Comparison) -> str:
    name = section_name(part.section)
    return _("%(kind)s “%(name)s”") % {"kind": name, "name": _part_name(part, both, part.id)} if part.id else name


def _part_name(part: PartChange, both: Comparison, identity: str) -> str:
    """What a part is called: as the new document names it, else as the old one did, else by its id."""
    for document in (both.after, both.before):
        value: Any = document
        for step in part.section.split("."):
            value = getattr(value, step, ())
        named = next((one for one in value or () if one.id == identity), None)
        text = getattr(named, "name", None)
        if text is not None:
            return str(text.zh if is_chinese() else text.en)
    return identity


def _order(part: PartChange, both: Comparison) -> str:
    (change,) = part.fields
    names = listed(_part_name(part, both, identity) for identity in _as_list(change.after))
    return _("The order is now: %(names)s.") % {"names": names}


def _lines(part: PartChange, both: Comparison, reader: Reader) -> Iterator[str]:
    if part.kind == "removed":
        return
    changes = list(part.fields)
    if part.section == "rules" and part.kind == "changed":
        changes, award = _without_award(part, both)
        yield from award
    for change in changes:
        if part.kind == "added" and _is_nothing(change.after):
            continue
        yield _line(part, change, both, reader)


def _line(part: PartChange, change: FieldChange, both: Comparison, reader: Reader) -> str:
    before, after = change.before, change.after
    field = field_name(change.path) or section_name(part.section)
    if _is_list_of_things(before) and _is_list_of_things(after):
        return _list_line(field, _as_list(before), _as_list(after))
    old = reader(part.section, change.path, before, both.before) or value_words(before)
    new = reader(part.section, change.path, after, both.after) or value_words(after)
    if part.kind == "added":
        return _("%(field)s: %(value)s") % {"field": field, "value": new}
    if _is_nothing(before):
        return _("%(field)s: now %(after)s") % {"field": field, "after": new}
    if _is_nothing(after):
        return _("%(field)s: no longer %(before)s") % {"field": field, "before": old}
    return _("%(field)s: %(before)s becomes %(after)s") % {"field": field, "before": old, "after": new}


def _list_line(field: str, before: list[Any], after: list[Any]) -> str:
    parts = []
    if new := [value_words(one) for one in after if one not in before]:
        parts.append(_("with %(values)s") % {"values": listed(new)})
    if gone := [value_words(one) for one in before if one not in after]:
        parts.append(_("without %(values)s") % {"values": listed(gone)})
    return _("%(field)s: %(changes)s") % {"field": field, "changes": listed(parts) or _("in another order")}


_TOLD_TOGETHER = ("award.points", "award.per", "award.per_item", "award.of")


def _without_award(part: PartChange, both: Comparison) -> tuple[list[FieldChange], list[str]]:
    """The changes but for those of what a rule gives, which are one sentence."""
    others = [change for change in part.fields if change.path not in _TOLD_TOGETHER]
    if len(others) == len(part.fields):
        return others, []
    old, new = (_award(document, part.id) for document in (both.before, both.after))
    return others, [_("%(before)s becomes %(after)s") % {"before": old, "after": new}]


def _award(document: Programme, rule_id: str) -> str:
    """What a rule gives, such as "1 points per 1 USD"."""
    award = next(rule.award for rule in document.rules if rule.id == rule_id)
    points = plain_decimal(award.points)
    if award.per_item:
        return _("%(points)s points per item") % {"points": points}
    if award.per is None:
        return _("%(points)s points") % {"points": points}
    counted = f"{plain_decimal(award.per)} {award.of or document.currency}"
    return _("%(points)s points per %(counted)s") % {"points": points, "counted": counted}


def value_words(value: Any) -> str:
    """A value of a document as people write it."""
    if value is None or value in ([], {}):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        if set(value) == {"zh", "en"}:
            return str(value["zh"] if is_chinese() else value["en"])
        return listed(f"{field_name(name)} {value_words(one)}" for name, one in value.items() if not _is_nothing(one))
    if isinstance(value, list | tuple):
        return listed(value_words(one) for one in value)
    return plain_decimal(value) if isinstance(value, Decimal) else str(value)


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})


def _is_list_of_things(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Iterable) else []
