"""Numbers and instants as people read them, exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from regulars.engine.compile import CompiledProgramme
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.basics import Text
from regulars.engine.time import moment_of

_SHOWN_DECIMALS = 4


def both(text: Text) -> dict[str, str]:
    """A text of the document by language."""
    return {"zh": text.zh, "en": text.en}


def wallet_name(programme: CompiledProgramme, wallet: int) -> dict[str, str]:
    """The name of a wallet by language."""
    return both(programme.document.wallets[wallet].name)


def plain(number: Decimal) -> str:
    """A decimal without an exponent and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def points_text(programme: CompiledProgramme, wallet: int, points: int) -> str:
    """Points of a wallet from its smallest unit."""
    return plain(Decimal(points).scaleb(-programme.document.wallets[wallet].decimals))


def money_text(programme: CompiledProgramme, minor: int) -> str:
    """Money with its currency from minor units."""
    decimals = CURRENCY_DECIMALS[programme.document.currency]
    return f"{programme.document.currency} {Decimal(minor).scaleb(-decimals):f}"


def ratio_text(ratio: Fraction) -> str:
    """A fraction to four decimals; `…` where more follow."""
    scaled = ratio * 10**_SHOWN_DECIMALS
    shown = plain(Decimal(scaled.numerator // scaled.denominator).scaleb(-_SHOWN_DECIMALS))
    return shown if scaled.denominator == 1 else f"{shown}…"


def local_moment(programme: CompiledProgramme, instant: int) -> str:
    """An instant on the programme's wall clock."""
    return moment_of(instant).astimezone(ZoneInfo(programme.document.time_zone)).strftime("%Y-%m-%d %H:%M")


def local_date(programme: CompiledProgramme, instant: int) -> str:
    """The programme's local date of an instant."""
    return local_moment(programme, instant)[:10]
