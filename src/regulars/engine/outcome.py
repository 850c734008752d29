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
    RELEASE = 7  # pending points become spendable
    HOLD = 8
    CAPTURE = 9  # held points are spent
    UNHOLD = 10  # held points are given back
    RETURN = 11  # spent points come back
    TRANSFER_OUT = 12
    TRANSFER_IN = 13
    REINSTATE = 14  # expired points come back
    OPENING = 15
    MERGE_OUT = 16
    MERGE_IN = 17
    DEDUCT = 18  # taken by hand
    OFFSET = 19  # goes towards what the member owes
    WRITE_OFF = 20  # what the member owes is forgiven
    FEE = 21


class HouseAccount(IntEnum):
    """The programme's own accounts: the other side of each transaction."""

    ISSUED = 100
    REDEEMED = 101
    EXPIRED = 102
    GRANTED = 103
    REVERSED = 104
    OPENED = 105
    TRANSFERRED = 106
    FEES = 107
    PARTNERS = 108
    MERGED = 109
    WRITTEN_OFF = 110


HOUSE_ACCOUNT: dict[TransactionKind, HouseAccount] = {
    TransactionKind.EARN: HouseAccount.ISSUED,
    TransactionKind.REDEEM: HouseAccount.REDEEMED,
    TransactionKind.EXPIRE: HouseAccount.EXPIRED,
    TransactionKind.GRANT: HouseAccount.GRANTED,
    TransactionKind.REFUND: HouseAccount.REVERSED,
    TransactionKind.CAPTURE: HouseAccount.REDEEMED,
    TransactionKind.RETURN: HouseAccount.REDEEMED,
    TransactionKind.TRANSFER_OUT: HouseAccount.TRANSFERRED,
    TransactionKind.TRANSFER_IN: HouseAccount.TRANSFERRED,
    TransactionKind.REINSTATE: HouseAccount.EXPIRED,
    TransactionKind.OPENING: HouseAccount.OPENED,
    TransactionKind.MERGE_OUT: HouseAccount.MERGED,
    TransactionKind.MERGE_IN: HouseAccount.MERGED,
    TransactionKind.DEDUCT: HouseAccount.GRANTED,
    TransactionKind.WRITE_OFF: HouseAccount.WRITTEN_OFF,
    TransactionKind.FEE: HouseAccount.FEES,
}
"""The account of the programme that takes the other side of a transaction; others only move points of the member."""


class MemberAccount(IntEnum):
    """A member's own accounts in a wallet. What is owed is kept as a negative number of points."""

    AVAILABLE = 1
    HELD = 2
    PENDING = 3
    OWED = 4


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
    HELD = 17  # signed effect on held points
    PENDING = 18  # signed effect on pending points
    OWED = 19  # signed effect on what is owed, as posted: below zero when more is owed
    PARTNER = 20  # 1: the other side is a partner's


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
    TRIAL = 7
    EVALUATED = 8
    LOCK_ENDED = 9
    MERGED = 10


class GoalReached(IntEnum):
    """Columns of `Outcome.goals`."""

    MEMBER = 0
    EVENT = 1
    OCCURRED_AT = 2
    GOAL = 3
    PERIOD = 4  # first day of the metric's window
    ORDINAL = 5  # how often it had been reached in that window, this time included
    TIMES = 6  # how often the event reached it


class Refusal(IntEnum):
    """Why an event had no effect (`Outcome.refusals`, one per event of the batch)."""

    NONE = 0
    INSUFFICIENT_POINTS = 1
    STATUS_WALLET = 2
    BELOW_MINIMUM = 3
    NOT_A_STEP = 4
    ABOVE_ORDER_SHARE = 5
    HOLD_NOT_OPEN = 6
    RETURN_TOO_LARGE = 7
    NOTHING_OWED = 8
    NOTHING_EXPIRED = 9
    NOTHING_TO_EXTEND = 10


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
