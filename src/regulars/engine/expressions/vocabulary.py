"""The words of expressions: kinds of values, columns, member names and functions.

This is the documented data that scopes, findings and `docs/reference/expressions.md` are made from. Each
number carries the range it can take, so that overflow is found when a programme is read and not when it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

LARGEST_AMOUNT = 10**11
"""Largest amount of money of an event or line, in minor units."""
LARGEST_QUANTITY = 10**7
LARGEST_ATTRIBUTE = 10**12
LARGEST_TEXT = 10**6
"""Most characters of a text."""
LARGEST_MEASURE = 10**15
"""Largest metric or balance, in the smallest unit."""
LARGEST_VALUE = 2**62
"""No step of a calculation may leave this range: it would not be safe in 64 bits."""


class Kind(StrEnum):
    """What a value is. Values of different kinds cannot be compared or added."""

    TEXT = "text"
    INTEGER = "integer"
    MONEY = "money"
    POINTS = "points"
    BOOLEAN = "boolean"
    TIER = "tier"
    NUMBER = "number"  # written in the text; takes the kind of what it meets
    NULL = "null"


NUMERIC = frozenset({Kind.INTEGER, Kind.MONEY, Kind.POINTS, Kind.NUMBER})


class Place(Enum):
    """Where a name gets its value from."""

    LINE = "line"
    EVENT = "event"
    MEMBER = "member"


@dataclass(frozen=True)
class Name:
    """A name that expressions may use. `lowest` and `highest` bound numbers, in the smallest unit."""

    id: str
    kind: Kind
    place: Place
    meaning: str
    lowest: int = 0
    highest: int = 0
    scale: int = 1  # smallest units in one unit as written: 100 for dollars
    opcode: int = -1  # of member names
    index: int = 0  # of member names: which metric or wallet


def _text(word: str, place: Place, meaning: str) -> Name:
    return Name(word, Kind.TEXT, place, meaning)


def _money(word: str, place: Place, meaning: str) -> Name:
    return Name(word, Kind.MONEY, place, meaning, 0, LARGEST_AMOUNT)


def _integer(word: str, place: Place, meaning: str, lowest: int, highest: int) -> Name:
    return Name(word, Kind.INTEGER, place, meaning, lowest, highest)


EVENT_COLUMNS: tuple[Name, ...] = (
    _text("event", Place.EVENT, "what happened: `purchase`, `enrol`, or the name of an activity such as `visit`"),
    _text("channel", Place.EVENT, "where it happened: `store`, `web`, `app`, or what the source sends"),
    _text("store", Place.EVENT, "the store's code"),
    _money("amount", Place.EVENT, "paid for the whole event, after discounts"),
    _money("discount", Place.EVENT, "discounts of the whole event"),
    _money("tax", Place.EVENT, "tax in the amount of the whole event"),
    _money("delivery", Place.EVENT, "delivery charged with the order"),
    _money("instruments", Place.EVENT, "paid with gift cards and other payment instruments"),
    _integer("weekday", Place.EVENT, "day of the week in the programme's zone: 1 Monday to 7 Sunday", 1, 7),
    _integer("hour", Place.EVENT, "hour of the day in the programme's zone: 0 to 23", 0, 23),
    _integer("day", Place.EVENT, "day of the month in the programme's zone: 1 to 31", 1, 31),
    _integer("month", Place.EVENT, "month in the programme's zone: 1 to 12", 1, 12),
    _integer("year", Place.EVENT, "year in the programme's zone", 1, 9999),
)

LINE_COLUMNS: tuple[Name, ...] = (
    _text("sku", Place.LINE, "the article's code"),
    _text("category", Place.LINE, "the article's category"),
    _text("department", Place.LINE, "the article's department"),
    _text("brand", Place.LINE, "the article's brand"),
    _integer("quantity", Place.LINE, "how many pieces the line holds", 0, LARGEST_QUANTITY),
    _money("line_amount", Place.LINE, "paid for the line, after discounts"),
    _money("line_discount", Place.LINE, "discounts of the line"),
    _money("line_tax", Place.LINE, "tax in the amount of the line"),
    _money("line_instruments", Place.LINE, "the line's share of what was paid with gift cards and the like"),
)


EVENT_KINDS = frozenset(
    {
        *("purchase", "refund", "enrol", "profile", "tick", "void", "restate", "opening", "merge_in", "merge_out"),
        *("redeem", "return", "deduct", "grant", "write_off", "extend", "reinstate", "transfer_in", "transfer_out"),
        *("hold", "capture", "release", "tier_grant", "tier_lock", "activity"),
    }
)
"""What `event` says of events that are no activities: no activity may be called like one of them."""

UNSEEN_EVENTS = frozenset({"refund", "tick"})
"""Values that `event` never has: refunds are read as their sales, ticks are only the passing of time."""


@dataclass(frozen=True)
class Function:
    """A function that expressions may call, with any case of letters."""

    id: str
    arguments: str
    result: str
    meaning: str
    least: int
    most: int


FUNCTIONS: tuple[Function, ...] = (
    Function("abs", "a number", "as the argument", "the number without its sign", 1, 1),
    Function("least", "numbers of one kind", "as the arguments", "the smallest; nulls are passed over", 2, 16),
    Function("greatest", "numbers of one kind", "as the arguments", "the largest; nulls are passed over", 2, 16),
    Function("coalesce", "values of one kind", "as the arguments", "the first that is not null", 2, 16),
    Function("lower", "a text", "text", "the text in small letters", 1, 1),
    Function("upper", "a text", "text", "the text in capital letters", 1, 1),
    Function("length", "a text", "integer", "how many characters the text has", 1, 1),
)

OPERATORS: tuple[tuple[str, str], ...] = (
    ("and, or, not", "join conditions; with null they answer as SQL does"),
    ("=, <>, <, <=, >, >=", "compare values of one kind; texts and booleans only with = and <>"),
    ("in (...), not in (...)", "compare with a list of written values"),
    ("between ... and ...", "at least the first and at most the second"),
    ("is null, is not null", "whether a value is missing"),
    ("like, not like", "compare a text with a pattern: % any characters, _ one character; capitals matter"),
    ("+, -", "add and subtract numbers of one kind"),
    ("*", "multiply a number by a whole number"),
    ("case when ... then ... else ... end", "choose a value by conditions"),
)
