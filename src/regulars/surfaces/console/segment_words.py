"""Words of segments."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.segments.types import Cause, Kind

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


def cause_name(cause: Cause) -> str:
    """Why somebody entered or left."""
    return str(_CAUSES[cause])
