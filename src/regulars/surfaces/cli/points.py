"""What commands that move points share: the programme they are told once, and points with their wallet."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regulars.domain.programmes.types import LiveProgramme

Points = Annotated[
    str, typer.Argument(help="How many points; where several wallets can be meant, as WALLET:POINTS.", metavar="POINTS")
]

_chosen = [""]


def choose_programme(programme: Code = "") -> None:
    """Remember which programme is meant."""
    _chosen[0] = programme


def chosen_programme() -> LiveProgramme:
    """Start Django; the programme that was named, or the only one there is."""
    ready()
    return only_programme(_chosen[0])


def wallet_and_units(live: LiveProgramme, text: str, allowed: Sequence[str]) -> tuple[str, int]:
    """The wallet that was named, or the only one it can be, and the points in its smallest unit.

    Ends with exit code 2 when the wallet is not clear or the points are no such number.
    """
    named, _, points = text.rpartition(":")
    wallet = named or (allowed[0] if len(allowed) == 1 else "")
    known = [one.id for one in live.document.wallets]
    if wallet not in known:
        wrong_usage(f"which wallet? write {(allowed or known)[0]}:{points} (wallets: {', '.join(allowed or known)})")
    return wallet, units(live, wallet, points)


def units(live: LiveProgramme, wallet: str, text: str) -> int:
    """Points in the wallet's smallest unit; ends with exit code 2 when it is no number, or has too many decimals."""
    decimals = next(one.decimals for one in live.document.wallets if one.id == wallet)
    try:
        scaled = Decimal(text).scaleb(decimals)
    except InvalidOperation:
        wrong_usage(f"{text} is not a number of points")
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        wrong_usage(f"{text} has too many decimals; points of {wallet} have {decimals}")
    return int(scaled)


def shown(live: LiveProgramme, wallet: str, points: int) -> str:
    """Smallest units as points."""
    from regulars.surfaces.web.formatting import scaled

    return scaled(points, next(one.decimals for one in live.document.wallets if one.id == wallet))
