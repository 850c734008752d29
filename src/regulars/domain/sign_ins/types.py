"""Values of the sign-ins context. Instants are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from regulars.domain.members.types import MemberView


class Channel(StrEnum):
    """How a code reaches a member."""

    EMAIL = "email"
    SMS = "sms"


class Way(StrEnum):
    """How a session was opened: by a code, or by a token of the operator's app."""

    CODE = "code"
    APP = "app"


@dataclass(frozen=True)
class Visit:
    """From where somebody comes: network address and what the browser says of itself."""

    address: str
    device: str = ""


@dataclass(frozen=True)
class CodeRequest:
    """Somebody who asks for a code: by e-mail address, mobile or card number; `language` is that of the message."""

    programme_id: int
    identifier: str
    language: str
    visit: Visit


@dataclass(frozen=True)
class CodeTicket:
    """What the browser keeps until the code is typed. `shown_code` is filled only where codes are shown on the page."""

    handle: str
    minutes: int
    shown_code: str = ""


@dataclass(frozen=True)
class Letter:
    """A code on its way to a member."""

    channel: Channel
    to: str
    code: str
    language: str
    programme_name: str
    minutes: int


@dataclass(frozen=True)
class NewSession:
    """A session just opened: the only moment its token is known."""

    token: str
    member_id: int
    ends_at: datetime


@dataclass(frozen=True)
class SessionView:
    """A session as its member sees it."""

    id: int
    device: str
    way: Way
    started_at: datetime
    seen_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Visitor:
    """A member who has signed in, with the session that says so."""

    programme_id: int
    member: MemberView
    session: SessionView


@dataclass(frozen=True)
class NewAppKey:
    """A key just created for the operator's app: the only moment its secret is known."""

    key_id: str
    secret: str


@dataclass(frozen=True)
class AppKeyView:
    """A key of the operator's app as a list shows it."""

    key_id: str
    label: str
    created_at: datetime
    created_by: str
    last_used_at: datetime | None
    revoked_at: datetime | None
