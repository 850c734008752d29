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


class BlockedAction(StrEnum):
    """What becomes of an event with a blocked identifier: refused, or taken in as if the identifier were not there."""

    REFUSE = "refuse"
    IGNORE = "ignore"


class KeyRule(NamedTuple):
    """Which identifiers of a kind a programme takes; external ids of further systems have a `name`.

    most: how many one member may have; more are not kept. shared_by: how many members may use one; 1 is nobody else.
    blocked: values that stand for nobody, `*` in them for anything. region: of mobiles without a country code.
    """

    kind: IdentifierKind
    name: str = ""
    taken: bool = True
    most: int = 20
    shared_by: int = 1
    pattern: str = ""
    region: str = ""
    blocked: tuple[str, ...] = ()
    on_blocked: BlockedAction = BlockedAction.IGNORE

    @property
    def label(self) -> str:
        """The kind as messages name it: `external_id` or `external_ids.erp`."""
        return f"external_ids.{self.name}" if self.name else self.kind.value


class KeyRules(NamedTuple):
    """The rules of a programme, one for each kind and one for each named external id."""

    rules: tuple[KeyRule, ...]

    def of(self, kind: IdentifierKind, name: str = "") -> KeyRule | None:
        """The rule of a kind, or of an external id by name; None: the name is not declared."""
        return next((rule for rule in self.rules if rule.kind is kind and rule.name == name), None)


class Identity(NamedTuple):
    """The identifiers that came with one event, as written by the sender; any may be missing.

    external_ids: name and text of ids of further systems.
    """

    card: str | None = None
    mobile: str | None = None
    email: str | None = None
    external_id: str | None = None
    device: str | None = None
    external_ids: tuple[tuple[str, str], ...] = ()

    def given(self) -> list[tuple[IdentifierKind, str, str]]:
        """Kind, name and text of each identifier that is there."""
        found = [(kind, "", text) for kind, text in zip(IdentifierKind, self[:5], strict=True) if text is not None]
        return [*found, *((IdentifierKind.EXTERNAL_ID, name, text) for name, text in self.external_ids)]

    def only_device(self) -> bool:
        """Whether nothing but a device says who this is."""
        return not any(self[:4]) and not self.external_ids


class Identified(NamedTuple):
    """The member an identity stands for, since when they are one, and whether this call enrolled them."""

    member_id: int
    enrolled_at: int
    enrolled: bool


class Unidentified(NamedTuple):
    """Why an identity stands for no member; `code` is that of a domain error.

    members: those that identifiers name which contradict each other, and who take part.
    """

    code: str
    params: dict[str, Any]
    members: tuple[int, ...] = ()


class Arrival(NamedTuple):
    """An identity, and what becomes of an unknown one: enrolled as of an instant (microseconds), or nothing (None).

    occurred_at: when the identifiers came together, for what is learnt from a contradiction.
    """

    identity: Identity
    enrol_at: int | None
    occurred_at: int = 0


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
    """One identifier of a member, in full or masked. `name`: of an external id of a further system."""

    kind: IdentifierKind
    value: str
    name: str = ""


class Record(NamedTuple):
    """What of a member may be like another: name, first e-mail address and mobile, month of birth, a device in common.

    device: the number of an identifier that several use.
    """

    member_id: int
    name: str | None
    email: str | None
    mobile: str | None
    birth_month: int | None
    device: int | None


@dataclass(frozen=True)
class MeetingView:
    """Two members whose identifiers came in one event, how often, and which kinds; `first` is the lower number."""

    first: int
    second: int
    kinds: tuple[str, ...]
    times: int
    last_at: datetime


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
    erased_at: datetime | None = None


class MemberFacts(NamedTuple):
    """What is known of a member without who they are; `enrolled_at` is in microseconds.

    `people` are the member and everybody who takes part as them since they were merged, by number.
    """

    enrolled_at: int
    birth_month: int | None
    attributes: dict[str, str | int | bool]
    people: tuple[int, ...]


@dataclass(frozen=True)
class MemberFilter:
    """What a list of members is narrowed to; None does not narrow."""

    identifier: str | None = None
    state: MemberState | None = None
    enrolled_from: datetime | None = None
    enrolled_before: datetime | None = None
    birth_month: int | None = None
