"""The portal's menu: what the programme has."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.queries import has_items


@dataclass(frozen=True)
class Tab:
    """One place of the menu, and whether the present page is there."""

    address: str
    title: str
    icon: str
    current: bool


def tabs_for(programme: LiveProgramme, path: str) -> list[Tab]:
    """The menu, with the present place marked; what the programme does not have is left out."""
    document = programme.document
    places = [
        ("portal:card", _("My card"), "id-badge-2", ()),
        ("portal:points", _("Points"), "coins", ("portal:give",)),
    ]
    if document.benefits:
        places.append(("portal:benefits", _("Benefits"), "discount", ("portal:tiers",)))
    else:
        places.append(("portal:tiers", _("Tiers"), "stairs-up", ()))
    if has_items(programme.id):
        places.append(("portal:mall", _("Rewards"), "gift", ("portal:rewards_mine",)))
    own = ("portal:family", "portal:orders", "portal:plans")
    places.append(("portal:me", pgettext("the member's own pages", "Me"), "user", own))
    return [Tab(reverse(name), title, icon, _is_here(name, also, path)) for name, title, icon, also in places]


def _is_here(name: str, also: tuple[str, ...], path: str) -> bool:
    if name == "portal:card":
        return path == reverse(name)
    return any(path.startswith(reverse(one)) for one in (name, *also))
