"""Pools in a few words, for lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.pools.types import PoolStanding, Rights, SpendingView
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.pool_forms import ReturnForm, RightsForm
from regulars.surfaces.console.programme_parts import Holding, wallet_of

_STANDINGS: dict[PoolStanding, Promise] = {
    PoolStanding.INVITED: _("Invited"),
    PoolStanding.JOINED: _("Member"),
    PoolStanding.LEFT: _("Left"),
    PoolStanding.DECLINED: _("Declined"),
}


@dataclass(frozen=True)
class PersonLine:
    """Somebody in a pool, invited to it, or gone from it; with a form where their rights can be changed."""

    member_id: int
    label: str
    standing: PoolStanding
    standing_name: str
    rights: Rights
    holdings: list[Holding]
    since: datetime
    form: RightsForm | None


@dataclass(frozen=True)
class SpendingLine:
    """A redemption of a pool: who spent, who paid how much, and what came back."""

    spending: SpendingView
    spender: str
    points: Holding
    returned: Holding
    parts: list[tuple[str, Holding]]
    form: ReturnForm | None


def standing_name(standing: PoolStanding) -> str:
    """How a member stands to a pool, in the reader's language."""
    return str(_STANDINGS[standing])


def holdings(programme: Programme, balances: Mapping[str, int]) -> list[Holding]:
    """What there is of each wallet that pools spend; of wallets never used nothing."""
    allowed = set(programme.pools.wallets) if programme.pools else set()
    return [Holding(wallet, balances.get(wallet.id, 0)) for wallet in programme.wallets if wallet.id in allowed]


def spending_line(programme: Programme, spending: SpendingView, names: Mapping[int, str]) -> SpendingLine:
    """A redemption in words."""
    wallet = wallet_of(programme, spending.wallet) or programme.wallets[0]
    left = spending.points - spending.returned
    return SpendingLine(
        spending=spending,
        spender=names.get(spending.spender, f"#{spending.spender}"),
        points=Holding(wallet, spending.points),
        returned=Holding(wallet, spending.returned),
        parts=[
            (names.get(part.member_id, f"#{part.member_id}"), Holding(wallet, part.points)) for part in spending.parts
        ],
        form=ReturnForm(auto_id=f"id_%s_{spending.redemption_id}") if left else None,
    )
