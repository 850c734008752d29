"""Member states as arrays: what the engine needs to know of a member before the next event.

A `States` holds any number of members. Fixed-width facts are rows of integer matrices; lots and progress
vary in number, so they are stored one member after another with offsets, as in a compressed sparse row matrix.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]

NEVER_DAY = 2**31 - 1
"""A local day after all others: lots that never expire, floors without end."""


class Header(IntEnum):
    """Columns of `States.header`."""

    CLOCK = 0  # instant of the last event or effect applied
    CLOCK_KEY = 1  # its tie-break
    ENROLLED_DAY = 2  # 0: not enrolled yet
    BIRTH_MONTH = 3  # 0: unknown
    TIER = 4
    TIER_SINCE_DAY = 5
    GRACE_UNTIL_DAY = 6  # 0: no grace running
    FLOOR_TIER = 7
    FLOOR_UNTIL_DAY = 8
    NEXT_REVIEW_DAY = 9  # 0: no review
    NEXT_DUE_DAY = 10  # the day on which a tick would first change something; NEVER_DAY: none
    EVENTS = 11  # events applied
    NEXT_TIMEOUT_AT = 12  # instant at which the first open hold times out; 0: none is open
    LOCK_UNTIL_DAY = 13  # first day on which the tier may move again; 0: no lock


class Account(IntEnum):
    """Columns of `States.accounts`, one row per wallet. `available` is what spendable lots hold less the debt."""

    AVAILABLE = 0
    DEBT = 1
    SEQ = 2  # last transaction
    LOTS = 3  # last lot
    EARNED = 4  # points ever earned and not taken back
    HELD = 5  # kept by open holds
    PENDING = 6  # in lots that cannot be spent yet
    OWED = 7  # taken back by refunds from nothing, to be recovered from new points


class Lot(IntEnum):
    """Columns of `States.lots`."""

    WALLET = 0
    NUMBER = 1  # 1, 2, 3 ... per member and wallet
    SOURCE_SEQ = 2  # the event that created it
    RULE = 3  # index of the rule; see `RuleIndex` for others
    ORDER_KEY = 4
    EARNED_AT = 5
    EXPIRES_DAY = 6  # first local day on which it is gone
    EARNED = 7
    REMAINING = 8
    EXPIRED = 9  # expired and not yet set against a refund
    TAKEN = 10  # taken back by refunds
    BASIS = 11
    REFUNDED = 12  # part of the basis refunded since
    NUMERATOR = 13
    DENOMINATOR = 14
    UNCAPPED = 15  # what the rule gave before limits
    TIER = 16  # tier at the time
    MULTIPLIERS = 17  # bit set of those applied
    PENDING_DAY = 18  # first day on which it can be spent; NEVER_DAY: waits for its order's activity; 0: it can be
    STEP = 19  # the basis counts in whole multiples of this; 0: exactly
    ROUNDING = 20  # the rounding of its time
    STATUS = 21  # LotStatus


class LotStatus(IntEnum):
    """What the engine did to a lot in this batch."""

    LOADED = 0
    CHANGED = 1
    NEW = 2
    SUPERSEDED = 3


class RuleIndex(IntEnum):
    """What stands in a rule column where no rule of the programme was at work; goals: -100 less their index."""

    NONE = -1
    GRANT = -2
    TRANSFER = -3
    OPENING = -4
    RETURN = -5
    GOAL = -100


class Draw(IntEnum):
    """Columns of `States.draws`: points drawn from a lot that may come back to it."""

    KEY = 0  # the order they were spent on, or while held the hold
    SPEND_SEQ = 1  # the event that drew them
    WALLET = 2
    LOT = 3  # 0: drawn as debt
    PLACE = 4  # 1, 2, 3 ... in the order in which the event drew
    POINTS = 5  # still held or spent: what has come back is not in it
    SPENT = 6  # spent on the order to begin with; 0 while held
    HELD_UNTIL = 7  # instant at which the hold times out; 0: not held
    ORDER_KEY = 8  # of a hold: the order it is for
    STATUS = 9  # LotStatus


class States(NamedTuple):
    """States of `m` members under a programme with `w` wallets.

    members: int64[m], ascending. header: int64[m, len(Header)]. accounts: int64[m, w, len(Account)].
    lots: int64[k, len(Lot)], member i has rows lot_offsets[i]:lot_offsets[i + 1], by wallet and number.
    progress: int64[p, 3] of (counter, key, value), rows progress_offsets[i]:progress_offsets[i + 1];
    the programme's compiled form says what each counter is. draws: int64[d, len(Draw)], by draw_offsets: those of
    open holds, and those of the orders that a batch refunds.
    """

    members: Integers
    header: Integers
    accounts: Integers
    lots: Integers
    lot_offsets: Integers
    progress: Integers
    progress_offsets: Integers
    draws: Integers
    draw_offsets: Integers


def empty_states(members: Integers, wallets: int) -> States:
    """The states of members before their first event."""
    count = len(members)
    header = np.zeros((count, len(Header)), dtype=np.int64)
    header[:, Header.CLOCK] = np.iinfo(np.int64).min
    header[:, Header.CLOCK_KEY] = np.iinfo(np.int64).min
    header[:, Header.NEXT_DUE_DAY] = NEVER_DAY
    return States(
        members=np.asarray(members, dtype=np.int64),
        header=header,
        accounts=np.zeros((count, wallets, len(Account)), dtype=np.int64),
        lots=np.zeros((0, len(Lot)), dtype=np.int64),
        lot_offsets=np.zeros(count + 1, dtype=np.int64),
        progress=np.zeros((0, 3), dtype=np.int64),
        progress_offsets=np.zeros(count + 1, dtype=np.int64),
        draws=np.zeros((0, len(Draw)), dtype=np.int64),
        draw_offsets=np.zeros(count + 1, dtype=np.int64),
    )
