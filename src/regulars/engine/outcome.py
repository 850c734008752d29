"""What the engine answers: new states, ledger transactions, tier changes, goals, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from regulars.engine.states import Integers, States


class TransactionKind(IntEnum):
    """Kinds of ledger transactions."""

    EARN = 1
    REDEEM = 2
    EXPIRE = 3
    GRANT = 4
    REFUND = 5
    RESTATE = 6


class HouseAccount(IntEnum):
    """The programme's own accounts: the other side of each transaction."""

    ISSUED = 100
    REDEEMED = 101
    EXPIRED = 102
    GRANTED = 103
    REVERSED = 104


HOUSE_ACCOUNT: dict[TransactionKind, HouseAccount] = {
    TransactionKind.EARN: HouseAccount.ISSUED,
    TransactionKind.REDEEM: HouseAccount.REDEEMED,
    TransactionKind.EXPIRE: HouseAccount.EXPIRED,
    TransactionKind.GRANT: HouseAccount.GRANTED,
    TransactionKind.REFUND: HouseAccount.REVERSED,
}


class Transaction(IntEnum):
    """Columns of `Outcome.transactions`."""

    MEMBER = 0  # row in states
    EVENT = 1  # row in the batch's events; -1: an effect of time
    WALLET = 2
    SEQ = 3
    KIND = 4
    POINTS = 5  # signed effect on available
    AVAILABLE = 6  # after
    DEBT = 7  # after
    OCCURRED_AT = 8
    RULE = 9
    LOT = 10  # number of the lot created or of the lot expired or taken back from; 0: several or none
    BASIS = 11
    NUMERATOR = 12
    DENOMINATOR = 13
    UNCAPPED = 14
    TIER = 15
    MULTIPLIERS = 16


class LotUse(IntEnum):
    """Columns of `Outcome.uses`: points drawn from a lot by a transaction (negative: given back)."""

    TRANSACTION = 0  # row in transactions
    MEMBER = 1
    WALLET = 2
    LOT = 3
    POINTS = 4


class TierChange(IntEnum):
    """Columns of `Outcome.tier_changes`."""

    MEMBER = 0
    EVENT = 1
    OCCURRED_AT = 2
    FROM = 3
    TO = 4
    REASON = 5  # TierReason


class TierReason(IntEnum):
    """Why a tier changed (or, with equal tiers, why it was kept for now)."""

    ENTERED = 1
    REVIEWED = 2
    GRANTED = 3
    FLOOR_ENDED = 4
    GRACE_STARTED = 5
    GRACE_ENDED = 6


class GoalReached(IntEnum):
    """Columns of `Outcome.goals`."""

    MEMBER = 0
    EVENT = 1
    OCCURRED_AT = 2
    GOAL = 3
    PERIOD = 4  # first day of the metric's window


class Refusal(IntEnum):
    """Why an event had no effect (`Outcome.refusals`, one per event of the batch)."""

    NONE = 0
    INSUFFICIENT_POINTS = 1
    STATUS_WALLET = 2


@dataclass(frozen=True)
class Outcome:
    """The answer to one batch.

    transactions: int64[n, len(Transaction)], by member, then in the order they happened. uses, tier_changes,
    goals: int64 matrices with the columns named above. refusals: int64[events]. `states` has every lot that
    was loaded or made, with `Lot.STATUS` telling which.
    """

    states: States
    transactions: Integers
    uses: Integers
    tier_changes: Integers
    goals: Integers
    refusals: Integers
