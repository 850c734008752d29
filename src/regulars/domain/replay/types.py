"""What a replay is asked and what it answers.

Points are in the wallet's smallest unit and money in minor units, as in the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from regulars.domain.benefits.types import BenefitUse
from regulars.domain.programmes.types import LiveProgramme, Schedule
from regulars.engine.compile import CompiledProgramme
from regulars.engine.errors import Finding
from regulars.engine.progress import TierPath, all_paths


@dataclass(frozen=True)
class Course:
    """The versions of a programme that were in force one after another, as was known at an instant.

    `last`: the id of the one in force for everybody at the end. `shown`: that one, which here also knows the tiers that
    only others have: in its numbers figures are told.
    """

    schedule: Schedule
    versions: Mapping[int, LiveProgramme]
    known_at: int
    last: int
    shown: CompiledProgramme

    @cached_property
    def paths(self) -> dict[int, tuple[tuple[TierPath, ...], ...]]:
        """The ways to each tier of each version, read once."""
        return {version_id: all_paths(one.compiled) for version_id, one in self.versions.items()}


@dataclass(frozen=True)
class Candidate:
    """A programme to be replayed, under a name of its own.

    `as_logged`: cuts by budgets are taken as logged, which is right for the programme that was live; otherwise budgets
    are looked at anew, in time order. `course`: members go through the versions that were in force, the last of which
    is `programme`; without one it holds from the first day on.
    """

    name: str
    programme: CompiledProgramme
    as_logged: bool = False
    course: Course | None = None

    @property
    def shown(self) -> CompiledProgramme:
        """In whose numbers what came of it is told."""
        return self.programme if self.course is None else self.course.shown

    @property
    def programmes(self) -> tuple[CompiledProgramme, ...]:
        """All that read events."""
        others = () if self.course is None else tuple(one.compiled for one in self.course.versions.values())
        return (self.programme, *others)

    @cached_property
    def paths(self) -> tuple[tuple[TierPath, ...], ...]:
        """The ways to each tier, read once."""
        return all_paths(self.programme)


@dataclass(frozen=True)
class WalletMonth:
    """Points of a wallet in a month (`2026-03`), and what was outstanding at its end.

    `issued`: by rules and goals; `given`: by hand, openings, transfers and merges, less what went that way; `redeemed`,
    `expired` and `reversed` (by refunds) as positive numbers. Outstanding points are available, held or pending, less
    what is owed. Costs are None without a cash value.
    """

    month: str
    wallet: str
    issued: int
    given: int
    redeemed: int
    expired: int
    reversed: int
    outstanding: int
    cost_minor: int | None
    liability_minor: int | None


@dataclass(frozen=True)
class TierMonth:
    """A tier at the end of a month: members on it, and those who rose or fell to it during the month."""

    month: str
    tier: str
    members: int
    rose: int
    fell: int


@dataclass(frozen=True)
class TierReach:
    """Who ever rose to a tier, and after how many days as a member: quartiles, None where nobody did.

    `near`: members on the tier below who have gone `near_percent` of the way at the end.
    """

    tier: str
    reached: int
    near: int
    first_quartile_days: int | None
    median_days: int | None
    last_quartile_days: int | None


@dataclass(frozen=True)
class WalletTotals:
    """A wallet over the whole slice.

    `issued_minor`: what the issued points are worth. `breakage`: expired points as a share of all that left the wallet
    by expiry or use; `gini`: how unequally points were issued, from 0 (all members alike) to 1. None where nothing was
    issued or left.
    """

    wallet: str
    issued: int
    redeemed: int
    expired: int
    outstanding: int
    issued_minor: int | None
    cost_minor: int | None
    liability_minor: int | None
    breakage: float | None
    gini: float | None


@dataclass(frozen=True)
class RuleUse:
    """What a rule or goal (`goal:<id>`) gave: how often, to how many members, how many points of its wallet."""

    rule: str
    wallet: str
    times: int
    members: int
    points: int


@dataclass(frozen=True)
class BudgetUse:
    """What rules under a budget gave in one of its periods, and whether the budget ended it."""

    budget: str
    period: str
    points: int
    limit: int
    exhausted: bool


@dataclass(frozen=True)
class Disallowed:
    """Facts of the history that the programme would not have allowed, by kind of event and reason.

    They happened, so the replay goes on as if it had allowed them; `points` is what they asked for. Events that name a
    wallet or tier which the programme does not have are left out (`unknown_wallet`, `unknown_tier`).
    """

    kind: str
    reason: str
    events: int
    points: int


@dataclass(frozen=True)
class Results:
    """What a programme did on the slice.

    `versions`: the numbers of those that members went through, where it is told as it was; empty otherwise.
    """

    name: str
    programme: str
    currency: str
    tiers: tuple[str, ...]
    members: int
    events: int
    tier_months: tuple[TierMonth, ...]
    wallet_months: tuple[WalletMonth, ...]
    reach: tuple[TierReach, ...]
    wallets: tuple[WalletTotals, ...]
    rules: tuple[RuleUse, ...]
    budgets: tuple[BudgetUse, ...]
    disallowed: tuple[Disallowed, ...]
    versions: tuple[int, ...] = ()
    benefits: tuple[BenefitUse, ...] = ()


@dataclass(frozen=True)
class Shift:
    """A member who gains or loses: worth of issued points and tier under both programmes."""

    member: int
    worth_before: int
    worth_after: int
    tier_before: str
    tier_after: str


class Grouping(StrEnum):
    """How members are put into groups: by what they were under the baseline."""

    TIER = "tier"  # their tier at the end; `name` is its id
    SPENT = "spent"  # fifths of the members by what they spent in the slice; `name` is 1 (least) to 5


@dataclass(frozen=True)
class GroupShift:
    """Who gains and loses in a group of members, and who ends on a higher or a lower tier than under the baseline."""

    grouping: Grouping
    name: str
    members: int
    gaining: int
    losing: int
    gained_minor: int
    lost_minor: int
    higher: int
    lower: int


@dataclass(frozen=True)
class Comparison:
    """A programme against the baseline, member by member.

    Members gain or lose by the cash value of the points that rules and goals give them. `flow`: members by tier at the
    end under the baseline and under the other.
    """

    name: str
    baseline: str
    gaining: int
    losing: int
    unchanged: int
    gained_minor: int
    lost_minor: int
    flow: tuple[tuple[str, str, int], ...]
    groups: tuple[GroupShift, ...]
    winners: tuple[Shift, ...]
    losers: tuple[Shift, ...]


@dataclass(frozen=True)
class Replayed:
    """The answer to a replay: the baseline first."""

    results: tuple[Results, ...]
    comparisons: tuple[Comparison, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A number of a programme by its address (see `policy.parameters`); `whole`: it has no decimals now."""

    address: str
    value: Decimal
    whole: bool


