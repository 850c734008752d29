"""Batches of events as columns: what the engine reads.

`events` has one row per event and `lines` one row per basket line; a line names its event by row number.
Money is in minor units of the programme's currency, points in the wallet's smallest unit, instants in
microseconds since 1970 UTC, days in local days since 1970 of the programme's zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from regulars.engine.states import Lot


class EventKind(IntEnum):
    """What an event is to the kernel; `event` names it to expressions."""

    ACTIVITY = 0
    PURCHASE = 1
    REFUND = 2
    REDEEM = 3
    GRANT = 4
    TIER_GRANT = 5
    ENROL = 6
    PROFILE = 7
    TICK = 8
    HOLD = 9
    CAPTURE = 10
    RELEASE = 11
    RETURN = 12
    DEDUCT = 13
    WRITE_OFF = 14
    EXTEND = 15
    REINSTATE = 16
    TRANSFER_OUT = 17
    TRANSFER_IN = 18
    OPENING = 19
    MERGE_OUT = 20
    MERGE_IN = 21
    TIER_LOCK = 22
    VOID = 23
    RESTATE = 24


EARNING = (
    EventKind.ACTIVITY,
    EventKind.PURCHASE,
    EventKind.REDEEM,
    EventKind.GRANT,
    EventKind.TIER_GRANT,
    EventKind.ENROL,
    EventKind.PROFILE,
)
"""The kinds of events that metrics count and rules look at."""

ASKING = (
    EventKind.REDEEM,
    EventKind.HOLD,
    EventKind.CAPTURE,
    EventKind.RELEASE,
    EventKind.RETURN,
    EventKind.DEDUCT,
    EventKind.WRITE_OFF,
    EventKind.EXTEND,
    EventKind.REINSTATE,
    EventKind.TRANSFER_OUT,
)
"""The kinds of events that may be refused."""


class RefundMode(IntEnum):
    """How much of a sale a refund undoes."""

    FULL = 0
    LINES = 1
    AMOUNT = 2


EVENT_SCHEMA: dict[str, type[pl.DataType]] = {
    "member": pl.Int64,
    "seq": pl.Int64,  # the event's number in the member's log
    "key": pl.Int64,  # breaks ties of occurred_at
    "kind": pl.Int8,
    "event": pl.String,
    "occurred_at": pl.Int64,
    "order_key": pl.Int64,  # 0: no order; the same for a sale and its refunds
    "amount": pl.Int64,
    "discount": pl.Int64,
    "tax": pl.Int64,
    "delivery": pl.Int64,
    "instruments": pl.Int64,
    "channel": pl.String,
    "store": pl.String,
    "refund_mode": pl.Int8,
    "wallet": pl.Int8,  # index in the programme, -1: none
    "points": pl.Int64,
    "fee": pl.Int64,
    "hold_key": pl.Int64,  # 0: no hold; the same for a hold, its capture and its release
    "holds_until": pl.Int64,  # instant at which a hold times out
    "since_day": pl.Int32,  # of a reinstatement: the first day of expiry it looks at, 0: any
    "partner": pl.Boolean,  # points from or for a partner
    "lift": pl.Boolean,  # a lock that ends one
    "pool": pl.Boolean,  # a part of what a pool redeems: the wallet's terms hold for the whole
    "tier": pl.Int8,  # index in the ladder, -1: none
    "until_day": pl.Int32,  # first local day a grant or floor no longer holds, 0: no end
    "birth_month": pl.Int8,  # 0: unknown
    "decided": pl.Boolean,  # a redemption already accepted: a fact, no longer a question
}

LINE_SCHEMA: dict[str, type[pl.DataType]] = {
    "event_row": pl.UInt32,
    "line_id": pl.String,
    "sku": pl.String,
    "category": pl.String,
    "department": pl.String,
    "brand": pl.String,
    "quantity": pl.Int64,
    "amount": pl.Int64,
    "discount": pl.Int64,
    "tax": pl.Int64,
    "instruments": pl.Int64,
}


class Extra(IntEnum):
    """What a row of `EventBatch.extras` says of its event, in the columns after event row and kind."""

    LOT = 0  # a lot that the event brings: the columns of `states.Lot`
    PROGRESS = 1  # progress that it brings: counter, key, value
    ACCOUNT = 2  # what it brings to an account: wallet, debt, owed, points ever earned
    CAP = 3  # a budget's cut: rule, the most it may give
    ATTRIBUTE = 4  # an attribute of the member: index, value
    DRAW = 5  # a draw that it brings: the columns of `states.Draw`


EXTRA_WIDTH = 2 + len(Lot)
"""Columns of `EventBatch.extras`: event row, kind, and as many as a lot has."""


def no_extras() -> npt.NDArray[np.int64]:
    """No extras."""
    return np.zeros((0, EXTRA_WIDTH), dtype=np.int64)


@dataclass(frozen=True)
class EventBatch:
    """Events of any number of members, with their lines, in any order.

    `events` has the columns of `EVENT_SCHEMA` and one per declared attribute of the programme, `lines` those
    of `LINE_SCHEMA`. `earlier` holds, in the same shape, the sales that refunds of the batch refer to and
    that are not in the batch themselves. extras: int64[n, EXTRA_WIDTH], what does not fit a row: see `Extra`.
    """

    events: pl.DataFrame
    lines: pl.DataFrame
    earlier: EventBatch | None = None
    extras: npt.NDArray[np.int64] = field(default_factory=no_extras)

    def without(self, rows: npt.NDArray[np.bool_]) -> tuple[EventBatch, npt.NDArray[np.int64]]:
        """The batch less some of its events, and the rows in this batch of those that are left."""
        left = np.flatnonzero(~rows).astype(np.int64)
        places = np.zeros(len(rows), dtype=np.uint32)
        places[left] = np.arange(len(left), dtype=np.uint32)
        of_lines = self.lines["event_row"].to_numpy()
        lines = self.lines.filter(pl.Series(~rows[of_lines]))
        moved = pl.Series("event_row", places[lines["event_row"].to_numpy()], dtype=pl.UInt32)
        extras = self.extras[~rows[self.extras[:, 0]]]
        extras[:, 0] = places[extras[:, 0]]
        return EventBatch(self.events[left], lines.with_columns(moved), self.earlier, extras), left
