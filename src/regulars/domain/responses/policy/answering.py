"""How members answer: how many times each purchase happens, and what redemptions come to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.responses.policy.assumptions import Drawn
from regulars.domain.responses.policy.chance import Shares, uniform
from regulars.domain.responses.policy.lived import Lived, Purchases
from regulars.engine.batch import EventBatch, EventKind
from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.layout import WalletColumn
from regulars.engine.outcome import Outcome, Transaction, TransactionKind
from regulars.engine.states import Integers

MOST = 3.0
"""No purchase happens more often than this for one that was made."""

_HAPPENS = 1
_RECEIVED = (
    TransactionKind.EARN,
    TransactionKind.GRANT,
    TransactionKind.REFUND,
    TransactionKind.OPENING,
    TransactionKind.TRANSFER_IN,
    TransactionKind.MERGE_IN,
)
_GAINS = [Transaction.POINTS, Transaction.HELD, Transaction.PENDING, Transaction.OWED]


class Redemptions(NamedTuple):
    """The redemptions of a batch that both programmes know.

    rows: int64[n] in the draft's batch. points: int64[n] as they were. wallet: int64[n]. before, after: int64[n] what
    the member had received in the wallet by then, under the baseline and the draft. first, last: int64[n], the
    purchases first:last are those that the member had made by then. step: int64[n] points come in steps of this.
    """

    rows: Integers
    points: Integers
    wallet: Integers
    before: Integers
    after: Integers
    first: Integers
    last: Integers
    step: Integers


class Side(NamedTuple):
    """A programme with its batch and the outcome of it."""

    programme: CompiledProgramme
    batch: EventBatch
    outcome: Outcome


def inclination(drawn: Drawn, lived: Lived) -> Shares:
    """How much members are moved to buy under a programme, beside one that does not move them at all."""
    pulled = np.where(lived.near, 1.0 + drawn.pull, 1.0)
    resting = np.where(lived.after, 1.0 - drawn.reset, 1.0)
    return pulled * resting * (1.0 + drawn.elasticity * lived.worth)


def times(drawn: Drawn, baseline: Lived, draft: Lived, bought: Purchases, chances: Shares) -> Integers:
    """How many times each purchase happens under the draft: 1 as it was, 0 not at all.

    It is the quotient of both inclinations, made whole by chance: with u from [0, 1) it is floor(quotient + u).
    """
    before, after = inclination(drawn, baseline), inclination(drawn, draft)
    quotient = np.minimum(np.divide(after, before, out=np.ones(len(after)), where=before > 0), MOST)
    whole = np.floor(quotient + chances).astype(np.int64)
    return np.where(bought.firm, np.maximum(whole, 1), whole)


def chances_of(seed: int, run: int, members: Integers, bought: Purchases) -> Shares:
    """A number from [0, 1) for each purchase."""
    return uniform(seed, run, _HAPPENS, members[bought.member], bought.seq)


def redemptions_of(baseline: Side, draft: Side, bought: Purchases) -> Redemptions:
    """The redemptions, with what members had received before each."""
    before, after = (_redeemed(side) for side in (baseline, draft))
    both = after.join(before.select("member", "seq", "received"), on=["member", "seq"], suffix="_before").sort("row")
    member, at = both["place"].to_numpy(), both["occurred_at"].to_numpy()
    first = np.searchsorted(bought.member, member, side="left").astype(np.int64)
    last = first + _earlier(bought, member, at)
    wallets = both["wallet"].to_numpy().astype(np.int64)
    return Redemptions(
        rows=both["row"].cast(pl.Int64).to_numpy(),
        points=both["points"].to_numpy(),
        wallet=wallets,
        before=both["received_before"].to_numpy(),
        after=both["received"].to_numpy(),
        first=first,
        last=last,
        step=np.maximum(draft.programme.plan.wallets[wallets, WalletColumn.SPEND_STEP], 1),
    )


def redeemed(drawn: Drawn, redemptions: Redemptions, happened: Integers, draft: Lived) -> Integers:
    """What each redemption comes to: int64[n] points.

    Who received more redeems more as far as `redemption` says; who received less redeems the same share of it.
    """
    added = np.zeros((len(happened) + 1, draft.points.shape[1]), dtype=np.int64)
    np.cumsum((happened - 1)[:, None] * draft.points, axis=0, out=added[1:])
    more = added[redemptions.last, redemptions.wallet] - added[redemptions.first, redemptions.wallet]
    received = np.maximum(redemptions.after + more, 0).astype(np.float64)
    known = redemptions.before > 0
    ratio = np.divide(received, redemptions.before, out=np.ones(len(known)), where=known)
    scale = np.where(ratio > 1.0, 1.0 + drawn.redemption * (ratio - 1.0), ratio)
    steps = np.floor(redemptions.points * scale / redemptions.step + 0.5).astype(np.int64)
    return np.where(scale == 1.0, redemptions.points, steps * redemptions.step)


def _redeemed(side: Side) -> pl.DataFrame:
    """The redemptions of a side: row, member, place (row of the member), seq, instant, wallet, points, received."""
    rows = side.outcome.transactions
    rows = rows[np.isin(rows[:, Transaction.KIND], _RECEIVED)]
    received = pl.DataFrame(
        {
            "place": rows[:, Transaction.MEMBER],
            "wallet": rows[:, Transaction.WALLET],
            "occurred_at": rows[:, Transaction.OCCURRED_AT],
            "received": rows[:, _GAINS].sum(axis=1),
        }
    ).with_columns(pl.col("received").cum_sum().over("place", "wallet"))
    members = side.outcome.states.members
    own = (
        side.batch.events.with_row_index("row")
        .filter(pl.col("kind") == int(EventKind.REDEEM), pl.col("wallet") >= 0, ~pl.col("pool"))
        .select("row", "member", "seq", "occurred_at", pl.col("wallet").cast(pl.Int64), "points")
    )
    places = pl.Series("place", np.searchsorted(members, own["member"].to_numpy()).astype(np.int64))
    asking = own.with_columns(places).sort("occurred_at")
    told = asking.join_asof(
        received.sort("occurred_at", maintain_order=True),
        on="occurred_at",
        by=["place", "wallet"],
        allow_exact_matches=False,
        check_sortedness=False,
    )
    return told.with_columns(pl.col("received").fill_null(0))


def _earlier(bought: Purchases, member: Integers, at: Integers) -> Integers:
    """How many purchases each of these members had made before an instant."""
    made = pl.DataFrame({"member": bought.member, "at": bought.at})
    made = made.with_columns(count=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("member")).sort("at")
    asking = pl.DataFrame({"member": member, "at": at}).with_row_index("row").sort("at")
    found = asking.join_asof(made, on="at", by="member", allow_exact_matches=False, check_sortedness=False)
    return found.sort("row")["count"].fill_null(0).to_numpy()
