"""What a study asks, and what it is answered. Instants are microseconds since 1970 UTC, money in minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from regulars.domain.intake.types.files import BadCell, Mapping
from regulars.domain.replay.types import Comparison, Goal, Grouping, Replayed, Results, Sweep, WalletTotals
from regulars.domain.responses.types import Assumptions, DraftResponse, Responses

WHOLE = 10_000
"""The share of all members: shares are counted in ten-thousandths."""

BASELINE = "baseline"
"""What the baseline is called in a replay; drafts are `draft-1`, `draft-2` .."""


class StudyState(StrEnum):
    """How far a study has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (StudyState.WAITING, StudyState.RUNNING)


class HistoryState(StrEnum):
    """How far a history from a file has come."""

    MAPPING = "mapping"  # brought; somebody has to say what its columns are
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"


class Side(StrEnum):
    """Which members of a comparison are listed."""

    WINNERS = "winners"
    LOSERS = "losers"
    UP = "up"
    DOWN = "down"


class Measure(StrEnum):
    """What is told of how members are spread."""

    ISSUED = "issued"
    OUTSTANDING = "outstanding"
    WORTH = "worth"
    SPEND = "spend"


@dataclass(frozen=True)
class Given:
    """A document that takes part: its text, and the version that it was taken from (None: only in the study)."""

    name: str
    text: str
    number: int | None = None


@dataclass(frozen=True)
class Responding:
    """That members respond to drafts, as is assumed, in so many runs from a seed."""

    assumptions: Assumptions
    runs: int = 50
    seed: int = 1


@dataclass(frozen=True)
class Sweeping:
    """That the first draft is also tried with other values of one of its numbers, which is found by its address.

    With a goal, the value that comes nearest to it is looked for: among these first, then between them.
    """

    address: str
    values: tuple[Decimal, ...]
    goal: Goal | None = None


@dataclass(frozen=True)
class Found:
    """What a search came to: the value nearest to the goal, and its figure there; None where no value meets it."""

    goal: Goal
    best: Decimal | None
    reached: Decimal | None


@dataclass(frozen=True)
class NewStudy:
    """A question: drafts against a baseline, over a part of a history.

    `history_id`: one built from a file; None: the programme's own. Both days are included. `baseline`: the number of a
    version; 0: the one in force, with cuts by budgets as they were logged. `responding`: what is assumed of members
    beside the plain replay, which is always made; `sweeping`: which number of the first draft is tried with others.
    """

    programme_id: int
    name: str
    drafts: tuple[Given, ...]
    history_id: int | None = None
    since_on: date | None = None
    until_on: date | None = None
    share: int = WHOLE
    baseline: int = 0
    responding: Responding | None = None
    sweeping: Sweeping | None = None


@dataclass(frozen=True)
class PartView:
    """A document of a study: place 0 is the baseline. `sha256` is that of its content, as of versions."""

    place: int
    name: str
    number: int | None
    sha256: str
    text: str = ""

    @property
    def key(self) -> str:
        """What it is called in the replay."""
        return key_of(self.place)


def key_of(place: int) -> str:
    """What the document in this place is called in the replay."""
    return BASELINE if place == 0 else f"draft-{place}"


@dataclass(frozen=True)
class Distribution:
    """How many members have how much: `bounds` are where the steps begin, `counts` the members of each step.

    Points in the wallet's smallest unit; `wallet` is empty for money. Spend does not depend on the programme, so it is
    counted once, under the baseline's name.
    """

    measure: Measure
    wallet: str
    bounds: tuple[int, ...]
    counts: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Answer:
    """What came of a study.

    `as_of`: until when the history tells; `reused`: the baseline was known from an earlier study; `took_ms`: how long
    the work took. `responses`: with members who respond, where that was asked; `sweep` and `found`: likewise.
    """

    replayed: Replayed
    distributions: tuple[Distribution, ...]
    as_of: int
    reused: bool
    took_ms: int
    responses: Responses | None = None
    sweep: Sweep | None = None
    found: Found | None = None

    @property
    def baseline(self) -> Results:
        """What the baseline did."""
        return self.replayed.results[0]

    def results(self, place: int) -> Results:
        """What the document in this place did."""
        return next(one for one in self.replayed.results if one.name == key_of(place))

    def comparison(self, place: int) -> Comparison:
        """The draft in this place against the baseline."""
        return next(one for one in self.replayed.comparisons if one.name == key_of(place))

    def response(self, place: int) -> DraftResponse | None:
        """The draft in this place with members who respond."""
        if self.responses is None:
            return None
        return next(one for one in self.responses.drafts if one.name == key_of(place))


