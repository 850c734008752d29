"""What names a tag or a segment, as lines with a way to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.domain.tags.types import Use
from regulars.surfaces.web.tag_words import word


@dataclass(frozen=True)
class UseLine:
    """One thing that names it: of which kind, its name, and where it is seen."""

    kind: str
    name: str
    address: str


def lines_of_uses(uses: Iterable[Use]) -> list[UseLine]:
    """The lines, in their order."""
    return [UseLine(_kind(one.kind), word(one.name), _address(one)) for one in uses]


def _kind(kind: str) -> str:
    kinds = {
        "rule": _("Rule of tags"),
        "segment": _("Segment"),
        "programme": _("Programme in force"),
        "draft": _("Draft of the programme"),
    }
    return kinds[kind]


def _address(one: Use) -> str:
    if one.kind == "rule":
        return reverse("console:tag", args=[one.code])
    if one.kind == "segment":
        return reverse("console:segment", args=[one.code])
    if one.kind == "draft":
        return reverse("console:version", args=[int(one.code)])
    return reverse("console:programme")
