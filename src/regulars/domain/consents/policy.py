"""What a consent may say, and which of several holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from regulars.domain.consents.errors import ConsentInvalid
from regulars.domain.consents.types import NewConsent

NAME = re.compile(r"[a-z][a-z0-9_]{0,29}", re.ASCII)
LONGEST_VERSION = 60
FUTURE_ALLOWED = 86_400_000_000
"""Microseconds by which a sender's clock may be ahead, as for events."""


class Told(Protocol):
    """What is needed to see which of several holds."""

    id: int
    purpose: str
    channel: str
    at: int


One = TypeVar("One", bound=Told)


def check(asked: NewConsent, now: int) -> None:
    """Raise ConsentInvalid with the field that cannot be."""
    for field, text in (("purpose", asked.purpose), ("channel", asked.channel)):
        if not NAME.fullmatch(text):
            raise ConsentInvalid(field=field, given=text[:40])
    if len(asked.text_version) > LONGEST_VERSION:
        raise ConsentInvalid(field="text_version", given=asked.text_version[:40])
    if asked.at is not None and not 0 < asked.at <= now + FUTURE_ALLOWED:
        raise ConsentInvalid(field="at", given=asked.at)


def standing(rows: Iterable[One]) -> list[One]:
    """Of each purpose and channel the latest word; of several at one instant the one that was kept last."""
    latest: dict[tuple[str, str], One] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        latest[row.purpose, row.channel] = row
    return [latest[key] for key in sorted(latest)]
