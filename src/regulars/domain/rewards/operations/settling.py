"""What becomes of an order: placed from its reservation, paid, fulfilled, delivered, cancelled, refunded, lapsed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.operations import apply_batch, bring_up_to, lock_members
from regulars.domain.ledger.queries import next_instant
from regulars.domain.members.queries import check_active, member
from regulars.domain.members.types import Disclosure
from regulars.domain.offers.policy.prices import points_text, wallet_of
from regulars.domain.programmes.queries import live_programme
from regulars.domain.rewards.errors import (
    CancelTooLate,
    OrderMissing,
    OrderStateWrong,
    OrderUnpaid,
    RefundTooLarge,
    RefundTooLate,
    ReservationLapsed,
)
from regulars.domain.rewards.models import Item, Order, OrderStep
from regulars.domain.rewards.operations.handing import hand_out, us_of
from regulars.domain.rewards.operations.items import move_total
from regulars.domain.rewards.operations.revoking import revoke_codes
from regulars.domain.rewards.operations.verbs import (
    ORDERED,
    RETURNED,
    accepted,
    capture,
    give_back,
    release,
    tell_log,
    tell_outbox,
)
from regulars.domain.rewards.operations.waiting import tell_waiting
from regulars.domain.rewards.queries.orders import order_row
from regulars.domain.rewards.queries.reading import order_view
from regulars.domain.rewards.types.orders import Deed, NewRefund, OrderState, OrderView
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us

AT_A_TIME = 200
OPEN = (OrderState.PLACED, OrderState.FULFILLED, OrderState.DELIVERED)
"""States of orders whose points are spent."""


def place_reserved(programme_id: int, member_id: int, order_id: str, actor: str = "") -> OrderView:
    """Make a reserved order final: the points that it holds are spent. Placed before, it is answered again.

    Raises OrderMissing, also for somebody else's order, ReservationLapsed, OrderStateWrong.
    """

    def deed(row: Order) -> None:
        if row.state in (OrderState.PLACED, OrderState.FULFILLED):
            return
        if row.state == OrderState.LAPSED or (row.reserved_until is not None and row.reserved_until <= now_us()):
            raise ReservationLapsed
        _demand(row, OrderState.RESERVED)
        check_active(programme_id, [row.member_id])
        instant = next_instant(programme_id, [row.member_id])
        result = apply_batch(programme_id, [capture(row, instant)])[0]
        if not accepted(result):
            raise ReservationLapsed
        row.placed_at, row.state = instant, OrderState.PLACED.value
        row.cancellable_until = instant + us_of(timedelta(hours=row.item.cancel_hours))
        row.save(update_fields=["placed_at", "state", "cancellable_until"])
        _note(row, Deed(actor))
        item = _held(row)
        item.reserved -= row.quantity
        item.sold += row.quantity
        item.save(update_fields=["reserved", "sold"])
        hand_out(live_programme(programme_id), [row], instant)
        tell_log([(row, row.member_id)], ORDERED, instant)
        tell_outbox([row], "reward.order_placed")

    return _with_order(programme_id, order_id, deed, member_id)


def cancel_order(programme_id: int, order_id: str, deed: Deed, member_id: int | None = None) -> OrderView:
    """Cancel an order: points come back to the lots they were drawn from, pieces can be had again.

    With `member_id` it is the member who cancels: as long as it is reserved, or within the hours that the item gives
    and before it is sent; codes that were not used are voided. Staff cancel until it is fulfilled. Raises
    OrderMissing, OrderStateWrong, CancelTooLate, VoucherUsed.
    """

    def cancel(row: Order) -> None:
        if row.state == OrderState.CANCELLED:
            return
        if row.state == OrderState.RESERVED:
            _let_go(row, OrderState.CANCELLED, deed)
            return
        by_codes = row.state == OrderState.FULFILLED and row.item.kind == "voucher"
        if not by_codes:
            _demand(row, OrderState.PLACED)
        if member_id is not None and now_us() >= (row.cancellable_until or 0):
            raise CancelTooLate
        _take_back(row, NewRefund(order_id, deed), OrderState.CANCELLED)

    return _with_order(programme_id, order_id, cancel, member_id)


def refund_order(programme_id: int, asked: NewRefund) -> OrderView:
    """Take back an order that was placed: all points that are left of it come back, or some.

    Codes that were not used are voided. Raises OrderMissing, OrderStateWrong, RefundTooLate after the days that the
    item gives, RefundTooLarge, VoucherUsed.
    """

    def refund(row: Order) -> None:
        if row.state not in OPEN:
            raise OrderStateWrong(state=row.state)
        days = timedelta(days=row.item.refund_days)
        if now_us() >= (row.placed_at or 0) + us_of(days):
            raise RefundTooLate(days=row.item.refund_days)
        left = row.points - row.returned_points
        if asked.points is not None and not 0 < asked.points <= left:
            wallet = wallet_of(live_programme(programme_id).document, row.wallet)
            raise RefundTooLarge(left=points_text(wallet, left) if wallet else str(left))
        _take_back(row, asked, OrderState.REFUNDED)

    return _with_order(programme_id, asked.order_id, refund)


def note_payment(programme_id: int, order_id: str, reference: str, deed: Deed) -> OrderView:
    """Note that the money of an order was paid, and where; said again, it stays as it is."""

    def pay(row: Order) -> None:
        if row.state not in (OrderState.RESERVED, OrderState.PLACED):
            raise OrderStateWrong(state=row.state)
        row.paid_reference = row.paid_reference or reference[:200]
        row.save(update_fields=["paid_reference"])
        audit.record(deed.actor, "order_paid", f"order {order_id}", {"reference": row.paid_reference})

    return _with_order(programme_id, order_id, pay)


def fulfil_order(programme_id: int, order_id: str, tracking: str, deed: Deed) -> OrderView:
    """Note that an order was sent or done; raises OrderUnpaid when money of it has not been paid."""

    def fulfil(row: Order) -> None:
        if row.state == OrderState.FULFILLED:
            return
        _demand(row, OrderState.PLACED)
        if row.amount_minor and not row.paid_reference:
            raise OrderUnpaid
        row.tracking = tracking[:200]
        _move_to(row, OrderState.FULFILLED, deed, "tracking")

    return _with_order(programme_id, order_id, fulfil)


def deliver_order(programme_id: int, order_id: str, deed: Deed) -> OrderView:
    """Note that an order arrived."""

    def deliver(row: Order) -> None:
        if row.state == OrderState.DELIVERED:
            return
        _demand(row, OrderState.FULFILLED)
        _move_to(row, OrderState.DELIVERED, deed)

    return _with_order(programme_id, order_id, deliver)


def release_lapsed(programme_id: int) -> int:
    """Let reservations go whose time is over, and tell those who wait; answers how many there were."""
    released = 0
    while part := in_transaction(lambda: _release_part(programme_id)):
        released += part
    return released


def _release_part(programme_id: int) -> int:
    lapsed = Order.objects.filter(programme_id=programme_id, state=OrderState.RESERVED, reserved_until__lte=now_us())
    found = list(lapsed.order_by("reserved_until", "id").values_list("id", "member_id")[:AT_A_TIME])
    if not found:
        return 0
    members = sorted({member_id for _, member_id in found})
    lock_members(programme_id, members)
    bring_up_to(programme_id, members, next_instant(programme_id, members))
    rows = Order.objects.select_related("item").filter(id__in=[number for number, _ in found])
    open_rows = [row for row in rows.order_by("id") if row.state == OrderState.RESERVED]
    _free_pieces(open_rows)
    for row in open_rows:
        row.state = OrderState.LAPSED.value
        row.save(update_fields=["state"])
        _note(row, Deed(""))
    tell_outbox(open_rows, "reward.order_lapsed")
    return len(found)


def _free_pieces(rows: Sequence[Order]) -> None:
    """Reserved pieces can be had again; items are held in ascending order."""
    pieces: dict[int, int] = {}
    for row in rows:
        pieces[row.item_id] = pieces.get(row.item_id, 0) + row.quantity
    for item in Item.objects.select_for_update().filter(id__in=pieces).order_by("id"):
        item.reserved -= pieces[item.pk]
        item.save(update_fields=["reserved"])
        tell_waiting(item)


def _let_go(row: Order, state: OrderState, deed: Deed) -> None:
    """End a reservation before its time: the hold is released; one that timed out meanwhile gave back by itself."""
    instant = next_instant(row.programme_id, [row.member_id])
    result = apply_batch(row.programme_id, [release(row, instant)])[0]
    if not accepted(result):
        bring_up_to(row.programme_id, [row.member_id], instant)
    _free_pieces([row])
    _move_to(row, state, deed)


def _take_back(row: Order, asked: NewRefund, state: OrderState) -> None:
    """Give points back, void codes, put pieces back into the stock, and end the order."""
    left = row.points - row.returned_points
    points = left if asked.points is None else asked.points
    now_is = member(row.programme_id, row.member_id, Disclosure.MASKED).merged_into or row.member_id
    if points:
        result = give_back(row, now_is, points, asked.deed.reason)
        if not accepted(result):
            raise refusal_of(result.code, result.params)
    row.returned_points += points
    item = _held(row)
    spoiled = revoke_codes(row, item, asked.deed)
    if asked.restock:
        item.sold -= row.quantity
        item.save(update_fields=["sold"])
        if spoiled:
            move_total(item, -spoiled, asked.deed)
        row.restocked = True
        tell_waiting(item)
    _move_to(row, state, asked.deed, "returned_points", "restocked")
    tell_log([(row, now_is)], RETURNED, next_instant(row.programme_id, [now_is]))


def _held(row: Order) -> Item:
    """The order's item, held until the transaction ends."""
    row.item = Item.objects.select_for_update().get(pk=row.item_id)
    return row.item


