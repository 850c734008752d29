"""Codes that change while they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from regulars.domain.verifications.types.codes import MemberCode
from regulars.platform.errors import DomainError
from regulars.surfaces.web.marks import Shape, code128_of, qr_of
from regulars.surfaces.web.messages import text_of

_LONGEST_BARS = 28
"""Signs that a bar code of a phone's width may have."""
_EARLIER = 5
"""Seconds before its time at which a shown code is replaced."""


@dataclass(frozen=True)
class LiveCode:
    """A code to show now, or why there is none (`refused`).

    `page` is where it stands, `part` where the next one comes from, after `again` seconds.
    """

    page: str
    part: str
    text: str = ""
    valid_until: datetime | None = None
    again: int = 0
    qr: Shape | None = None
    bars: Shape | None = None
    refused: str = ""


def live_code(page: str, part: str, make: Callable[[], MemberCode]) -> LiveCode:
    """Make the code to show now, with its drawings."""
    try:
        made = make()
    except DomainError as error:
        return LiveCode(page, part, refused=text_of(error))
    return LiveCode(
        page,
        part,
        text=made.text,
        valid_until=made.valid_until,
        again=max(made.seconds - _EARLIER, 5),
        qr=qr_of(made.text),
        bars=code128_of(made.text) if len(made.text) <= _LONGEST_BARS else None,
    )
