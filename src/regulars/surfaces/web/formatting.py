"""How numbers, money, points and instants are written for people, in the language and zone that are active.

Thousands are always grouped by commas: it is what readers of both languages expect of figures, and Django's own
grouping does nothing in zh_Hans. Instants arrive as `datetime` or as microseconds since 1970 UTC.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

from regulars.engine.money import CURRENCY_DECIMALS

_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "HKD": "HK$", "SGD": "S$", "TWD": "NT$"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_chinese() -> bool:
    """Whether the reader reads Chinese."""
    return (get_language() or "").startswith("zh")


def listed(words: Iterable[str]) -> str:
    """Words in a row, separated as the reader's language does it."""
    return ("、" if is_chinese() else ", ").join(words)


def number(value: float | Decimal) -> str:
    """A number with grouped thousands and a true minus sign."""
    return f"{value:,}".replace("-", "\u2212")


def scaled(value: int, decimals: int) -> str:
    """An integer in smallest units as a number with that many decimals."""
    sign = "\u2212" if value < 0 else ""
    whole, rest = divmod(abs(value), 10**decimals)
    return f"{sign}{whole:,}" + (f".{rest:0{decimals}d}" if decimals else "")


def plain_points(value: int, decimals: int) -> str:
    """An integer in smallest units as programs and spreadsheets read it: no grouping, a plain minus sign."""
    return scaled(value, decimals).replace(",", "").replace("\u2212", "-")


def signed(value: int, decimals: int = 0) -> str:
    """A change of points: with its sign, also when it is a gain."""
    return ("+" if value > 0 else "") + scaled(value, decimals)


def money(amount_minor: int, currency: str) -> str:
    """An amount in minor units with the currency's symbol, or its code where there is no symbol."""
    text = scaled(abs(amount_minor), CURRENCY_DECIMALS[currency])
    symbol = _SYMBOLS.get(currency)
    sign = "\u2212" if amount_minor < 0 else ""
    return f"{sign}{symbol}{text}" if symbol else f"{sign}{currency}\u00a0{text}"


def plain_decimal(value: Decimal) -> str:
    """A decimal without trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(part: int, whole: int) -> str:
    """The share of a part with one decimal; a share of nothing is a dash."""
    return f"{part * 100 / whole:.1f}%" if whole else "–"


def moment(value: datetime | int) -> datetime:
    """The instant in the active time zone."""
    instant = _EPOCH + timedelta(microseconds=value) if isinstance(value, int) else value
    return timezone.localtime(instant)


def day(value: date) -> str:
    """A date, or the local date of an instant: 2026-03-05 in Chinese, 5 Mar 2026 in English."""
    if isinstance(value, datetime):
        value = moment(value).date()
    if is_chinese():
        return value.strftime("%Y-%m-%d")
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """A month: 2026-03 in Chinese, Mar 2026 in English."""
    return value.strftime("%Y-%m") if is_chinese() else f"{_MONTHS[value.month - 1]} {value.year}"


def clock_time(value: datetime | int) -> str:
    """Date and time to the minute in the active zone."""
    local = moment(value)
    return f"{day(local.date())} {local:%H:%M}"


def is_run(numbers: Sequence[int]) -> bool:
    """Whether these are three or more numbers of which none between the first and the last is missing."""
    return len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1
