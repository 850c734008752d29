"""Words of segments."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.predictions.types import Level
from regulars.domain.segments.types import Cause, Kind, Offered
from regulars.domain.tags.queries import library
from regulars.domain.tags.types import Words
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.web import tag_words
from regulars.surfaces.web.insight_words import word
from regulars.surfaces.web.prediction_words import level_name

_KINDS: dict[Kind, Promise] = {Kind.LIVE: _("Live"), Kind.STATIC: _("Static")}
_CAUSES: dict[Cause, Promise] = {
    Cause.EVENT: _("Something happened"),
    Cause.TIME: _("Time passed"),
    Cause.VALUES: _("Values were computed anew"),
    Cause.SEGMENT: _("Another segment changed"),
    Cause.EDIT: _("The segment was edited"),
    Cause.LIST: _("A list was taken in"),
}


def kind_name(kind: Kind) -> str:
    """How members come into a segment."""
    return str(_KINDS[kind])


def values_of(columns: Iterable[Offered], document: Programme) -> dict[str, list[tuple[str, str]]]:
    """Of columns that can be only some texts, these with what they are called."""
    tags = {one.id: one.values for one in library().definitions}
    told = {
        one.name: [(value, _value_name(value, tags.get(one.name, {}).get(value))) for value in one.values]
        for one in columns
        if one.values
    }
    return told | {"tier": [(tier.id, in_language(tier.name)) for tier in document.ladder.tiers]}


def _value_name(value: str, said: Words | None) -> str:
    if said is not None:
        return tag_words.word(said)
    return level_name(Level(value)) if value in set(Level) else word(value)


def cause_name(cause: Cause) -> str:
    """Why somebody entered or left."""
    return str(_CAUSES[cause])
