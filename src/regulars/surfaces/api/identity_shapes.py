"""What the API says of identifiers, consents, requests, duplicates and data."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from regulars.domain.members.types import BlockedAction, IdentifierKind
from regulars.domain.privacy.types import RequestKind, RequestState


class KeyRuleBody(Schema):
    """How identifiers of a kind are taken."""

    taken: bool = True
    most: int = Field(default=20, description="for one member; more are not kept")
    shared_by: int = Field(default=1, description="members who may use one; shared identifiers never join people")
    pattern: str = Field(default="", max_length=200, description="the form of cards, a regular expression")
    region: str = Field(default="", max_length=2, description="of mobiles without a country code")
    blocked: list[str] = Field(default=[], max_length=500, description="values of nobody; * is anything")
    on_blocked: BlockedAction = BlockedAction.IGNORE


class KeyRuleShape(KeyRuleBody):
    """The same with what it is about; `name` is that of an external id of a further system."""

    kind: IdentifierKind
    name: str


class ConsentBody(Schema):
    """A member allows something, or takes it back."""

    purpose: str = Field(max_length=30, examples=["marketing"])
    channel: str = Field(max_length=30, examples=["email"])
    given: bool
    at: datetime | None = Field(default=None, description="when they said so; now when left out")
    text_version: str = Field(default="", max_length=60, description="of the text that they were shown")


class ConsentShape(Schema):
    """One thing that was told."""

    purpose: str
    channel: str
    given: bool
    at: datetime
    recorded_at: datetime
    source: str
    text_version: str
    actor: str
    event: str


class ConsentsShape(Schema):
    """What holds, and all that was ever told, latest first."""

    standing: list[ConsentShape]
    history: list[ConsentShape]


class ConsentedBody(Schema):
    """Who of some members allows a purpose by a channel."""

    members: list[int] = Field(max_length=10_000)
    purpose: str
    channel: str
    at: datetime | None = None


class ConsentedShape(Schema):
    """Those who do."""

    members: list[int]


class RequestBody(Schema):
    """What is asked for; an erasure with a reason."""

    kind: RequestKind
    reason: str = Field(default="", max_length=500)


class RequestShape(Schema):
    """A request. `due_at`: when an erasure is carried out, or the file of a copy is deleted."""

    id: int
    member_id: int
    kind: RequestKind
    state: RequestState
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    counts: dict[str, int]
    reason: str


class RequestPage(Schema):
    """A page of requests, newest first."""

    items: list[RequestShape]
    next_cursor: str | None


class LookShape(Schema):
    """Somebody looked at a member, or at a list of several: `member_id` is null, `members` says how many."""

    member_id: int | None
    who: str
    via: str
    what: str
    members: int
    at: datetime


class LookPage(Schema):
    """A page of looks, latest first."""

    items: list[LookShape]
    next_cursor: str | None


class AttributeShape(Schema):
    """An attribute that a member told, and since when it holds."""

    name: str
    type: str
    value: str | int | bool
    since: datetime
    seq: int


class ProfileShape(Schema):
    """What holds at an instant, and every change until then, latest first."""

    attributes: list[AttributeShape]
    changes: list[AttributeShape]


class DayCount(Schema):
    """How many events came on a day."""

    day: date
    count: int


class FieldShape(Schema):
    """A field that events had, with the types of its values."""

    field: str
    types: list[str]
    first_at: datetime


class EventKindShape(Schema):
    """A kind of event, or an activity by name, and where the latest one stands."""

    kind: str
    name: str
    first_at: datetime
    last_at: datetime
    fields: list[FieldShape]
    days: list[DayCount]
    total: int
    example_trace_id: str


class QualityShape(Schema):
    """What came from a source on a day: counts by outcome, and codes of what was wrong."""

    day: date
    source: str
    outcomes: dict[str, int]
    codes: dict[str, int]


class SuggestionShape(Schema):
    """Two members who may be one person; `rejected_by` said that they are not."""

    id: int
    first: int
    second: int
    score: float
    reasons: list[str]
    found_at: datetime
    rejected_by: str


class SuggestionPage(Schema):
    """A page of pairs, likeliest first."""

    items: list[SuggestionShape]
    next_cursor: str | None


class SearchShape(Schema):
    """The job that compares members; null: one is at work already."""

    job: int | None


class MergeSuggestedBody(Schema):
    """Who of the two stays, and why."""

    survivor: int
    reason: str = Field(min_length=1, max_length=500)


class ParkedShape(Schema):
    """An event that waits, or waited, for a person. `kinds` contradict each other; `members` are those they name.

    `state`: waiting, taken, dropped or erased; `member_id`: who it was said to be of.
    """

    id: int
    source: str
    event_id: str
    kind: str
    kinds: list[str]
    members: list[int]
    occurred_at: datetime
    parked_at: datetime
    times: int
    state: str
    member_id: int | None
    reason: str
    decided_by: str
    decided_at: datetime | None


class ParkedPage(Schema):
    """Some events, and the cursor of the next page."""

    items: list[ParkedShape]
    next_cursor: str | None


class ChooseBody(Schema):
    """Which member."""

    member: int = Field(ge=1, lt=2**63)


class DropBody(Schema):
    """Why."""

    reason: str = Field(max_length=500)