@dataclass(frozen=True)
class SweepPoint:
    """A value that was tried: what the programme did with it, or why it may not stand there."""

    value: Decimal
    results: Results | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Sweep:
    """What came of each value of a parameter, the values ascending; those `along` moved in proportion."""

    parameter: Parameter
    along: tuple[str, ...]
    points: tuple[SweepPoint, ...]


@dataclass(frozen=True)
class Goal:
    """What is wanted: a figure at a value, or at most that.

    `figure`: `tier` (per cent of the members who are on this tier or above at the end), `issued` or `liability` (minor
    units, what the points of all wallets are worth). Of `at_most` the value nearest to the bound is best, from below.
    """

    figure: str
    wanted: Decimal
    tier: str | None = None
    at_most: bool = False


@dataclass(frozen=True)
class Search:
    """The value that comes nearest to a goal, None where none meets it, and all that were tried on the way.

    reached: the goal's figure at the best value.
    """

    goal: Goal
    best: Decimal | None
    reached: Decimal | None
    sweep: Sweep


@dataclass(frozen=True)
class Cut:
    """Where a budget ends in one of its periods: the event (by instant and key) that is cut, and what it still gets.

    `rooms`: points by rule index, for that event; later events of the period get nothing from these rules.
    """

    budget: str
    per: str
    period: int
    at: int
    key: int
    rooms: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Worth:
    """What a point is worth, in minor units; exact."""

    minor: Fraction | None

    def of(self, points: int) -> int | None:
        """Points in minor units, rounded down; None without a cash value."""
        return None if self.minor is None else int(points * self.minor // 1)
