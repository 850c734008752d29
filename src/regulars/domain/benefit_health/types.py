"""What is said of the health of benefits. Money is in minor units, instants are microseconds, shares are of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from regulars.domain.programmes.types import VersionState

LOW_USE = 0.3
"""A benefit that fewer of those who have it use in a quarter is hardly used. A rule of thumb."""
ENOUGH = 30
"""Fewer members than this are not judged, nor are fewer ratings."""
LEAST_DAYS = 45
"""What stood for fewer days of a quarter, half of it, is not judged: what is said of use is said of a quarter."""
LOW_RATING = 3.0
"""Members who rate a benefit lower than the middle of the scale from 1 to 5 hardly think it worth having."""


@dataclass(frozen=True)
class Quarter:
    """A quarter of the calendar: from a local day, before a local day."""

    starts_on: date
    ends_on: date

    @property
    def name(self) -> str:
        """Such as `2026Q3`."""
        return f"{self.starts_on.year}Q{(self.starts_on.month + 2) // 3}"


class Days(NamedTuple):
    """From a local day, before a local day."""

    starts_on: date
    ends_on: date


class FlagCode(StrEnum):
    """What is flagged. The value is stored and appears in the API."""

    LOW_USE = "low_use"
    DEAR = "dear"
    COSTLY = "costly"
    UNLOVED = "unloved"
    COMMON = "common"


class ChangeKind(StrEnum):
    """What a proposed change does to a benefit."""

    WITHOUT = "without"
    LESS = "less"
    MEND = "mend"


@dataclass(frozen=True)
class Change:
    """A change that may help. `target` is the benefit's id, or the path of what is found of the gradient."""

    kind: ChangeKind
    target: str

    @property
    def key(self) -> str:
        """Its name within the report."""
        return f"{self.kind}.{self.target}"


@dataclass(frozen=True)
class Flag:
    """Something amiss with a benefit, and what may help; None where only people can tell."""

    code: FlagCode
    change: Change | None


class Unknown(StrEnum):
    """Why users are not compared with others."""

    NOT_USED = "not_used"
    FEW = "few"
    SHORT = "short"
    NEW = "new"


class Since(StrEnum):
    """What has become of a benefit since the quarter: it stands as it was, is another by now, or is gone."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Comparison:
    """What users spent more than members like them, each of them, in the quarter; from `low` to `high` with 95 %.

    `users` and `others` are those who could be matched; `others_minor` is what these spent on average.
    """

    users: int
    others: int
    others_minor: int
    difference_minor: int
    low_minor: int
    high_minor: int


@dataclass(frozen=True)
class Offer:
    """A benefit of a competitor. `figure` is what its kind goes by, such as the per cent of a discount, if known."""

    number: int
    competitor: str
    kind: str
    figure: Decimal | None
    about: str


@dataclass(frozen=True)
class NewOffer:
    """A benefit of a competitor as somebody tells of it."""

    competitor: str
    kind: str
    figure: Decimal | None = None
    about: str = ""


@dataclass(frozen=True)
class OfferFault:
    """A line of a file of offers that was left out, and why: the code of a refusal, and what it names."""

    line: int
    code: str
    params: dict[str, object]


@dataclass(frozen=True)
class OffersRead:
    """What a file of offers came to."""

    kept: int
    faults: tuple[OfferFault, ...]


@dataclass(frozen=True)
class BenefitHealth:
    """A benefit in a quarter.

    `holders` could use it, `activated` of them have ever used it, `users` in the quarter, `repeaters` of these more
    than once so far. `worth_minor` is what the document says that a use is worth to a member. `unknown` says why there
    is no comparison. `used`: whether its kind is used at a counter at all. `ratings` members rated it, `rating` on
    average, from 1 to 5. `same_as` are competitors who offer as much, of `competitors` that are known.

    It stood on `days` days of the quarter; `began_on` and `ended_on` (the first day without it) where that was within
    the quarter. `names` are English and Chinese, as the last version of the quarter has them.
    """

    benefit: str
    used: bool
    holders: int
    activated: int
    users: int
    repeaters: int
    uses: int
    cost_minor: int
    worth_minor: int | None
    comparison: Comparison | None
    unknown: Unknown | None
    ratings: int = 0
    rating: float | None = None
    same_as: tuple[str, ...] = ()
    competitors: int = 0
    flags: tuple[Flag, ...] = ()
    names: tuple[str, str] = ("", "")
    days: int = LEAST_DAYS
    began_on: date | None = None
    ended_on: date | None = None
    since: Since = Since.SAME

    @property
    def is_judged(self) -> bool:
        """Whether enough members had it for long enough that its use says something."""
        return self.used and self.holders >= ENOUGH and self.days >= LEAST_DAYS

    @property
    def use_rate(self) -> float | None:
        """Users over holders."""
        return self.users / self.holders if self.holders else None

    @property
    def activation(self) -> float | None:
        """Who has ever used it, over holders."""
        return self.activated / self.holders if self.holders else None

    @property
    def repeat_rate(self) -> float | None:
        """Who used it again, over users."""
        return self.repeaters / self.users if self.users else None

    @property
    def cost_per_use_minor(self) -> int | None:
        """What a use cost on average."""
        return round(self.cost_minor / self.uses) if self.uses else None


@dataclass(frozen=True)
class GradientFlag:
    """What is found of the gradient at a path, in both languages: what, why, how to mend it."""

    path: str
    severity: str
    english: tuple[str, str, str]
    chinese: tuple[str, str, str]
    change: Change | None


@dataclass(frozen=True)
class HealthReport:
    """The benefits of a quarter, among so many members.

    `versions` were in force in the quarter, in their order; `version` is in force since it was read, and changes are
    proposed to it. `uses` of all benefits were recorded in the quarter, `uses_before` before it; `recorded_from` is the
    day of the first of all, where that was in the quarter.
    """

    version: int
    version_id: int
    quarter: Quarter
    made_at: int
    members: int
    versions: tuple[int, ...]
    uses: int
    uses_before: int
    recorded_from: date | None
    benefits: tuple[BenefitHealth, ...]
    gradient: tuple[GradientFlag, ...]

    @property
    def is_recorded(self) -> bool:
        """Whether uses were recorded in the quarter, and for long enough."""
        first = self.recorded_from or self.quarter.starts_on
        return self.uses > 0 and (self.quarter.ends_on - first).days >= LEAST_DAYS

    def changes(self) -> list[Change]:
        """All changes that are proposed."""
        found = [flag.change for one in self.benefits for flag in one.flags if flag.change is not None]
        return found + [flag.change for flag in self.gradient if flag.change is not None]

    def named(self, benefit: str) -> BenefitHealth | None:
        """A benefit by its id."""
        return next((one for one in self.benefits if one.benefit == benefit), None)


@dataclass(frozen=True)
class QuarterRead:
    """A quarter of which there is a report."""

    name: str
    made_at: int
    benefits: int
    flags: int
    uses: int


@dataclass(frozen=True)
class Opened:
    """A proposed change that was opened as a draft, and what has become of it.

    `then` is the benefit in the quarter whose report proposed the change, `now` in the one that is looked at.
    """

    quarter: str
    change: Change
    number: int
    state: VersionState
    in_force_at: int | None
    opened_at: int
    opened_by: str
    then: BenefitHealth | None
    now: BenefitHealth | None
