"""The words of formulas: what is added up for each member, from which rows.

`docs/concepts/tags.md` lists them. A window is a number of local days up to and with the day of the instant; a second
number lays it so many days back. Without a window, everything counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rows(StrEnum):
    """Rows that are added up in one pass."""

    PURCHASES = "purchases"
    LINES = "lines"
    DAYS = "days"
    GAPS = "gaps"
    EVENTS = "events"
    POINTS = "points"


class Slot(StrEnum):
    """What an argument has to be."""

    WINDOW = "window"  # days, optional, with an optional offset behind it
    HOUR = "hour"
    WEEKDAY = "weekday"
    TEXT = "text"
    DIMENSION = "dimension"


@dataclass(frozen=True)
class Word:
    """An aggregate: over which rows, with which arguments, and what of the rows (`of`, `when`; {0}, {1}: arguments)."""

    rows: Rows
    slots: tuple[Slot, ...]
    of: str
    when: str = ""
    empty: str = "0"
    """What it is for members without such a row; `null` where nothing can be said."""


W = (Slot.WINDOW,)
LINE_DIMENSIONS = ("category", "department", "brand", "sku")
_DIMENSIONS_OF_PURCHASES = ("channel", "store")
DIMENSIONS = (*LINE_DIMENSIONS, *_DIMENSIONS_OF_PURCHASES, "weekday", "hour")

WORDS: Mapping[str, Word] = {
    "purchases": Word(Rows.PURCHASES, W, "count({one})"),
    "spend": Word(Rows.PURCHASES, W, "sum(amount)"),
    "gross": Word(Rows.PURCHASES, W, "sum(gross)"),
    "refunded": Word(Rows.PURCHASES, W, "sum(refunded)"),
    "refunded_purchases": Word(Rows.PURCHASES, W, "count({one})", "refunded > 0"),
    "visit_days": Word(Rows.DAYS, W, "count({one})"),
    "largest": Word(Rows.PURCHASES, W, "max(amount)", empty="null"),
    "smallest": Word(Rows.PURCHASES, W, "min(amount)", empty="null"),
    "usual": Word(Rows.PURCHASES, W, "percentile_cont(0.5) within group (order by amount)", empty="null"),
    "spread": Word(Rows.PURCHASES, W, "stddev_pop(amount)", empty="null"),
    "discounts": Word(Rows.PURCHASES, W, "sum(discount)"),
    "discounted_purchases": Word(Rows.PURCHASES, W, "count({one})", "discount > 0"),
    "instruments": Word(Rows.PURCHASES, W, "sum(instruments)"),
    "paid_with_instruments": Word(Rows.PURCHASES, W, "count({one})", "instruments > 0"),
    "delivered": Word(Rows.PURCHASES, W, "count({one})", "delivery > 0"),
    "delivery_fees": Word(Rows.PURCHASES, W, "sum(delivery)"),
    "first_bought": Word(Rows.PURCHASES, (), "min(day)", empty="null"),
    "last_bought": Word(Rows.PURCHASES, W, "max(day)", empty="null"),
    "stores": Word(Rows.PURCHASES, W, "count(distinct store)"),
    "channels": Word(Rows.PURCHASES, W, "count(distinct channel)"),
    "active_weeks": Word(Rows.DAYS, W, "count(distinct ({today} - day) // 7)"),
    "active_months": Word(Rows.DAYS, W, "count(distinct ({today} - day) // 30)"),
    "purchases_through": Word(Rows.PURCHASES, (Slot.TEXT, *W), "count({one})", "channel = {0}"),
    "spend_through": Word(Rows.PURCHASES, (Slot.TEXT, *W), "sum(amount)", "channel = {0}"),
    "purchases_at": Word(
        Rows.PURCHASES, (Slot.HOUR, Slot.HOUR, *W), "count({one})", "minute >= {0} * 60 and minute < {1} * 60"
    ),
    "spend_at": Word(
        Rows.PURCHASES, (Slot.HOUR, Slot.HOUR, *W), "sum(amount)", "minute >= {0} * 60 and minute < {1} * 60"
    ),
    "purchases_on": Word(
        Rows.PURCHASES, (Slot.WEEKDAY, Slot.WEEKDAY, *W), "count({one})", "weekday between {0} and {1}"
    ),
    "spend_on": Word(Rows.PURCHASES, (Slot.WEEKDAY, Slot.WEEKDAY, *W), "sum(amount)", "weekday between {0} and {1}"),
    "items": Word(Rows.LINES, W, "count({one})"),
    "item_spend": Word(Rows.LINES, W, "sum(amount)"),
    "item_discounts": Word(Rows.LINES, W, "sum(discount)"),
    "discounted_items": Word(Rows.LINES, W, "count({one})", "discount > 0"),
    "discounted_spend": Word(Rows.LINES, W, "sum(amount)", "discount > 0"),
    "dearest": Word(Rows.LINES, W, "max(amount)", empty="null"),
    "usual_item": Word(Rows.LINES, W, "percentile_cont(0.5) within group (order by amount)", empty="null"),
    "spend_of": Word(Rows.LINES, (Slot.DIMENSION, Slot.TEXT, *W), "sum(amount)", "{0} = {1}"),
    "items_of": Word(Rows.LINES, (Slot.DIMENSION, Slot.TEXT, *W), "count({one})", "{0} = {1}"),
    "last_bought_of": Word(Rows.LINES, (Slot.DIMENSION, Slot.TEXT), "max(day)", "{0} = {1}", empty="null"),
    "average_gap": Word(Rows.GAPS, W, "avg(gap)", empty="null"),
    "usual_gap": Word(Rows.GAPS, W, "percentile_cont(0.5) within group (order by gap)", empty="null"),
    "gap_spread": Word(Rows.GAPS, W, "stddev_pop(gap)", empty="null"),
    "longest_gap": Word(Rows.GAPS, W, "max(gap)", empty="null"),
    "gaps": Word(Rows.GAPS, W, "count({one})"),
    "activities": Word(Rows.EVENTS, W, "count({one})", "kind = 'activity'"),
    "activities_of": Word(Rows.EVENTS, (Slot.TEXT, *W), "count({one})", "kind = 'activity' and event = {0}"),
    "last_activity": Word(Rows.EVENTS, W, "max(day)", "kind = 'activity'", empty="null"),
    "last_activity_of": Word(Rows.EVENTS, (Slot.TEXT,), "max(day)", "kind = 'activity' and event = {0}", empty="null"),
    "kinds_of_activity": Word(Rows.EVENTS, W, "count(distinct event)", "kind = 'activity'"),
    "events_of": Word(Rows.EVENTS, (Slot.TEXT, *W), "count({one})", "kind = {0}"),
    "event_points": Word(Rows.EVENTS, (Slot.TEXT, *W), "sum(points)", "kind = {0}"),
    "last_of": Word(Rows.EVENTS, (Slot.TEXT,), "max(day)", "kind = {0}", empty="null"),
    "points_balance": Word(Rows.POINTS, (), "sum(points)"),
    "points_earned": Word(Rows.POINTS, W, "sum(points)", "kind = 'earn'"),
    "points_granted": Word(Rows.POINTS, W, "sum(points)", "kind = 'grant'"),
    "points_spent": Word(Rows.POINTS, W, "-sum(points)", "kind in ('redeem', 'capture')"),
    "points_expired": Word(Rows.POINTS, W, "-sum(points)", "kind = 'expire'"),
    "points_taken_back": Word(Rows.POINTS, W, "-sum(points)", "kind = 'refund' and points < 0"),
    "tier_level": Word(Rows.POINTS, W, "max(tier)", empty="null"),
    "lowest_tier_level": Word(Rows.POINTS, W, "min(tier)", empty="null"),
}
"""Counts and sums, by the word that a formula uses."""

RANKED = ("favourite", "second_favourite", "favourite_share", "concentration", "tried", "variety")
"""Words about the values of a dimension: most spent on, next to it, its share, how concentrated, how many new ones, how
many."""

FACTS: Mapping[str, str] = {
    "tenure": "{today} - enrolled_day",
    "birth_month": "birth_month",
    "tier": "tier",
    "tier_days": "{today} - tier_since_day",
    "today": "{today}",
    "this_month": "{month}",
}
"""Words without arguments: what is known of the member, and of the day."""


@dataclass(frozen=True)
class Window:
    """So many local days (0: ever), ending so many days ago."""

    days: int = 0
    back: int = 0

    def sql(self, today: int) -> str:
        """The condition that a row meets; empty for ever."""
        if not self.days:
            return f"day <= {today - self.back}" if self.back else ""
        begin = f"day > {today - self.back - self.days}"
        return f"{begin} and day <= {today - self.back}" if self.back else begin

    @property
    def suffix(self) -> str:
        """How columns of this window end."""
        return f"{self.days or 'ever'}" + (f"_back_{self.back}" if self.back else "")


@dataclass(frozen=True)
class Use:
    """A word as a formula uses it."""

    word: str
    arguments: tuple[str, ...]
    window: Window

    @property
    def column(self) -> str:
        """The name of its column."""
        spelt = ["".join(c if c.isalnum() else "_" for c in one).lower() for one in self.arguments]
        return "_".join([self.word, *spelt, self.window.suffix])


def quoted(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def aggregate_sql(use: Use, today: int) -> str:
    """The aggregate of a use over its rows."""
    word = WORDS[use.word]
    texts = [quoted(one) if slot is Slot.TEXT else one for one, slot in zip(use.arguments, word.slots, strict=False)]
    conditions = [part for part in (_filled(word.when, texts, today), use.window.sql(today)) if part]
    told = _filled(word.of, texts, today)
    return f"{told} filter (where {' and '.join(conditions)})" if conditions else told


def _filled(text: str, arguments: Sequence[str], today: int) -> str:
    for place, argument in enumerate(arguments):
        text = text.replace(f"{{{place}}}", argument)
    return text.replace("{one}", "*").replace("{today}", str(today))
