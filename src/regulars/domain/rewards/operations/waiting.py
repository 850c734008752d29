"""Waiting lists: joining, leaving, and being told in order when pieces are there again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from regulars.domain.ledger.queries.lookups import tiers_of
from regulars.domain.members.queries import check_active
from regulars.domain.offers.errors import NotOffered
from regulars.domain.offers.policy.ordering import phase_of
from regulars.domain.offers.types import ItemState, Phase, WaitingView
from regulars.domain.programmes.types import stream_of
from regulars.domain.rewards.errors import NothingToWaitFor, RewardMissing
from regulars.domain.rewards.models import Item, Waiting
from regulars.domain.rewards.queries.catalogue import item_row, waiting_view
from regulars.domain.rewards.queries.reading import stock_of, terms_of
from regulars.platform import outbox
from regulars.platform.again import in_transaction
from regulars.platform.clock import now, now_us
from regulars.platform.outbox import NewMessage

BACK_IN_STOCK = "reward.back_in_stock"
TIME_TO_ORDER = timedelta(hours=24)
"""For how long pieces are counted as those of somebody who was told, before the next is told."""


def join_waiting_list(programme_id: int, member_id: int, code: str) -> WaitingView:
    """Wait for an item that is sold out; who waits already keeps their place.

    Raises RewardMissing, NotOffered to members who do not see it, NothingToWaitFor while it can be had.
    """
    check_active(programme_id, [member_id])

    def deed() -> WaitingView:
        row = Item.objects.select_for_update().filter(programme_id=programme_id, code=code[:40]).first()
        if row is None:
            raise RewardMissing(code=code[:40])
        terms, stock = terms_of(row), stock_of(row)
        phase = phase_of(terms.rules, ItemState(row.state), stock, now())
        tier = tiers_of(programme_id, [member_id])[member_id]
        if phase is None or (terms.rules.tiers and tier not in terms.rules.tiers):
            raise NotOffered
        known = row.waiting.filter(member_id=member_id, ended_at=None).first()
        if known is not None:
            return waiting_view(known, code)
        if phase is not Phase.SOLD_OUT:
            raise NothingToWaitFor
        made = row.waiting.create(programme_id=programme_id, member_id=member_id, joined_at=now_us())
        return waiting_view(made, code)

    return in_transaction(deed)


def leave_waiting_list(programme_id: int, member_id: int, code: str) -> bool:
    """Wait no longer; False when they did not wait."""
    row = item_row(programme_id, code)
    return row.waiting.filter(member_id=member_id, ended_at=None).update(ended_at=now_us()) == 1


def end_waiting(row: Item, members: list[int]) -> None:
    """Who has ordered an item waits no longer."""
    row.waiting.filter(member_id__in=members, ended_at=None).update(ended_at=now_us())


def tell_waiting(row: Item) -> int:
    """Tell as many of those who wait as there are pieces nobody else was told of, in order; answers how many.

    The item must be held by the transaction. Who was told a day ago and did not order gives up their place.
    """
    instant = now_us()
    waiting = row.waiting.filter(ended_at=None)
    waiting.filter(told_at__lt=instant - int(TIME_TO_ORDER.total_seconds() * 1_000_000)).update(ended_at=instant)
    free = stock_of(row).free
    listed = phase_of(terms_of(row).rules, ItemState(row.state), stock_of(row), now()) is Phase.OPEN
    if not listed or not free:
        return 0
    room = free - waiting.filter(told_at__isnull=False).count()
    following = list(waiting.filter(told_at=None).order_by("id")[: max(0, room)])
    Waiting.objects.filter(id__in=[one.pk for one in following]).update(told_at=instant)
    until = now() + TIME_TO_ORDER
    outbox.send(
        stream_of(row.programme_id),
        [
            NewMessage(
                BACK_IN_STOCK,
                f"{one.pk}",
                f"member {one.member_id}",
                {"member_id": one.member_id, "reward": row.code, "until": until.isoformat(timespec="minutes")},
            )
            for one in following
        ],
    )
    return len(following)


def tell_all_waiting(programme_id: int) -> int:
    """Tell those who wait for any item of which there are pieces; answers how many."""
    open_ones = Waiting.objects.filter(programme_id=programme_id, ended_at=None)
    told = 0
    for item_id in sorted(set(open_ones.values_list("item_id", flat=True))):
        told += in_transaction(partial(_tell_of, item_id))
    return told


def _tell_of(item_id: int) -> int:
    return tell_waiting(Item.objects.select_for_update().get(pk=item_id))
