"""Rows as others see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from regulars.domain.members.types import Disclosure
from regulars.domain.offers.policy.ordering import local_text
from regulars.domain.offers.types import (
    CodeSource,
    ItemKind,
    ItemState,
    ItemView,
    LimitPer,
    Price,
    Rules,
    Stock,
    Terms,
    Words,
)
from regulars.domain.programmes.queries import live_programme
from regulars.domain.rewards.models import Item, Order, Voucher
from regulars.domain.rewards.policy.codes import grouped
from regulars.domain.rewards.types.orders import OrderChange, OrderState, OrderView
from regulars.domain.rewards.types.vouchers import VoucherState, VoucherView
from regulars.platform.clock import from_us
from regulars.platform.encryption import decrypt

DELIVERY = "reward delivery"
CODE = "voucher code"
"""What encrypted texts are, bound into them."""


def moment(instant: int | None) -> datetime | None:
    """An instant as others see it."""
    return None if instant is None else from_us(instant)


def clock_text(programme_id: int, instant: int | None) -> str:
    """An instant as a refusal tells it to people, by the programme's clock."""
    return local_text(from_us(instant or 0), live_programme(programme_id).document.time_zone)


def terms_of(row: Item) -> Terms:
    """What is said of an item."""
    return Terms(
        kind=ItemKind(row.kind),
        name=Words(row.name_zh, row.name_en),
        wallet=row.wallet,
        price=Price(row.points, row.amount_minor),
        about=Words(row.about_zh, row.about_en),
        guide=Words(row.guide_zh, row.guide_en),
        tier_points=dict(row.tier_points),
        rules=Rules(
            tiers=tuple(row.tiers),
            limit=row.limit,
            limit_per=LimitPer(row.limit_per),
            announced_at=moment(row.announced_at),
            starts_at=moment(row.starts_at),
            ends_at=moment(row.ends_at),
            reserve_minutes=row.reserve_minutes,
            cancel_hours=row.cancel_hours,
            refund_days=row.refund_days,
        ),
        codes=CodeSource(row.codes),
        voucher_days=row.voucher_days,
        needs_delivery=row.needs_delivery,
        cost_minor=row.cost_minor,
        position=row.position,
    )


def stock_of(row: Item) -> Stock:
    """Its stock."""
    return Stock(row.total, row.reserved, row.sold)


def item_view(row: Item, waiting: int = 0) -> ItemView:
    """An item as staff see it."""
    state = ItemState(row.state)
    return ItemView(row.code, terms_of(row), stock_of(row), state, row.picture, row.revision, waiting)


def order_view(
    row: Order, disclosure: Disclosure = Disclosure.MASKED, *, with_changes: bool = False, repeated: bool = False
) -> OrderView:
    """An order; its item must have been fetched with it."""
    shown = disclosure is Disclosure.FULL and row.delivery is not None
    changes = [
        OrderChange(OrderState(step.state), from_us(step.changed_at), step.actor, step.reason)
        for step in (row.steps.order_by("id") if with_changes else ())
    ]
    return OrderView(
        order_id=row.order_id,
        item=row.item.code,
        kind=ItemKind(row.item.kind),
        name=Words(row.item.name_zh, row.item.name_en),
        picture=row.item.picture,
        member_id=row.member_id,
        quantity=row.quantity,
        wallet=row.wallet,
        points=row.points,
        amount_minor=row.amount_minor,
        state=OrderState(row.state),
        reserved_until=moment(row.reserved_until),
        ordered_at=from_us(row.ordered_at),
        placed_at=moment(row.placed_at),
        returned_points=row.returned_points,
        paid_reference=row.paid_reference,
        tracking=row.tracking,
        delivery=decrypt(row.delivery, DELIVERY) if shown and row.delivery is not None else "",
        has_delivery=row.delivery is not None,
        cancellable_until=moment(row.cancellable_until),
        changes=tuple(changes),
        repeated=repeated,
    )


def voucher_view(row: Voucher, *, whole: bool, repeated: bool = False) -> VoucherView:
    """A voucher; its item and order must have been fetched with it. `whole`: with all of its code."""
    return VoucherView(
        number=row.pk,
        item=row.item.code,
        name=Words(row.item.name_zh, row.item.name_en),
        code=grouped(decrypt(row.code, CODE)) if whole else f"…{row.tail}",
        state=VoucherState(row.state),
        member_id=row.member_id,
        order_id=row.order.order_id if row.order is not None else "",
        batch=row.batch,
        made_at=from_us(row.made_at),
        assigned_at=moment(row.assigned_at),
        expires_at=moment(row.expires_at),
        used_at=moment(row.used_at),
        used_place=row.used_place,
        used_by=row.used_by,
        repeated=repeated,
    )


def item_views(rows: Iterable[Item], waiting: Mapping[int, int]) -> list[ItemView]:
    """Items with how many wait for each, by the item's row."""
    return [item_view(row, waiting.get(row.pk, 0)) for row in rows]
