"""What transfers and pools share: members by number or identifier, wallets, points as people count them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from regulars.domain.members.errors import IdentifierMissing
from regulars.domain.members.queries import find_member_by, member
from regulars.domain.members.types import Disclosure, IdentifierKind
from regulars.domain.programmes.queries import live_programme
from regulars.domain.transfers.types import Given
from regulars.engine.programme.model import Programme
from regulars.surfaces.api.errors import PointsTooFine, WalletMissing, WalletUnknown
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.giving_shapes import GivenShape, WhoShape


def member_named(programme_id: int, who: WhoShape) -> int:
    """The number of the member; raises MemberMissing, and IdentifierMissing when nothing says who."""
    if who.id is not None:
        return member(programme_id, who.id, Disclosure.MASKED).id
    for kind in IdentifierKind:
        if (text := getattr(who, kind.value)) is not None:
            return find_member_by(programme_id, kind, text, Disclosure.MASKED).id
    raise IdentifierMissing


def chosen_wallet(document: Programme, given: str | None, allowed: Sequence[str]) -> str:
    """The wallet that was named, or the only one it can be; raises WalletMissing and WalletUnknown."""
    known = [wallet.id for wallet in document.wallets]
    if given is None and len(allowed) == 1:
        return allowed[0]
    if given is None:
        raise WalletMissing(known=", ".join(allowed or known))
    if given not in known:
        raise WalletUnknown(given=given, known=", ".join(known))
    return given


def smallest_units(document: Programme, wallet: str, points: Decimal) -> int:
    """Points in the wallet's smallest unit; raises PointsTooFine."""
    decimals = next(one.decimals for one in document.wallets if one.id == wallet)
    scaled = points.scaleb(decimals)
    if scaled != scaled.to_integral_value():
        raise PointsTooFine(given=f"{points:f}", decimals=decimals)
    return int(scaled)


def decimals_of(programme_id: int) -> dict[str, int]:
    """The decimals of each wallet."""
    return {wallet.id: wallet.decimals for wallet in live_programme(programme_id).document.wallets}


def lots_of(lots: Sequence[Given], decimals: int) -> list[GivenShape]:
    """Lots as the API shows them."""
    return [GivenShape(points=points_of(lot.points, decimals), valid_until=lot.valid_until) for lot in lots]
