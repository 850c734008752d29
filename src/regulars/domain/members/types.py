"""Values of the members context: who somebody says they are, and how they are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class IdentifierKind(StrEnum):
    """By what a member is known. The value is stored and appears in the API."""

    CARD = "card"
    MOBILE = "mobile"
    EMAIL = "email"
    EXTERNAL_ID = "external_id"
    DEVICE = "device"


class MemberState(StrEnum):
    """Whether a member takes part. Who was merged into another does so as that other."""

    ACTIVE = "active"
    CLOSED = "closed"
    MERGED = "merged"


class Disclosure(StrEnum):
    """How personal data are shown: in full, or masked for those who may not see them."""

    FULL = "full"
    MASKED = "masked"


class Identity(NamedTuple):
    """The identifiers that came with one event, as written by the sender; any may be missing."""

    card: str | None = None
    mobile: str | None = None
    email: str | None = None
    external_id: str | None = None
    device: str | None = None


class Identified(NamedTuple):
    """The member an identity stands for, since when they are one, and whether this call enrolled them."""

    member_id: int
    enrolled_at: int
    enrolled: bool


class Unidentified(NamedTuple):
    """Why an identity stands for no member; `code` is that of a domain error."""

    code: str
    params: dict[str, Any]


class Arrival(NamedTuple):
    """An identity, and what becomes of an unknown one: enrolled as of an instant (microseconds), or nothing (None)."""

    identity: Identity
    enrol_at: int | None


class Told(NamedTuple):
    """That a member did something at an instant (microseconds), and what they said of themselves, if anything."""

    member_id: int
    occurred_at: int
    profile: Profile | None


@dataclass(frozen=True)
class Profile:
    """What a member says of themselves; None leaves a field as it is."""

    name: str | None = None
    birth_month: int | None = None
    language: str | None = None
    attributes: dict[str, str | int | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class IdentifierView:
    """One identifier of a member, in full or masked."""

    kind: IdentifierKind
    value: str


@dataclass(frozen=True)
class MemberView:
    """A member as others see them; `merged_into` is the member they take part as since they were merged."""

    id: int
    state: MemberState
    enrolled_at: datetime
    name: str | None
    birth_month: int | None
    language: str | None
    attributes: dict[str, str | int | bool]
    identifiers: tuple[IdentifierView, ...]
    merged_into: int | None = None


class MemberFacts(NamedTuple):
    """What is known of a member without who they are; `enrolled_at` is in microseconds."""

    enrolled_at: int
    birth_month: int | None
    attributes: dict[str, str | int | bool]


@dataclass(frozen=True)
class MemberFilter:
    """What a list of members is narrowed to; None does not narrow."""

    identifier: str | None = None
    state: MemberState | None = None
    enrolled_from: datetime | None = None
    enrolled_before: datetime | None = None
    birth_month: int | None = None
