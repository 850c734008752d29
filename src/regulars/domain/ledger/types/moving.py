"""What moving points between members has to know of lots and orders. Points are in the wallet's smallest unit."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class DrawnLot(NamedTuple):
    """Points that an entry drew from a lot, and their last good day; None: they never expire."""

    points: int
    valid_until: date | None


class OpenLot(NamedTuple):
    """A lot that can be drawn. In ascending order of its fields lots of several members are drawn one after another."""

    expires_day: int
    earned_at: int
    member_id: int
    number: int
    points: int


class OrderRefund(NamedTuple):
    """How far an order was given back: minor units of its worth, and whether nothing is left of it."""

    refunded_minor: int
    total_minor: int
    whole: bool
