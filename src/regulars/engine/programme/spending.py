"""Findings about what members do with points: when they can be spent, how, and what is shared with others."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regulars.engine.errors import Finding, found
from regulars.engine.expressions.vocabulary import EVENT_KINDS
from regulars.engine.programme.coherence import check_decimals
from regulars.engine.programme.model import Holds, Programme, Spending, Transfers, Wallet
from regulars.engine.programme.references import KINDS, wallet_lists


def check_spending(programme: Programme) -> Iterator[Finding]:
    """All findings about pending points, spending, holds, transfers and pools."""
    for index, wallet in enumerate(programme.wallets):
        yield from _wallet(f"wallets.{index}", wallet)
    yield from _holds(programme.holds)
    yield from _shared(programme)
    if programme.transfers is not None:
        yield from _transfers(programme.transfers, programme)


def _wallet(path: str, wallet: Wallet) -> Iterator[Finding]:
    if wallet.purpose == "status":
        used = {
            "cash_value": wallet.cash_value is not None,
            "pending": wallet.pending is not None,
            "spending": wallet.spending != Spending(),
        }
        for field, given in used.items():
            if given:
                yield found(f"{path}.{field}", "status_wallet_spent", wallet=wallet.id, field=field)
        return
    yield from _pending(path, wallet)
    yield from _spending(f"{path}.spending", wallet)


def _pending(path: str, wallet: Wallet) -> Iterator[Finding]:
    pending = wallet.pending
    if pending is None:
        return
    if pending.days is None and pending.until is None:
        yield found(f"{path}.pending", "pending_without_end")
    if pending.until in EVENT_KINDS:
        yield found(f"{path}.pending.until", "pending_until_kind", name=pending.until)
    least = wallet.expiry.days or (wallet.expiry.months or 0) * 28
    if wallet.expiry.kind == "fixed" and pending.until is None and 0 < least <= (pending.days or 0):
        yield found(f"{path}.pending.days", "pending_outlives_points", "warning", expiry=least, days=pending.days)


def _spending(path: str, wallet: Wallet) -> Iterator[Finding]:
    spending = wallet.spending
    yield from check_decimals(f"{path}.minimum", spending.minimum, wallet.decimals)
    yield from check_decimals(f"{path}.step", spending.step, wallet.decimals)
    if spending.minimum and spending.step and spending.minimum % spending.step:
        least = (spending.minimum // spending.step + 1) * spending.step
        params = {"minimum": spending.minimum, "step": spending.step, "least": least}
        yield found(f"{path}.minimum", "minimum_off_step", "warning", **params)
    if wallet.cash_value is None:
        shares = {"order_share": spending.order_share, "order_share_by_tier": spending.order_share_by_tier}
        yield from (found(f"{path}.{field}", "share_without_value") for field, share in shares.items() if share)


def _holds(holds: Holds) -> Iterator[Finding]:
    if holds.minutes > holds.maximum_minutes:
        yield found("holds.minutes", "hold_above_maximum", minutes=holds.minutes, maximum=holds.maximum_minutes)


def _shared(programme: Programme) -> Iterator[Finding]:
    status = {wallet.id for wallet in programme.wallets if wallet.purpose == "status"}
    for path, wallets in wallet_lists(programme):
        for at, wallet in enumerate(wallets):
            if wallet in status:
                yield found(f"{path}.{at}", "status_wallet_shared", wallet=wallet)
            if wallet in wallets[:at]:
                yield found(f"{path}.{at}", "named_twice", "warning", kind=KINDS["wallet"], name=wallet)


def _transfers(transfers: Transfers, programme: Programme) -> Iterator[Finding]:
    decimals = min((wallet.decimals for wallet in programme.wallets if wallet.id in transfers.wallets), default=0)
    for field in ("minimum", "maximum_per_day", "maximum_per_month", "fee_points"):
        yield from check_decimals(f"transfers.{field}", getattr(transfers, field), decimals)
    day, month, minimum = transfers.maximum_per_day, transfers.maximum_per_month, transfers.minimum
    most, field = min((limit or Decimal("inf"), name) for limit, name in ((day, "day"), (month, "month")))
    if minimum is not None and most < minimum:
        period = {"day": {"en": "in a day", "zh": "每日"}, "month": {"en": "in a month", "zh": "每月"}}[field]
        path = f"transfers.maximum_per_{field}"
        yield found(path, "transfer_never", minimum=minimum, maximum=most, period=period)
    if day is not None and month is not None and day > month:
        yield found("transfers.maximum_per_day", "transfer_day_above_month", "warning", day=day, month=month)
    least = minimum or Decimal(1).scaleb(-decimals)
    fee = least * transfers.fee_percent / 100 + (transfers.fee_points or 0)
    if fee > least:
        yield found("transfers", "transfer_fee_above_gift", "warning", minimum=least, fee=f"{fee.normalize():f}")
