"""Which facts of a history a programme would not have allowed.

In the replay they happened all the same, and what was missing is debt. Each is judged as the engine judges a question:
by the terms of the wallet, the tier and the points that the member had at that moment under this programme.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.engine.batch import EventBatch, EventKind
from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.layout import WHOLE_SHARE, Flags, PolicyColumn, Shortfall, WalletColumn
from regulars.engine.outcome import Outcome, Transaction
from regulars.engine.states import Integers

TERMS = (EventKind.REDEEM, EventKind.HOLD)
"""The kinds that a wallet's own terms hold for."""

NAMES = {
    EventKind.REDEEM: "redeem",
    EventKind.HOLD: "hold",
    EventKind.DEDUCT: "deduct",
    EventKind.TRANSFER_OUT: "transfer_out",
}
DISALLOWED = {
    "member": pl.Int64,
    "seq": pl.Int64,
    "occurred_at": pl.Int64,
    "kind": pl.String,
    "reason": pl.String,
    "points": pl.Int64,
}
"""Columns of facts that would not have been allowed."""
REASONS = (
    "status_wallet",
    "below_minimum",
    "not_a_step",
    "above_order_share",
    "insufficient_points",
    "transfers_off",
)


class Asked(NamedTuple):
    """The events of a batch that ask for points: which they are, and what they ask."""

    which: Flags
    events: pl.DataFrame


def asked_in(batch: EventBatch) -> Asked:
    """What is asked for in a batch; the same for all programmes that read it alike."""
    which = np.isin(batch.events["kind"].to_numpy(), [int(kind) for kind in NAMES])
    events = batch.events.with_row_index("row").filter(pl.Series(which))
    return Asked(
        which,
        events.select(
            pl.col("row", "wallet").cast(pl.Int64),
            *("member", "seq", "occurred_at", "kind", "points", "fee", "amount", "pool"),
        ),
    )


def disallowed_in(programme: CompiledProgramme, asked: Asked, outcome: Outcome) -> pl.DataFrame:
    """What would have been refused, with the columns of `DISALLOWED` and the first reason of each."""
    if asked.events.is_empty():
        return pl.DataFrame(schema=DISALLOWED)
    asking = _asking(asked, outcome)
    failing = _failing(programme, asking)
    reason = np.full(asking.height, -1, dtype=np.int64)
    for place, name in reversed(list(enumerate(REASONS))):
        reason[failing[name]] = place
    names = pl.Series("reason", [REASONS[place] if place >= 0 else None for place in reason.tolist()], dtype=pl.String)
    kinds = {int(kind): name for kind, name in NAMES.items()}
    shown = asking.with_columns(names, kind=pl.col("kind").cast(pl.Int64).replace_strict(kinds, return_dtype=pl.String))
    return shown.filter(pl.col("reason").is_not_null()).select(*DISALLOWED)


def _asking(asked: Asked, outcome: Outcome) -> pl.DataFrame:
    """Events that ask for points, with what the member had before (available) and the tier they were on.

    One for which no transaction was posted was clamped to nothing: the member had nothing.
    """
    rows = outcome.transactions
    events = rows[:, Transaction.EVENT]
    rows = rows[(events >= 0) & asked.which[events]]
    posted = pl.DataFrame(
        {
            "row": rows[:, Transaction.EVENT],
            "wallet": rows[:, Transaction.WALLET],
            "available": rows[:, Transaction.AVAILABLE] - rows[:, Transaction.POINTS],
            "tier_then": rows[:, Transaction.TIER],
            "place": rows[:, Transaction.SEQ],
        }
    )
    first = posted.sort("row", "place").unique(["row", "wallet"], keep="first", maintain_order=True).drop("place")
    joined = asked.events.join(first, on=["row", "wallet"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("available").fill_null(0), pl.col("tier_then").fill_null(0))


def _failing(programme: CompiledProgramme, asking: pl.DataFrame) -> dict[str, Flags]:
    """For each reason, which events fail by it."""
    kind = asking["kind"].to_numpy()
    wallet = asking["wallet"].to_numpy()
    points = asking["points"].to_numpy()
    terms = programme.plan.wallets[wallet]
    own = np.isin(kind, TERMS) & ~asking["pool"].to_numpy()
    step = np.maximum(terms[:, WalletColumn.SPEND_STEP], 1)
    return {
        "status_wallet": (terms[:, WalletColumn.STATUS] == 1) & (kind != EventKind.DEDUCT),
        "below_minimum": own & (points < terms[:, WalletColumn.MINIMUM]),
        "not_a_step": own & (points % step != 0),
        "above_order_share": own & _above_share(programme, asking, terms),
        "insufficient_points": _insufficient(programme, asking),
        "transfers_off": (kind == EventKind.TRANSFER_OUT) & ~np.isin(wallet, _given_wallets(programme)),
    }


def _above_share(programme: CompiledProgramme, asking: pl.DataFrame, terms: Integers) -> Flags:
    """Which pay more of their order than the tier may."""
    shares = programme.plan.shares[asking["wallet"].to_numpy(), asking["tier_then"].to_numpy()]
    amount = asking["amount"].to_numpy()
    worth = asking["points"].to_numpy() * terms[:, WalletColumn.CASH_NUMERATOR] * WHOLE_SHARE
    found: Flags = (shares >= 0) & (amount > 0) & (worth > amount * shares * terms[:, WalletColumn.CASH_DENOMINATOR])
    return found


def _insufficient(programme: CompiledProgramme, asking: pl.DataFrame) -> Flags:
    """Which ask for more than there is, as far as the programme minds."""
    available = asking["available"].to_numpy()
    overdraft = np.where(
        asking["kind"].to_numpy() == EventKind.REDEEM,
        programme.plan.policies[PolicyColumn.OVERDRAFT],
        int(Shortfall.REJECT),
    )
    wanted = (asking["points"] + asking["fee"]).to_numpy()
    found: Flags = ((overdraft == Shortfall.REJECT) & (available < wanted)) | (
        (overdraft == Shortfall.CLAMP) & (available <= 0)
    )
    return found


def _given_wallets(programme: CompiledProgramme) -> list[int]:
    """The wallets whose points members may give each other."""
    transfers = programme.document.transfers
    return [] if transfers is None else [programme.wallet_ids.index(wallet) for wallet in transfers.wallets]
