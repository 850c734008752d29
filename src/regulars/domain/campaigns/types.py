"""Values of campaigns. Money is in minor units, instants are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ENOUGH = 30
"""Of fewer grants nobody can say which share of them is used."""


class Fate(StrEnum):
    """What became of a member whom a campaign meant. The value is stored and appears in the API."""

    GRANTED = "granted"
    CLOSED = "closed"
    MERGED = "merged"
    HAD = "had"
    WITHDRAWN = "withdrawn"
    KEPT = "kept"  # it was used up, or withdrawn by itself, before the campaign was


HOLDING = frozenset({Fate.GRANTED, Fate.WITHDRAWN, Fate.KEPT})
"""Who once got the grant: never again by the same campaign."""


class State(StrEnum):
    """How far a campaign is. The value appears in the API."""

    GRANTING = "granting"
    DONE = "done"
    STOPPED = "stopped"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class NewCampaign:
    """A campaign that is asked for; the same `code` twice is one campaign.

    `until` None: each grant is good for as long as the benefit says. `spare`: leave out who has the benefit anyway.
    """

    code: str
    segment: str
    benefit: str
    reason: str
    actor: str
    quota: int = 1
    until: datetime | None = None
    spare: bool = False


@dataclass(frozen=True)
class Estimate:
    """What a campaign would come to: how many members, some of them, and the cost.

    `most_minor` is the cost if all of it is used, None where the programme does not say what a use costs.
    `used_share` is the share of earlier grants of this benefit that was used, None where there are too few of them.
    """

    segment_name: str
    size: int
    sample: tuple[int, ...]
    as_of: datetime
    quota: int
    cost_minor: int | None
    used_share: float | None

    @property
    def most_minor(self) -> int | None:
        """What it costs if all is used."""
        return None if self.cost_minor is None else self.cost_minor * self.quota * self.size

    @property
    def likely_minor(self) -> int | None:
        """What it costs if as much of it is used as of earlier grants."""
        return None if self.most_minor is None or self.used_share is None else round(self.most_minor * self.used_share)


@dataclass(frozen=True)
class CampaignView:
    """A campaign. `size` members were meant as of `as_of`; `fates` says what became of how many so far.

    `done` of `total` is how far the job at work is; `failed` is why it was given up: a code with params.
    """

    code: str
    segment: str
    benefit: str
    quota: int
    until: datetime | None
    spare: bool
    reason: str
    actor: str
    created_at: datetime
    as_of: datetime
    size: int
    runs: int
    state: State
    fates: Mapping[Fate, int]
    done: int = 0
    total: int = 0
    failed: Mapping[str, object] | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""

    @property
    def at_work(self) -> bool:
        """Whether a job grants or withdraws."""
        return self.state in (State.GRANTING, State.WITHDRAWING)

    @property
    def granted(self) -> int:
        """How many members have it through this campaign."""
        return self.fates.get(Fate.GRANTED, 0)

    @property
    def left_out(self) -> int:
        """How many were meant and did not get it."""
        return sum(count for fate, count in self.fates.items() if fate not in HOLDING)


@dataclass(frozen=True)
class CampaignOf:
    """A campaign that a member was meant by, and what became of them."""

    campaign: str
    benefit: str
    fate: Fate
    at: datetime


@dataclass(frozen=True)
class Outcome:
    """What became of a member; `grant_id` is their grant, if they got one."""

    member_id: int
    fate: Fate
    grant_id: int | None
    at: datetime
