"""What members lived under a programme with behaviour as it was: where they were near, what they got, what came back.

All arrays speak of the purchases of a batch, in its order: by member, then time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.replay.policy.summing import worths_of
from regulars.domain.responses.policy.chance import Shares
from regulars.domain.responses.policy.nearness import Standings
from regulars.engine.batch import EventBatch, EventKind, RefundMode
from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.layout import Flags
from regulars.engine.outcome import Outcome, TierChange, TierReason, Transaction, TransactionKind
from regulars.engine.shadows import shadows_of
from regulars.engine.states import Integers

TRAILING = "91d"
"""The time over which members notice what comes back of what they spend."""

_RISES = (TierReason.ENTERED, TierReason.EVALUATED)
_NEVER = np.iinfo(np.int64).min // 2
_DAY = 86_400_000_000


class Purchases(NamedTuple):
    """The purchases of a batch.

    rows: int64[n] their rows in the batch's events. member: int64[n] rows of members. at: int64[n] instants. seq:
    int64[n]. net: int64[n] the amount less what was refunded. firm: bool[n], something else than a refund or an
    activity names the order, so that the purchase stays.
    """

    rows: Integers
    member: Integers
    at: Integers
    seq: Integers
    net: Integers
    firm: Flags


class Lived(NamedTuple):
    """Of each purchase: whether a threshold was near, whether the member had just risen, and what came back.

    near, after: bool[n]. worth: float64[n], of the `TRAILING` time up to the purchase, the worth of earned points as a
    share of spend. points: int64[n, wallets] that the purchase itself earned.
    """

    near: Flags
    after: Flags
    worth: Shares
    points: Integers


class Asked(NamedTuple):
    """How near is near, in per cent of the way, and for how long a rise is recent, in days."""

    within_percent: int
    reset_days: int


def purchases_of(batch: EventBatch, members: Integers) -> Purchases:
    """The purchases of a batch whose members these are, ascending."""
    events = batch.events.with_row_index("row")
    own = events.filter(pl.col("kind") == int(EventKind.PURCHASE))
    loose = [int(EventKind.PURCHASE), int(EventKind.REFUND), int(EventKind.ACTIVITY)]
    naming = events.filter(pl.col("order_key") != 0, ~pl.col("kind").is_in(loose)).select("member", "order_key")
    named = own.join(naming.unique(), on=["member", "order_key"], how="semi")["row"]
    return Purchases(
        rows=own["row"].cast(pl.Int64).to_numpy(),
        member=np.searchsorted(members, own["member"].to_numpy()).astype(np.int64),
        at=own["occurred_at"].to_numpy(),
        seq=own["seq"].to_numpy(),
        net=_net(batch, own),
        firm=own["row"].is_in(named.implode()).to_numpy(),
    )


def lived_of(
    programme: CompiledProgramme, batch: EventBatch, outcome: Outcome, standings: Standings, asked: Asked
) -> Lived:
    """What members lived; the outcome is that of the batch, with behaviour as it was."""
    members = outcome.states.members
    bought = purchases_of(batch, members)
    week = np.searchsorted(standings.starts, bought.at, side="right") - 1
    risen_at = _risen_at(outcome, bought)
    gone = standings.gone[week, bought.member]
    in_reach = (gone >= 100 - asked.within_percent) & (gone < 100)
    return Lived(
        near=in_reach & (risen_at < standings.starts[week]),
        after=(bought.at - risen_at) < asked.reset_days * _DAY,
        worth=_worth(programme, batch, outcome)[bought.rows],
        points=points_of(outcome, len(batch.events), len(programme.wallet_ids))[bought.rows],
    )


def _risen_at(outcome: Outcome, bought: Purchases) -> Integers:
    """The instant at which each purchase's member had last risen by their own doing; long ago where they had not."""
    changes = outcome.tier_changes
    up = (changes[:, TierChange.TO] > changes[:, TierChange.FROM]) & np.isin(changes[:, TierChange.REASON], _RISES)
    rises = pl.DataFrame(
        {"member": changes[up, TierChange.MEMBER], "at": changes[up, TierChange.OCCURRED_AT]},
        schema={"member": pl.Int64, "at": pl.Int64},
    ).with_columns(risen="at")
    asking = pl.DataFrame({"member": bought.member, "at": bought.at}).with_row_index("row").sort("at")
    found = asking.join_asof(rises.sort("at"), on="at", by="member", allow_exact_matches=False, check_sortedness=False)
    return found.sort("row")["risen"].fill_null(_NEVER).to_numpy()


def _worth(programme: CompiledProgramme, batch: EventBatch, outcome: Outcome) -> Shares:
    """For each event, the worth of what was earned in the time up to it as a share of what was spent."""
    values = [0.0 if one.minor is None else float(one.minor) for one in worths_of(programme)]
    worth = points_of(outcome, len(batch.events), len(values)) @ np.array(values)
    frame = batch.events.select(
        "member",
        at=pl.from_epoch("occurred_at", time_unit="us"),
        spent=pl.when(pl.col("kind") == int(EventKind.PURCHASE)).then("amount").otherwise(0),
        worth=pl.Series(worth),
    )
    rolled = frame.select(pl.col("worth", "spent").rolling_sum_by("at", TRAILING).over("member"))
    spent = np.maximum(rolled["spent"].to_numpy().astype(np.float64), 0.0)
    share = np.divide(rolled["worth"].to_numpy(), spent, out=np.zeros(len(spent)), where=spent > 0)
    clipped: Shares = np.clip(share, 0.0, 1.0)
    return clipped


def points_of(outcome: Outcome, events: int, wallets: int) -> Integers:
    """What each event earned by rules and goals, pending or not: int64[events, wallets]."""
    rows = outcome.transactions
    earned = rows[(rows[:, Transaction.KIND] == TransactionKind.EARN) & (rows[:, Transaction.EVENT] >= 0)]
    points = np.zeros((events, wallets), dtype=np.int64)
    gained = earned[:, Transaction.POINTS] + earned[:, Transaction.PENDING]
    np.add.at(points, (earned[:, Transaction.EVENT], earned[:, Transaction.WALLET]), gained)
    return points


def _net(batch: EventBatch, own: pl.DataFrame) -> Integers:
    """What is left of each purchase after its refunds."""
    net = own["amount"].to_numpy().copy()
    shadows = shadows_of(batch, proportional=False)
    if shadows is None:
        return net
    given = np.where(shadows.modes == RefundMode.FULL, shadows.sale_amounts, shadows.amounts)
    back = shadows.events.select("member", "seq", given=pl.Series(given))
    sums = own.select("member", "seq").join(
        back.group_by("member", "seq").agg(pl.col("given").sum()),
        on=["member", "seq"],
        how="left",
        maintain_order="left",
    )
    left: Integers = np.maximum(net - sums["given"].fill_null(0).to_numpy(), np.minimum(net, 0))
    return left
