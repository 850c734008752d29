"""The catalogue: all of it for staff, and what one member is offered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, Sum

from regulars.domain.ledger.queries.lookups import tiers_of
from regulars.domain.offers.policy.ordering import check_limit, check_open, check_stock, period_start, phase_of
from regulars.domain.offers.policy.prices import price_for, wallet_of
from regulars.domain.offers.types import ItemState, ItemView, LimitPer, Offer, Phase, StockChange, WaitingView, WaitView
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.errors import RewardMissing
from regulars.domain.rewards.models import Item, Order, Waiting
from regulars.domain.rewards.queries.reading import item_view, item_views, moment, stock_of, terms_of
from regulars.engine.time import date_of
from regulars.platform.clock import from_us, now, now_us
from regulars.platform.errors import DomainError
from regulars.platform.paging import Page, PageRequest, page_of

COUNTING = ("reserved", "placed", "fulfilled", "delivered")
"""States of orders whose pieces the member has."""

MOST_ITEMS = 500


def list_items(programme_id: int, state: ItemState | None = None) -> list[ItemView]:
    """The catalogue as staff see it, by position. Two statements."""
    rows = Item.objects.filter(programme_id=programme_id).order_by("position", "id")
    found = list((rows if state is None else rows.filter(state=state.value))[:MOST_ITEMS])
    return item_views(found, _waiting(found))


def has_items(programme_id: int) -> bool:
    """Whether the mall has anything to show to anybody."""
    return Item.objects.filter(programme_id=programme_id, state=ItemState.LISTED.value).exists()


def item(programme_id: int, code: str) -> ItemView:
    """One item; raises RewardMissing."""
    row = item_row(programme_id, code)
    return item_view(row, _waiting([row]).get(row.pk, 0))


def catalogue_for(programme_id: int, member_id: int) -> list[Offer]:
    """What a member is offered or shown ahead, by position, with their price and what keeps them from it.

    As many statements for one item as for all. Items that are over are left out.
    """
    rows = Item.objects.filter(programme_id=programme_id, state=ItemState.LISTED.value).order_by("position", "id")
    found = _offers(programme_id, member_id, list(rows[:MOST_ITEMS]))
    return [offer for offer in found if offer.phase is not Phase.ENDED]


def offer_for(programme_id: int, member_id: int, code: str) -> Offer:
    """One item as a member sees it; raises RewardMissing for what they do not see."""
    row = item_row(programme_id, code)
    found = _offers(programme_id, member_id, [row])
    if not found:
        raise RewardMissing(code=code[:40])
    return found[0]


def item_row(programme_id: int, code: str) -> Item:
    """The row of an item, for this context only; raises RewardMissing."""
    row = Item.objects.filter(programme_id=programme_id, code=code[:40]).first()
    if row is None:
        raise RewardMissing(code=code[:40])
    return row


def stock_changes(programme_id: int, code: str) -> list[StockChange]:
    """How the stock of an item changed by hand and with codes, newest first; the last hundred."""
    moves = item_row(programme_id, code).moves.order_by("-id")[:100]
    return [StockChange(from_us(one.moved_at), one.change, one.total_after, one.actor, one.reason) for one in moves]


def waiting_for(programme_id: int, code: str, request: PageRequest) -> Page[WaitingView]:
    """Who waits for an item, in their order."""
    row = item_row(programme_id, code)
    rows = row.waiting.filter(ended_at=None).order_by("id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__gt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda one: (one.pk,))
    return Page(tuple(waiting_view(one, code) for one in page.items), page.next_cursor)


def waits_of(programme_id: int, member_id: int) -> list[WaitView]:
    """The waiting lists that a member is or was on, newest first."""
    rows = Waiting.objects.filter(programme_id=programme_id, member_id=member_id).select_related("item").order_by("-id")
    return [WaitView(one.item.code, from_us(one.joined_at), moment(one.told_at), moment(one.ended_at)) for one in rows]


def waiting_view(one: Waiting, code: str) -> WaitingView:
    """Somebody who waits."""
    told = None if one.told_at is None else from_us(one.told_at)
    return WaitingView(code, one.member_id, from_us(one.joined_at), told)


def pieces_had(row: Item, members: Iterable[int], today: date) -> dict[int, int]:
    """How many pieces each member has had in the period of the item's limit; one statement."""
    orders = Order.objects.filter(item=row, member_id__in=set(members), state__in=COUNTING)
    orders = orders.filter(ordered_on__gte=period_start(LimitPer(row.limit_per), today))
    return dict(orders.values_list("member_id").annotate(pieces=Sum("quantity")).order_by())


def today_of(programme: LiveProgramme, instant: int) -> date:
    """The local day of the programme at an instant."""
    return date_of(programme.compiled.zone.day_of(instant))


def _offers(programme_id: int, member_id: int, rows: Sequence[Item]) -> list[Offer]:
    programme = live_programme(programme_id)
    tier = tiers_of(programme_id, [member_id])[member_id]
    waiting = Waiting.objects.filter(item__in=rows, member_id=member_id, ended_at=None)
    waits = set(waiting.values_list("item_id", flat=True))
    had = _had_by_item(programme, member_id, rows)
    found = [_offer(programme, row, tier, had.get(row.pk, 0), waiting=row.pk in waits) for row in rows]
    return [offer for offer in found if offer is not None]


def _offer(programme: LiveProgramme, row: Item, tier: str, had: int, *, waiting: bool) -> Offer | None:
    terms, stock = terms_of(row), stock_of(row)
    phase = phase_of(terms.rules, ItemState(row.state), stock, now())
    wallet = wallet_of(programme.document, terms.wallet)
    if phase is None or wallet is None or (terms.rules.tiers and tier not in terms.rules.tiers):
        return None
    refusal = ""
    try:
        check_open(terms, phase, tier, programme.document.time_zone)
        check_stock(stock, 1)
        check_limit(terms.rules, had, 1)
    except DomainError as error:
        refusal = error.code
    left = None if row.limit is None else max(0, row.limit - had)
    return Offer(item_view(row), price_for(wallet, terms, tier), phase, left, waiting, refusal)


def _had_by_item(programme: LiveProgramme, member_id: int, rows: Sequence[Item]) -> dict[int, int]:
    """Pieces that count towards the limits, by item; one statement."""
    today = today_of(programme, now_us())
    starts = {row.pk: period_start(LimitPer(row.limit_per), today) for row in rows if row.limit is not None}
    if not starts:
        return {}
    orders = Order.objects.filter(item__in=starts, member_id=member_id, state__in=COUNTING)
    had: dict[int, int] = {}
    for item_id, day, pieces in orders.values_list("item_id", "ordered_on", "quantity"):
        if day >= starts[item_id]:
            had[item_id] = had.get(item_id, 0) + pieces
    return had


def _waiting(rows: Sequence[Item]) -> dict[int, int]:
    open_ones = Waiting.objects.filter(item__in=rows, ended_at=None)
    return dict(open_ones.values_list("item_id").annotate(count=Count("id")).order_by())
