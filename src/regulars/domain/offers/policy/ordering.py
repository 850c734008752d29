"""Whether somebody may order something now, and in which period limits count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from regulars.domain.offers.errors import (
    DeliveryMissing,
    LimitReached,
    NotOffered,
    NotStarted,
    PriceChanged,
    QuantityInvalid,
    RewardDatesInvalid,
    RewardNumberInvalid,
    RewardTextMissing,
    SoldOut,
)
from regulars.domain.offers.policy.prices import points_text
from regulars.domain.offers.types import ItemKind, ItemState, LimitPer, Phase, Price, Rules, Stock, Terms, Wish
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme, Wallet

MOST_PIECES = 100
"""Pieces in one order, at most."""

_RANGES = {
    "limit": (1, 10_000),
    "reserve_minutes": (1, 1_440),
    "cancel_hours": (0, 8_760),
    "refund_days": (0, 730),
    "voucher_days": (1, 3_660),
    "cost_minor": (0, 10**12),
    "position": (0, 1_000_000),
}


def phase_of(rules: Rules, state: ItemState, stock: Stock, now: datetime) -> Phase | None:
    """Where an item stands at an instant; None: members do not see it."""
    if state is not ItemState.LISTED:
        return None
    if rules.ends_at is not None and now >= rules.ends_at:
        return Phase.ENDED
    if rules.starts_at is not None and now < rules.starts_at:
        announced = rules.announced_at is not None and now >= rules.announced_at
        return Phase.ANNOUNCED if announced else None
    return Phase.SOLD_OUT if stock.free == 0 else Phase.OPEN


def check_open(terms: Terms, phase: Phase | None, tier: str, time_zone: str) -> None:
    """Raise NotOffered or NotStarted unless members of the tier can order the item; stock is looked at later."""
    if phase in (None, Phase.ENDED) or (terms.rules.tiers and tier not in terms.rules.tiers):
        raise NotOffered
    if phase is Phase.ANNOUNCED and terms.rules.starts_at is not None:
        raise NotStarted(at=local_text(terms.rules.starts_at, time_zone))


def local_text(moment: datetime, time_zone: str) -> str:
    """An instant by the clock of a programme's zone, for people at its counters."""
    return f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}"


def check_order(programme: Programme, wallet: Wallet, terms: Terms, asked: Wish, price: Price) -> None:
    """Raise what is wrong with an order that does not depend on stock or limits."""
    if not 1 <= asked.quantity <= MOST_PIECES:
        raise QuantityInvalid(given=asked.quantity, most=MOST_PIECES)
    if terms.needs_delivery and not asked.delivery.strip():
        raise DeliveryMissing
    if asked.seen != price:
        raise PriceChanged(
            points=points_text(wallet, price.points),
            amount=f"{Decimal(price.amount_minor).scaleb(-CURRENCY_DECIMALS[programme.currency]):f}",
            amount_minor=price.amount_minor,
            seen=points_text(wallet, asked.seen.points),
        )


def check_limit(rules: Rules, had: int, quantity: int) -> None:
    """Raise LimitReached when so many pieces more are too many in the period."""
    if rules.limit is not None and had + quantity > rules.limit:
        raise LimitReached(limit=rules.limit, had=had, per=rules.limit_per.value)


def check_stock(stock: Stock, quantity: int) -> None:
    """Raise SoldOut when there are not as many pieces."""
    if stock.free is not None and quantity > stock.free:
        raise SoldOut(left=stock.free)


def check_words(code: str, terms: Terms) -> None:
    """Raise RewardTextMissing when a name is missing, RewardDatesInvalid when dates are not in order, and more."""
    if not code or not terms.name.zh.strip() or not terms.name.en.strip():
        raise RewardTextMissing
    rules = terms.rules
    dates = [one for one in (rules.announced_at, rules.starts_at, rules.ends_at) if one is not None]
    if dates != sorted(set(dates)) or (rules.announced_at is not None and rules.starts_at is None):
        raise RewardDatesInvalid
    if terms.kind is not ItemKind.VOUCHER and terms.voucher_days is not None:
        raise RewardNumberInvalid(field="voucher_days", given=str(terms.voucher_days))
    for name, (least, most) in _RANGES.items():
        value = getattr(rules, name, None) if hasattr(rules, name) else getattr(terms, name)
        if value is not None and not least <= value <= most:
            raise RewardNumberInvalid(field=name, given=str(value))


def period_start(per: LimitPer, today: date) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    return {
        LimitPer.DAY: today,
        LimitPer.WEEK: today - timedelta(days=today.weekday()),
        LimitPer.MONTH: today.replace(day=1),
        LimitPer.YEAR: today.replace(month=1, day=1),
        LimitPer.EVER: date.min,
    }[per]
