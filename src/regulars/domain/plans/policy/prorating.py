"""What comes back of a period that ends before its time."""

from __future__ import annotations

from datetime import date

from regulars.domain.plans.types.subscriptions import Span


def unused_minor(price_minor: int, span: Span, left_on: date) -> int:
    """The share of a price for the days from `left_on` on, rounded down; nothing for a period that is over.

    A day that has begun counts as used by whoever asks with the day after it.
    """
    days = (span.ends_on - span.starts_on).days
    left = (span.ends_on - max(left_on, span.starts_on)).days
    return price_minor * max(left, 0) // days if days else 0
