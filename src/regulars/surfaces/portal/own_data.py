"""All that is kept of a member, for themselves: the parts of which a copy consists, at once and as one file."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.members.types import IdentifierKind, MemberView
from regulars.domain.privacy.operations import read_everything
from regulars.surfaces.portal.door import Guest

_NAMES: dict[IdentifierKind, Promise] = {
    IdentifierKind.CARD: _("Card"),
    IdentifierKind.MOBILE: _("Mobile"),
    IdentifierKind.EMAIL: _("E-mail"),
    IdentifierKind.EXTERNAL_ID: _("Customer number"),
    IdentifierKind.DEVICE: _("Device"),
}


def identifiers_of(view: MemberView) -> list[tuple[str, str]]:
    """By what the member is known, in words."""
    return [(str(_NAMES[one.kind]), one.value) for one in view.identifiers]


def own_data(guest: Guest) -> dict[str, Any]:
    """Every part by its name. Points are in each wallet's smallest unit, `decimals` says which."""
    return {
        "programme": guest.programme.code,
        "wallets": [
            {"id": wallet.id, "name": wallet.name.model_dump(), "decimals": wallet.decimals}
            for wallet in guest.document.wallets
        ],
        "parts": dict(read_everything(guest.programme.id, guest.id)),
    }
