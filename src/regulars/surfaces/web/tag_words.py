"""Tags in words: types, families, values, labels of bars, and what is wrong with definitions."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from regulars.domain.tags.queries import BY_HAND, RULES, library
from regulars.domain.tags.types import DefinitionFinding, Refresh, Source, TagLine, TagType, Words
from regulars.surfaces.web.formatting import is_chinese, money, number
from regulars.surfaces.web.insight_columns import WORDS
from regulars.surfaces.web.insight_words import chosen
from regulars.surfaces.web.messages import text_for

_TYPES: Mapping[TagType, Promise] = {
    TagType.NUMBER: pgettext_lazy("a kind of tag", "Number"),
    TagType.MONEY: gettext_lazy("Amount"),
    TagType.SHARE: gettext_lazy("Share"),
    TagType.DAYS: gettext_lazy("Days"),
    TagType.CATEGORY: gettext_lazy("Category"),
    TagType.YES_NO: gettext_lazy("Yes or no"),
}
_REFRESH: Mapping[Refresh, Promise] = {
    Refresh.DAILY: gettext_lazy("Every day"),
    Refresh.WEEKLY: gettext_lazy("Every week"),
    Refresh.MONTHLY: gettext_lazy("Every month"),
}
_SOURCES: Mapping[Source, Promise] = {
    Source.COMPUTED: gettext_lazy("Computed"),
    Source.RULE: gettext_lazy("Rule"),
    Source.MANUAL: gettext_lazy("By hand"),
}
_OF_CHANNELS = "favourite(channel"
_OWN: Mapping[str, Promise] = {RULES: gettext_lazy("Rules of your own"), BY_HAND: gettext_lazy("Put on by hand")}


def word(words: Words) -> str:
    """The text in the reader's language."""
    return words.zh if is_chinese() else words.en


def type_word(one: TagType) -> str:
    """What kind of value a tag has."""
    return str(_TYPES[one])


def refresh_word(one: Refresh | None) -> str:
    """How often a tag is computed."""
    return "" if one is None else str(_REFRESH[one])


def source_word(one: Source) -> str:
    """Where a tag comes from."""
    return str(_SOURCES[one])


def family_words() -> dict[str, str]:
    """All families by id, in their order."""
    return {one.id: word(one.name) for one in library().families} | {name: str(text) for name, text in _OWN.items()}


def _channel(name: str) -> str:
    """A channel that has a name of its own; others are called as tills call them."""
    return chosen(WORDS[name]) if name in WORDS else name


def shown(value: float | str | bool | None, line: TagLine, currency: str) -> str:  # noqa: FBT001 - a value
    """A value of a tag as people read it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, str):
        if value in line.values:
            return word(line.values[value])
        return _channel(value) if _OF_CHANNELS in line.formula else value
    return _number(value, line.type, currency)


def _number(value: float, type_: TagType, currency: str) -> str:
    if type_ is TagType.MONEY:
        return money(round(value), currency)
    if type_ is TagType.SHARE:
        return f"{number(round(value * 100, 1))} %"
    if type_ is TagType.DAYS:
        return number(round(value, 1) if value % 1 else int(value))
    return number(int(value) if float(value).is_integer() else round(value, 2))


def bar_label(label: str, line: TagLine, currency: str) -> str:
    """What a bar of a distribution stands for."""
    if line.type is TagType.YES_NO:
        return _("Yes") if label == "yes" else _("No")
    if line.type is TagType.CATEGORY:
        return shown(label, line, currency) if label else _("Others")
    low, colon, high = label.partition(":")
    start = _number(float(low), line.type, currency)
    if not colon:
        return start
    return (
        f"{start} – {_number(float(high), line.type, currency)}" if high else _("%(least)s and more") % {"least": start}
    )


def finding_text(one: DefinitionFinding) -> str:
    """What is wrong with a definition."""
    return text_for(one.code, dict(one.params))
