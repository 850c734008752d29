"""What intake answers, event by event."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from regulars.domain.ledger.types import EventResult
from regulars.domain.members.types import Identity, Profile


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an event. `field` is its place (`lines[2].amount`), `code` that of a message."""

    field: str
    code: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Rejection:
    """An event that was not taken in, with everything wrong with it; sent again, mended, it is new.

    source, kind: as far as the event said them, for counting.
    """

    problems: tuple[Problem, ...]
    event_id: str | None = None
    source: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Ignored:
    """A message that is understood and deliberately not kept."""

    reason: Literal["alias", "anonymous_visitor", "group"]
    event_id: str | None = None


@dataclass(frozen=True)
class Allowance:
    """What an event says that a member allows, or takes back."""

    purpose: str
    channel: str
    given: bool
    text_version: str


@dataclass(frozen=True)
class Incoming:
    """An event that was read: well formed, its member still to be found.

    `once_per_member`: the member's number becomes part of its id, so that there is one for each member only.
    """

    source: str
    event_id: str
    occurred_at: int
    identity: Identity
    enrols: bool
    body: dict[str, Any]
    profile: Profile | None = None
    consent: Allowance | None = None
    once_per_member: bool = False


Answer = EventResult | Rejection


@dataclass(frozen=True)
class Receipt:
    """The answer to one event, with the decimals of the programme's wallets, so that it can be shown."""

    answer: Answer
    wallet_decimals: Mapping[str, int]
