"""What a transfer may be, and what it costs. Pure: the decision, not the look-up."""

from __future__ import annotations

from decimal import Decimal

from regulars.domain.transfers.errors import (
    DayLimitReached,
    MonthLimitReached,
    TransferPointsInvalid,
    TransfersOff,
    TransferTooSmall,
    TransferToSelf,
)
from regulars.domain.transfers.types import NewTransfer, Sent
from regulars.engine.programme.model import Programme, Transfers, Wallet


def terms_of(programme: Programme, asked: NewTransfer) -> tuple[Transfers, Wallet]:
    """The programme's terms and the wallet; raises what forbids this transfer whatever was sent before."""
    terms = programme.transfers
    if terms is None or asked.wallet not in terms.wallets:
        raise TransfersOff(wallet=asked.wallet, wallets=list(terms.wallets) if terms else [])
    if asked.sender == asked.receiver:
        raise TransferToSelf
    if asked.points <= 0:
        raise TransferPointsInvalid(points=asked.points)
    wallet = next(wallet for wallet in programme.wallets if wallet.id == asked.wallet)
    if terms.minimum is not None and asked.points < units_of(terms.minimum, wallet.decimals):
        raise TransferTooSmall(
            minimum=points_text(units_of(terms.minimum, wallet.decimals), wallet.decimals),
            points=points_text(asked.points, wallet.decimals),
        )
    return terms, wallet


def check_limits(terms: Transfers, wallet: Wallet, sent: Sent, points: int) -> None:
    """Raise DayLimitReached or MonthLimitReached when `points` more would be too many."""
    limits = (
        (DayLimitReached, terms.maximum_per_day, sent.on_day),
        (MonthLimitReached, terms.maximum_per_month, sent.in_month),
    )
    for reached, maximum, before in limits:
        if maximum is not None and before + points > units_of(maximum, wallet.decimals):
            raise reached(
                maximum=points_text(units_of(maximum, wallet.decimals), wallet.decimals),
                sent=points_text(before, wallet.decimals),
                points=points_text(points, wallet.decimals),
            )


def fee_of(terms: Transfers, wallet: Wallet, points: int) -> int:
    """What the sender pays on top: the fixed fee, and the share of the points rounded up to the smallest unit."""
    fixed = units_of(terms.fee_points, wallet.decimals) if terms.fee_points is not None else 0
    return fixed + -(-points * terms.fee_percent // 100)


def units_of(points: Decimal, decimals: int) -> int:
    """Points in the wallet's smallest unit; what is finer than that counts as a whole one."""
    scaled = points.scaleb(decimals)
    whole = int(scaled)
    return whole + (scaled > whole)


def points_text(units: int, decimals: int) -> str:
    """Smallest units as points, for parameters of refusals."""
    return f"{Decimal(units).scaleb(-decimals):f}"
