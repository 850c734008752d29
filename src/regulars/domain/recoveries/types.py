"""Values of the recoveries context. Points are in the wallet's smallest unit, instants are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from regulars.engine.outcome import TransactionKind


class Age(StrEnum):
    """How old a claim is: days since the local day on which it was made, both ends included."""

    TO_30 = "to_30"
    TO_90 = "to_90"
    TO_180 = "to_180"
    BEYOND = "beyond"


class Claim(NamedTuple):
    """What an entry made a member owe, and what of it is still owed; `seq` is the entry's number in the wallet."""

    seq: int
    kind: TransactionKind
    made_on: date
    points: int
    left: int


@dataclass(frozen=True)
class Debt:
    """What a member owes in a wallet: the sum, its parts by age, and the claims of which something is left."""

    member_id: int
    wallet: str
    points: int
    by_age: dict[Age, int]
    claims: tuple[Claim, ...]

    @property
    def since(self) -> date | None:
        """The day of the oldest claim of which something is left."""
        return min((claim.made_on for claim in self.claims), default=None)

    @property
    def adds_up(self) -> bool:
        """Whether what is left of the claims is what the account owes."""
        return sum(claim.left for claim in self.claims) == self.points


@dataclass(frozen=True)
class QueueFilter:
    """What the queue is narrowed to: a wallet, and debts of which something is at least so old."""

    wallet: str | None = None
    at_least: Age | None = None


@dataclass(frozen=True)
class WalletTotal:
    """What is owed in a wallet by all members: how many, the sum of their accounts, and the claims by age.

    `adds_up`: the claims come to what the accounts owe.
    """

    wallet: str
    members: int
    points: int
    by_age: dict[Age, int]

    @property
    def adds_up(self) -> bool:
        """Whether the claims come to what the accounts owe."""
        return sum(self.by_age.values()) == self.points


class State(StrEnum):
    """What became of a request to write points off."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class NewWriteOff:
    """A write-off that is asked for."""

    member_id: int
    wallet: str
    points: int
    reason: str
    actor: str


@dataclass(frozen=True)
class WriteOffView:
    """A request as others see it.

    `written_off` is what was forgiven: less than asked for when less was owed by then; `event_seq` its event in the
    member's log. Both are None until it is approved.
    """

    id: int
    member_id: int
    wallet: str
    points: int
    reason: str
    state: State
    requested_by: str
    requested_at: datetime
    decided_by: str
    decided_at: datetime | None
    comment: str
    written_off: int | None
    event_seq: int | None
