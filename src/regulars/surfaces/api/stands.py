"""Where members stand, as the API tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from regulars.domain.ledger.types import Held, Stand
from regulars.surfaces.api.correction_shapes import HeldShape, PairShape, StandShape
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.shapes import Points


def stand_shape(stand: Stand, decimals: Mapping[str, int]) -> StandShape:
    """A stand with its points as people count them."""
    names = [one.name for one in fields(Held)]
    wallets = {
        wallet: HeldShape(**{name: points_of(getattr(held, name), decimals[wallet]) for name in names})
        for wallet, held in stand.wallets.items()
    }
    return StandShape(tier=stand.tier, wallets=wallets)


def pair_shape(pair: tuple[Stand, Stand], decimals: Mapping[str, int]) -> PairShape:
    """Before and after."""
    before, after = (stand_shape(stand, decimals) for stand in pair)
    return PairShape(before=before, after=after)


def by_wallet(points: Mapping[str, int], decimals: Mapping[str, int]) -> dict[str, Points]:
    """Points of wallets as people count them."""
    return {wallet: points_of(units, decimals[wallet]) for wallet, units in points.items()}
