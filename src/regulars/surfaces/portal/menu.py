"""The portal's menu: what the programme has."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.engine.programme.model import Programme


@dataclass(frozen=True)
class Tab:
    """One place of the menu, and whether the present page is there."""

    address: str
    title: str
    icon: str
    current: bool


_TABS: tuple[tuple[str, Promise, str, tuple[str, ...]], ...] = (
    ("portal:card", pgettext_lazy("of a member", "Card"), "id-badge-2", ()),
    ("portal:points", _("Points"), "coins", ("portal:give",)),
    ("portal:tiers", _("Tiers"), "stairs-up", ()),
    ("portal:me", pgettext_lazy("the member's own pages", "Me"), "user", ("portal:family", "portal:orders")),
)


def tabs_for(programme: Programme, path: str) -> list[Tab]:  # noqa: ARG001 - what the programme has decides
    """The menu, with the present place marked."""
    found = []
    for name, title, icon, also in _TABS:
        address = reverse(name)
        here = path == address if name == "portal:card" else path.startswith(address)
        found.append(Tab(address, str(title), icon, here or any(path.startswith(reverse(one)) for one in also)))
    return found