@dataclass(frozen=True)
class StudyLine:
    """A study as lists show it."""

    id: int
    name: str
    state: StudyState
    author: str
    created_at: int
    history: str
    drafts: tuple[str, ...]


@dataclass(frozen=True)
class StudyView:
    """A study. `history` is the name of its file; empty for the programme's own.

    `failure` is a code with params, as of a DomainError; `done` and `total` say how far the work has come.
    """

    id: int
    programme_id: int
    name: str
    state: StudyState
    author: str
    history_id: int | None
    history: str
    since_on: date | None
    until_on: date | None
    share: int
    as_logged: bool
    parts: tuple[PartView, ...]
    created_at: int
    started_at: int | None
    finished_at: int | None
    failure: dict[str, Any] | None
    done: int = 0
    total: int = 0
    responding: Responding | None = None
    sweeping: Sweeping | None = None
    answer: Answer | None = None

    @property
    def drafts(self) -> tuple[PartView, ...]:
        """The documents that are compared with the baseline."""
        return self.parts[1:]

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer or is being answered."""
        return self.state in OPEN


@dataclass(frozen=True)
class MemberShift:
    """A member under the baseline and under a draft: tier, and the worth of the points that rules and goals gave."""

    member: int
    tier_before: str
    tier_after: str
    worth_before: int
    worth_after: int
    gain: int


class When(StrEnum):
    """As of which end of the slice members are taken to be in a segment."""

    START = "start"
    END = "end"


@dataclass(frozen=True)
class Portion:
    """What a programme did for some of the members, by tier at the end; `comparison`: None of the baseline itself."""

    name: str
    members: int
    spent_minor: int
    tiers: tuple[tuple[str, int], ...]
    wallets: tuple[WalletTotals, ...]
    comparison: Comparison | None

    @property
    def moved(self) -> tuple[int, int]:
        """Who ends on a higher and on a lower tier than under the baseline; groups by tier hold everybody once."""
        groups = () if self.comparison is None else self.comparison.groups
        own = [one for one in groups if one.grouping is Grouping.TIER]
        return sum(one.higher for one in own), sum(one.lower for one in own)


@dataclass(frozen=True)
class SegmentPortion:
    """What a study says of a segment: its members as of `instant`, and each programme's figures for them.

    `code` is empty of all other members. `recorded`: the segment was kept true then, else it was worked out from the
    history. `size`: members of the segment, of whom the slice may know fewer.
    """

    code: str
    name: str
    instant: datetime
    recorded: bool
    size: int
    portions: tuple[Portion, ...]


@dataclass(frozen=True)
class OwnHistory:
    """The programme's own history: until when it tells, and how much; `syncing`: it is being brought up to date."""

    as_of: int | None
    events: int
    syncing: bool
    failure: dict[str, Any] | None


@dataclass(frozen=True)
class HistoryView:
    """A history built from a file of orders: `rejected` counts rows that made no event, by code.

    `findings`: what is wrong with the first of these, cell by cell; `has_file`: its columns can be said anew.
    """

    id: int
    name: str
    state: HistoryState
    actor: str
    created_at: int
    rows: int
    events: int
    rejected: dict[str, int]
    failure: dict[str, Any] | None
    known: int = 0
    findings: tuple[BadCell, ...] = ()
    has_file: bool = False


@dataclass(frozen=True)
class HistoryFile:
    """A file that a history is to be built from: its headings, some rows, and which column is which field."""

    history: HistoryView
    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    mapping: Mapping
    rows: int


@dataclass(frozen=True)
class LinkView:
    """A link by which a study is shared, without members."""

    id: int
    token: str
    created_by: str
    created_at: int
    expires_at: int
    revoked_at: int | None


@dataclass(frozen=True)
class AttachedStudy:
    """A study that goes with a version: the draft in `place` says what the version says."""

    study: StudyView
    place: int
    attached_by: str
    attached_at: int


@dataclass(frozen=True)
class VersionStudies:
    """What is known of a version: studies that go with it, and whether what it says was ever replayed."""

    attached: tuple[AttachedStudy, ...]
    replayed: bool