def _move_to(row: Order, state: OrderState, deed: Deed, *columns: str) -> None:
    row.state = state.value
    row.save(update_fields=["state", *columns])
    _note(row, deed)
    tell_outbox([row], f"reward.order_{state.value}")
    if deed.actor:
        params = {"member": row.member_id, "reason": deed.reason, "returned": row.returned_points}
        audit.record(deed.actor, f"order_{state.value}", f"order {row.order_id}", params)


def _note(row: Order, deed: Deed) -> None:
    OrderStep.objects.create(
        order=row, state=row.state, changed_at=now_us(), actor=deed.actor, reason=deed.reason[:500]
    )


def _demand(row: Order, state: OrderState) -> None:
    if row.state != state:
        raise OrderStateWrong(state=row.state)


def _with_order(
    programme_id: int, order_id: str, deed: Callable[[Order], None], member_id: int | None = None
) -> OrderView:
    """Do something to an order while its member is locked, so that nobody else does anything to it meanwhile."""

    def locked() -> OrderView:
        row = order_row(programme_id, order_id)
        if member_id is not None and row.member_id != member_id:
            raise OrderMissing(order_id=order_id[:100])
        now_is = member(programme_id, row.member_id, Disclosure.MASKED).merged_into or row.member_id
        lock_members(programme_id, {row.member_id, now_is})
        row.refresh_from_db()
        deed(row)
        return order_view(row, Disclosure.FULL if member_id is not None else Disclosure.MASKED, with_changes=True)

    return in_transaction(locked)
