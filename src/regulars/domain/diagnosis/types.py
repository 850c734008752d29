"""What a diagnosis says: figures with their units, statements by code, tables, and changes of the document.

Nothing here is text for people: surfaces put codes and quantities into words of either language. Money is in minor
units and points in the wallet's smallest unit, as in the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Value = int | float | str | None


class Unit(StrEnum):
    """What a value is, and so how people read it. Names are ids in the programme's document."""

    COUNT = "count"
    SHARE = "share"  # 0.25 is 25 %
    NUMBER = "number"  # with two decimals
    MONEY = "money"
    POINTS = "points"  # of the wallet that the quantity names
    DAYS = "days"
    MONTH = "month"  # 2026-03
    TIER = "tier"
    RULE = "rule"
    GOAL = "goal"
    MULTIPLIER = "multiplier"
    BENEFIT = "benefit"
    WALLET = "wallet"
    METRIC = "metric"
    TEXT = "text"
    WORD = "word"  # a code of its own, put into words


@dataclass(frozen=True)
class Quantity:
    """A value with its unit; `of` names the wallet whose points it counts."""

    unit: Unit
    value: Value
    of: str = ""


Params = Mapping[str, Quantity]


@dataclass(frozen=True)
class Statement:
    """Something said, by code, with what fills it."""

    code: str
    params: Params = field(default_factory=dict)


class Status(StrEnum):
    """How a measure stands: in order, worth watching, a problem, or not to be told from this history."""

    GOOD = "good"
    WATCH = "watch"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Where a benchmark comes from."""

    HISTORY = "history"  # worked out from this history itself
    PROGRAMME = "programme"  # from the programme's own terms
    RULE_OF_THUMB = "rule_of_thumb"  # a round number of the trade, not evidence
    PUBLISHED = "published"


@dataclass(frozen=True)
class Benchmark:
    """What a measure is held against, and who says so."""

    source: Source
    said: Statement


@dataclass(frozen=True)
class Column:
    """A column of a table: its title by code, and what its values are."""

    title: str
    unit: Unit
    of: str = ""


@dataclass(frozen=True)
class Table:
    """Figures as rows. Where `chart` is not empty, its second column on is drawn over the first."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    chart: str = ""


class EditKind(StrEnum):
    """What an edit does to the document."""

    SET = "set"  # a value at a path, there or not
    THRESHOLD = "threshold"  # a number that an expression compares a name with
    REMOVE = "remove"  # an entry of a list


@dataclass(frozen=True)
class Edit:
    """One change of the document at a path such as `ladder.tiers.1.enter`.

    `name`: of a threshold, what is compared. `before` and `after` are as written; None where there is nothing.
    """

    kind: EditKind
    path: str
    before: str | None
    after: str | None
    name: str = ""


@dataclass(frozen=True)
class Proposal:
    """A change that may help: its key within the diagnosis, what it does, and the edits."""

    key: str
    said: Statement
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Finding:
    """Something amiss, how much so, and what may be done about it."""

    status: Status
    said: Statement
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Measure:
    """One of the fifteen. `base` is how many members it speaks of; `notes` say what to keep in mind."""

    id: str
    status: Status
    headline: Quantity | None
    base: int
    benchmark: Benchmark
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Table, ...] = ()
    notes: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Effect:
    """One of the six outcome measures: the last 90 days beside the 90 before; None where the history is too short."""

    id: str
    now: Quantity | None
    before: Quantity | None
    base: int


@dataclass(frozen=True)
class Diagnosis:
    """Everything that is said of a programme on a history; instants in microseconds."""

    programme: str
    version: int
    made_at: int
    first_at: int
    last_at: int
    members: int
    events: int
    measures: tuple[Measure, ...]
    effects: tuple[Effect, ...]
    notes: tuple[Statement, ...] = ()

    def proposals(self) -> list[Proposal]:
        """All changes that are proposed, in the order of the measures."""
        return [found.proposal for one in self.measures for found in one.findings if found.proposal is not None]


@dataclass(frozen=True)
class Made:
    """A diagnosis that was kept: of which version, of which history (a hash), and how long it took."""

    diagnosis: Diagnosis
    version_id: int
    history: str
    took_ms: int


@dataclass(frozen=True)
class Opened:
    """A change that became the draft `number`, and what came of it on the history: no tables until it was replayed."""

    number: int
    key: str
    measure: str
    opened_at: datetime
    opened_by: str
    replay: tuple[Table, ...]
