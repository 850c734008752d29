"""Values of the consents context."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

PURPOSES = ("marketing", "profiling", "partners", "research")
"""What members are asked for; further ones may be told under any name of the same form."""

CHANNELS = ("email", "sms", "push", "wechat", "phone", "post")
"""By which they may be reached; likewise."""


@dataclass(frozen=True)
class NewConsent:
    """A member allowed something, or took it back.

    at: when they said so, in microseconds; None is now. source: where. text_version: of the text they were shown.
    event: source and id of the event that told it, if one did.
    """

    member_id: int
    purpose: str
    channel: str
    given: bool
    source: str
    actor: str
    at: int | None = None
    text_version: str = ""
    event: str = ""


@dataclass(frozen=True)
class ConsentView:
    """One thing that was told; `member_id` is the record it was told for, which may be a part of another by now."""

    id: int
    member_id: int
    purpose: str
    channel: str
    given: bool
    at: datetime
    recorded_at: datetime
    source: str
    text_version: str
    actor: str
    event: str
