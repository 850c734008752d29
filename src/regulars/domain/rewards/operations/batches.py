"""One batch of orders in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.operations import apply_batch, lock_members
from regulars.domain.ledger.queries import next_instant
from regulars.domain.ledger.queries.lookups import tiers_of
from regulars.domain.ledger.types import EventResult
from regulars.domain.members.errors import MemberClosed
from regulars.domain.members.queries import active_members
from regulars.domain.offers.policy.ordering import check_limit, check_open, check_order, check_stock, phase_of
from regulars.domain.offers.policy.prices import price_for, wallet_of
from regulars.domain.offers.types import ItemState, Wish
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.errors import OrderConflict, RewardMissing
from regulars.domain.rewards.models import Item, Order, OrderStep
from regulars.domain.rewards.operations.handing import hand_out
from regulars.domain.rewards.operations.verbs import ORDERED, accepted, drawing, tell_log, tell_outbox
from regulars.domain.rewards.operations.waiting import end_waiting
from regulars.domain.rewards.queries.catalogue import pieces_had, today_of
from regulars.domain.rewards.queries.reading import DELIVERY, order_view, stock_of, terms_of
from regulars.domain.rewards.types.orders import NewOrder, OrderState, OrderView
from regulars.platform.clock import now
from regulars.platform.encryption import encrypt
from regulars.platform.errors import DomainError

MICROSECONDS_A_MINUTE = 60 * 1_000_000
LONGEST_DELIVERY = 500

Answer = OrderView | DomainError


class Asked(NamedTuple):
    """An order, and whether it is only reserved for now."""

    order: NewOrder
    reserves: bool


@dataclass
class _Round:
    """What is known while a batch is worked on: the programme, its items under lock, tiers, pieces had, who asks."""

    programme: LiveProgramme
    items: dict[str, Item]
    tiers: dict[int, str]
    had: dict[tuple[int, int], int]
    instant: int
    answers: dict[int, Answer] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)


def order_batch(programme_id: int, asked: Sequence[Asked]) -> list[Answer]:
    """Make the orders, first come first served; an answer to each, in input order. To be run in a transaction."""
    programme = live_programme(programme_id)
    members = sorted({one.order.member_id for one in asked})
    lock_members(programme_id, members)
    answers = _known(programme_id, asked)
    active = set(active_members(programme_id, members))
    codes = {one.order.item for place, one in enumerate(asked) if place not in answers}
    items = {row.code: row for row in _locked(programme_id, codes)}
    waiting = [place for place in range(len(asked)) if place not in answers]
    for place in [place for place in waiting if asked[place].order.member_id not in active]:
        answers[place] = MemberClosed()
    while waiting := [place for place in waiting if place not in answers]:
        turn = _one_each(asked, waiting)
        answers |= _order_once(programme, items, asked, turn)
    return [answers[place] for place in range(len(asked))]


def _one_each(asked: Sequence[Asked], waiting: Iterable[int]) -> list[int]:
    """The first that each member asks for, and no order under an id that another of them has."""
    first: dict[int, int] = {}
    names: set[str] = set()
    for place in waiting:
        order = asked[place].order
        if order.member_id not in first and order.order_id not in names:
            first[order.member_id] = place
            names.add(order.order_id)
    return sorted(first.values())


def _order_once(
    programme: LiveProgramme, items: dict[str, Item], asked: Sequence[Asked], turn: Sequence[int]
) -> dict[int, Answer]:
    """Orders of different members: check each, draw the points of those for whom there are pieces, move the stock."""
    members = [asked[place].order.member_id for place in turn]
    answers = _known(programme.id, [asked[place] for place in turn])
    if answers:  # an order of an earlier turn had the same id
        return {turn[place]: answer for place, answer in answers.items()}
    instant = next_instant(programme.id, members)
    today = today_of(programme, instant)
    had = {
        (row.pk, member): pieces
        for row in items.values()
        if row.limit is not None
        for member, pieces in pieces_had(row, members, today).items()
    }
    known = _Round(programme, items, tiers_of(programme.id, members), had, instant)
    drafts = _drafts(known, asked, turn)
    made: list[Order] = []
    while drafts:
        served = _served(known, drafts)
        drafts = {place: row for place, row in drafts.items() if place not in served and place not in known.answers}
        made += _draw(known, asked, served)
    _keep(known, made)
    places = {row.order_id: place for place in turn for row in made if asked[place].order.order_id == row.order_id}
    for row in made:
        known.answers[places[row.order_id]] = order_view(row)
    return known.answers


def _drafts(known: _Round, asked: Sequence[Asked], turn: Sequence[int]) -> dict[int, Order]:
    """The orders that nothing speaks against but stock and balance; the others are answered."""
    drafts = {}
    for place in turn:
        try:
            drafts[place] = _draft(known, asked[place])
        except DomainError as error:
            known.answers[place] = error
    return drafts


def _draft(known: _Round, asked: Asked) -> Order:
    order, row = asked.order, known.items.get(asked.order.item)
    if row is None:
        raise RewardMissing(code=order.item[:40])
    terms, tier = terms_of(row), known.tiers[order.member_id]
    wallet = wallet_of(known.programme.document, terms.wallet)
    if wallet is None:
        raise RewardMissing(code=order.item[:40])
    phase = phase_of(terms.rules, ItemState(row.state), stock_of(row), now())
    check_open(terms, phase, tier, known.programme.document.time_zone)
    known.actors[order.order_id] = order.actor
    price = price_for(wallet, terms, tier)
    check_order(known.programme.document, wallet, terms, Wish(order.quantity, order.delivery, order.seen), price)
    check_limit(terms.rules, known.had.get((row.pk, order.member_id), 0), order.quantity)
    minute = MICROSECONDS_A_MINUTE
    delivery = order.delivery.strip()[:LONGEST_DELIVERY]
    return Order(
        programme_id=known.programme.id,
        order_id=order.order_id,
        item=row,
        member_id=order.member_id,
        quantity=order.quantity,
        wallet=terms.wallet,
        points=price.points * order.quantity,
        amount_minor=price.amount_minor * order.quantity,
        cost_minor=terms.cost_minor * order.quantity,
        tier=tier,
        state=(OrderState.RESERVED if asked.reserves else OrderState.PLACED).value,
        ordered_at=known.instant,
        ordered_on=today_of(known.programme, known.instant),
        reserved_until=known.instant + terms.rules.reserve_minutes * minute if asked.reserves else None,
        delivery=encrypt(delivery, DELIVERY) if delivery else None,
    )


def _served(known: _Round, drafts: dict[int, Order]) -> dict[int, Order]:
    """The first of them for whom there are pieces; who asks for more than are free is answered."""
    free = {row.pk: stock_of(row).free for row in known.items.values()}
    served: dict[int, Order] = {}
    for place, row in drafts.items():
        left = free[row.item_id]
        if left is None or row.quantity <= left:
            free[row.item_id] = None if left is None else left - row.quantity
            served[place] = row
    if not served:
        for place, row in drafts.items():
            known.answers[place] = _refused(row)
    return served


def _refused(row: Order) -> DomainError:
    try:
        check_stock(stock_of(row.item), row.quantity)
    except DomainError as error:
        return error
    raise RuntimeError("an order for which there are pieces was not served")


def _draw(known: _Round, asked: Sequence[Asked], served: dict[int, Order]) -> list[Order]:
    """Draw the points; pieces of orders that the ledger refuses are free again for who comes next."""
    if not served:
        return []
    events = [
        drawing(row, minutes=row.item.reserve_minutes if asked[place].reserves else None)
        for place, row in served.items()
    ]
    made = []
    results: list[EventResult] = apply_batch(known.programme.id, events)
    for (place, row), result in zip(served.items(), results, strict=True):
        if not accepted(result):
            known.answers[place] = refusal_of(result.code, result.params)
            continue
        if asked[place].reserves:
            row.item.reserved += row.quantity
        else:
            row.item.sold += row.quantity
        made.append(row)
    return made


def _keep(known: _Round, made: list[Order]) -> None:
    """Write orders and stock, and tell of those that were placed."""
    if not made:
        return
    placed = [row for row in made if row.state == OrderState.PLACED]
    for row in placed:
        row.placed_at = known.instant
        row.cancellable_until = known.instant + _hours(row.item.cancel_hours)
    Order.objects.bulk_create(made)
    OrderStep.objects.bulk_create(
        OrderStep(order=row, state=row.state, changed_at=known.instant, actor=known.actors[row.order_id])
        for row in made
    )
    touched = {row.item_id: row.item for row in made}
    for item in sorted(touched.values(), key=lambda item: item.pk):
        item.save(update_fields=["reserved", "sold"])
        end_waiting(item, [row.member_id for row in made if row.item_id == item.pk])
    hand_out(known.programme, placed, known.instant)
    tell_log(((row, row.member_id) for row in placed), ORDERED, known.instant)
    tell_outbox([row for row in made if row.state == OrderState.RESERVED], "reward.order_reserved")
    tell_outbox(placed, "reward.order_placed")


def _hours(hours: int) -> int:
    return int(timedelta(hours=hours).total_seconds()) * 1_000_000


def _locked(programme_id: int, codes: Iterable[str]) -> list[Item]:
    rows = Item.objects.select_for_update().filter(programme_id=programme_id, code__in=sorted(codes))
    return list(rows.order_by("id"))


def _known(programme_id: int, asked: Sequence[Asked]) -> dict[int, Answer]:
    """The answers to orders that were made before, by place; another order under the same id is a conflict."""
    names = {one.order.order_id for one in asked}
    rows = Order.objects.filter(programme_id=programme_id, order_id__in=names).select_related("item")
    found = {row.order_id: row for row in rows}
    answers: dict[int, Answer] = {}
    for place, one in enumerate(asked):
        row = found.get(one.order.order_id)
        if row is None:
            continue
        same = (row.member_id, row.item.code, row.quantity) == (
            one.order.member_id,
            one.order.item,
            one.order.quantity,
        )
        answers[place] = order_view(row, repeated=True) if same else OrderConflict(order_id=row.order_id)
    return answers
