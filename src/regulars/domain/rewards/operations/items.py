"""Keeping the catalogue: items, their pictures, their stock."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from regulars.domain.offers.errors import RewardNumberInvalid
from regulars.domain.offers.policy.ordering import check_words
from regulars.domain.offers.policy.prices import check_prices
from regulars.domain.offers.types import CodeSource, ItemKind, ItemState, ItemView, NewItem, Terms
from regulars.domain.programmes.queries import live_programme
from regulars.domain.rewards.errors import (
    CodesPooled,
    RewardChanged,
    RewardExists,
    RewardMissing,
    StockTooLow,
)
from regulars.domain.rewards.models import Item
from regulars.domain.rewards.operations.waiting import tell_waiting
from regulars.domain.rewards.queries import item
from regulars.domain.rewards.types.orders import Deed
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us, to_us
from regulars.platform.pictures import keep_picture

MOST_PIECES = 10_000_000


def add_item(programme_id: int, new: NewItem) -> ItemView:
    """Add an item as a draft; raises RewardExists and what is wrong with its terms.

    The stock of a voucher with codes of its own begins at none: codes that are put in bring it.
    """
    _check(programme_id, new.code, new.terms)
    pooled = new.terms.kind is ItemKind.VOUCHER and new.terms.codes is CodeSource.POOL
    total = 0 if pooled else new.total
    if total is not None and not 0 <= total <= MOST_PIECES:
        raise RewardNumberInvalid(field="total", given=str(total))

    def deed() -> None:
        row = Item(programme_id=programme_id, code=new.code, created_at=now_us(), total=total, **_columns(new.terms))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise RewardExists(code=new.code) from error
        if total:
            _note_move(row, total, Deed(new.actor))
        audit.record(new.actor, "reward_added", f"reward {new.code}", {"points": new.terms.price.points})

    in_transaction(deed)
    return item(programme_id, new.code)


def change_item(programme_id: int, code: str, terms: Terms, revision: int, actor: str) -> ItemView:
    """Change what is said of an item; raises RewardChanged when it is no longer at this revision.

    Kind, wallet and the source of codes of an item that was ordered or has codes stay as they are.
    """
    _check(programme_id, code, terms)

    def deed() -> None:
        row = locked_item(programme_id, code)
        if row.revision != revision:
            raise RewardChanged(code=code)
        fixed = row.sold or row.reserved or row.vouchers.exists()
        if fixed and (row.kind, row.wallet, row.codes) != (terms.kind.value, terms.wallet, terms.codes.value):
            raise RewardNumberInvalid(field="kind", given=terms.kind.value)
        before = {"points": row.points, "amount_minor": row.amount_minor}
        for name, value in _columns(terms).items():
            setattr(row, name, value)
        row.revision += 1
        row.save()
        after = {"points_before": before["points"], "points": row.points, "amount_minor": row.amount_minor}
        audit.record(actor, "reward_changed", f"reward {code}", after)

    in_transaction(deed)
    return item(programme_id, code)


def set_item_state(programme_id: int, code: str, state: ItemState, actor: str) -> ItemView:
    """List, withdraw or take back to draft; orders that there are stay as they are."""

    def deed() -> None:
        row = locked_item(programme_id, code)
        row.state = state.value
        row.revision += 1
        row.save(update_fields=["state", "revision"])
        audit.record(actor, "reward_state_set", f"reward {code}", {"state": state.value})

    in_transaction(deed)
    return item(programme_id, code)


def set_picture(programme_id: int, code: str, data: bytes, actor: str) -> ItemView:
    """Give an item a picture; raises PictureInvalid and PictureTooLarge."""
    name = keep_picture(data)

    def deed() -> None:
        row = locked_item(programme_id, code)
        row.picture = name
        row.save(update_fields=["picture"])
        audit.record(actor, "reward_picture_set", f"reward {code}", {"picture": name})

    in_transaction(deed)
    return item(programme_id, code)


def change_stock(programme_id: int, code: str, change: int, deed: Deed) -> ItemView:
    """Add pieces, or take some away; who waits for them is told.

    Raises StockTooLow when more are reserved or sold than would be left, and CodesPooled where codes are the stock.
    """

    def move() -> None:
        row = locked_item(programme_id, code)
        if row.kind == ItemKind.VOUCHER and row.codes == CodeSource.POOL:
            raise CodesPooled
        if row.total is None or not change or not 0 <= row.total + change <= MOST_PIECES:
            raise RewardNumberInvalid(field="total", given=str(change))
        move_total(row, change, deed)
        tell_waiting(row)
        audit.record(deed.actor, "stock_changed", f"reward {code}", {"change": change, "reason": deed.reason})

    in_transaction(move)
    return item(programme_id, code)


def move_total(row: Item, change: int, deed: Deed) -> None:
    """Change how many pieces there are of an item that this transaction holds; raises StockTooLow."""
    if row.total is None:
        return
    if row.total + change < row.reserved + row.sold:
        raise StockTooLow(reserved=row.reserved, sold=row.sold)
    row.total += change
    row.save(update_fields=["total"])
    _note_move(row, change, deed)


def locked_item(programme_id: int, code: str) -> Item:
    """The row of an item, held until the transaction ends; raises RewardMissing."""
    row = Item.objects.select_for_update().filter(programme_id=programme_id, code=code[:40]).first()
    if row is None:
        raise RewardMissing(code=code[:40])
    return row


def _note_move(row: Item, change: int, deed: Deed) -> None:
    row.moves.create(
        change=change, total_after=row.total, moved_at=now_us(), actor=deed.actor, reason=deed.reason[:500]
    )


def _check(programme_id: int, code: str, terms: Terms) -> None:
    check_words(code, terms)
    check_prices(live_programme(programme_id).document, terms)


def _columns(terms: Terms) -> dict[str, Any]:
    """The terms as columns of the table."""
    rules = terms.rules
    instants = {name: getattr(rules, name) for name in ("announced_at", "starts_at", "ends_at")}
    return {
        "kind": terms.kind.value,
        "name_zh": terms.name.zh[:120],
        "name_en": terms.name.en[:120],
        "about_zh": terms.about.zh[:4000],
        "about_en": terms.about.en[:4000],
        "guide_zh": terms.guide.zh[:4000],
        "guide_en": terms.guide.en[:4000],
        "wallet": terms.wallet,
        "points": terms.price.points,
        "amount_minor": terms.price.amount_minor,
        "tier_points": dict(terms.tier_points),
        "tiers": list(rules.tiers),
        "limit": rules.limit,
        "limit_per": rules.limit_per.value,
        **{name: None if instant is None else to_us(instant) for name, instant in instants.items()},
        "reserve_minutes": rules.reserve_minutes,
        "cancel_hours": rules.cancel_hours,
        "refund_days": rules.refund_days,
        "codes": terms.codes.value,
        "voucher_days": terms.voucher_days,
        "needs_delivery": terms.needs_delivery,
        "cost_minor": terms.cost_minor,
        "position": terms.position,
    }
