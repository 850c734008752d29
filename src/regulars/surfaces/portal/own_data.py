"""All that is stored of a member, for themselves: names and numbers as the API writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.ledger import queries as ledger
from regulars.domain.members.types import IdentifierKind, MemberView
from regulars.domain.pools.queries import pool_of_member
from regulars.domain.sign_ins.queries import list_sessions
from regulars.domain.tiers.queries import standing
from regulars.domain.transfers.queries import list_transfers
from regulars.platform.paging import LARGEST, Page, PageRequest
from regulars.surfaces.portal.door import Guest

Item = TypeVar("Item")
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
    """The member with everything below them. Points are in each wallet's smallest unit, `decimals` says which."""
    programme_id, member_id = guest.programme.id, guest.id
    pool = pool_of_member(programme_id, member_id)
    found = standing(programme_id, member_id)
    return {
        "programme": guest.programme.code,
        "member": asdict(guest.member),
        "wallets": [
            {"id": wallet.id, "name": wallet.name.model_dump(), "decimals": wallet.decimals}
            for wallet in guest.document.wallets
        ],
        "tier": {"id": found.tier, "since": found.since},
        "balances": [asdict(one) for one in ledger.balances(programme_id, member_id)],
        "lots": list(_all(lambda asked: ledger.lots(programme_id, member_id, asked))),
        "entries": [_entry(one) for one in _all(lambda asked: ledger.transactions(programme_id, member_id, asked))],
        "events": list(_all(lambda asked: ledger.events(programme_id, member_id, asked))),
        "tier_changes": [
            asdict(one) | {"reason": one.reason.name.lower()} for one in ledger.tier_changes(programme_id, member_id)
        ],
        "goals": [asdict(one) for one in ledger.goals_reached(programme_id, member_id)],
        "transfers": list(_all(lambda asked: list_transfers(programme_id, asked, member_id))),
        "family": pool._asdict() if pool else None,
        "sessions": [asdict(one) for one in list_sessions(programme_id, member_id)],
    }


def _entry(line: dict[str, Any]) -> dict[str, Any]:
    return line | {"kind": line["kind"].name.lower()}


def _all(listed: Callable[[PageRequest], Page[Any]]) -> Iterator[dict[str, Any]]:
    """All pages of a list, as plain data."""
    request = PageRequest(limit=LARGEST)
    while True:
        found = listed(request)
        yield from (asdict(one) for one in found.items)
        if found.next_cursor is None:
            return
        request = PageRequest(found.next_cursor, LARGEST)
