"""What is there at once when an order is placed: codes of vouchers, and gifts to others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from regulars.domain.offers.types import CodeSource, ItemKind
from regulars.domain.programmes.types import LiveProgramme, stream_of
from regulars.domain.rewards.models import Item, Order, OrderStep, Voucher
from regulars.domain.rewards.operations.verbs import tell_outbox
from regulars.domain.rewards.policy.codes import new_code, spelling
from regulars.domain.rewards.queries.reading import CODE
from regulars.domain.rewards.queries.vouchers import index_of
from regulars.domain.rewards.types.orders import OrderState
from regulars.domain.rewards.types.vouchers import VoucherState
from regulars.platform import outbox
from regulars.platform.encryption import encrypt
from regulars.platform.outbox import NewMessage

AT_ONCE = (ItemKind.VOUCHER, ItemKind.CHARITY)


def hand_out(programme: LiveProgramme, placed: Sequence[Order], instant: int) -> None:
    """Fulfil orders of vouchers and gifts: assign codes and tell of them. Items must be held by the transaction."""
    done = [row for row in placed if row.item.kind in AT_ONCE]
    if not done:
        return
    assigned: list[Voucher] = []
    for row in done:
        if row.item.kind == ItemKind.VOUCHER:
            assigned += _assign(programme, row, instant)
        row.state = OrderState.FULFILLED.value
    Order.objects.bulk_update(done, ["state"])
    OrderStep.objects.bulk_create(OrderStep(order=row, state=row.state, changed_at=instant) for row in done)
    tell_outbox(done, "reward.order_fulfilled")
    tell_vouchers(assigned)


def fresh_voucher(item: Item, text: str, instant: int) -> Voucher:
    """A voucher with a code, not yet written."""
    return Voucher(
        programme_id=item.programme_id,
        item=item,
        code=encrypt(text, CODE),
        code_index=index_of(text),
        tail=spelling(text)[-4:],
        state=VoucherState.NEW.value,
        made_at=instant,
    )


def tell_vouchers(rows: Iterable[Voucher]) -> None:
    """Tell the outbox to which state vouchers came; never what their codes are."""
    told = list(rows)
    if not told:
        return
    outbox.send(
        stream_of(told[0].programme_id),
        [
            NewMessage(
                f"voucher.{row.state}",
                f"{row.pk}:{row.used_at or row.assigned_at or row.made_at}",
                f"member {row.member_id}" if row.member_id is not None else f"voucher {row.pk}",
                {"voucher": row.pk, "member_id": row.member_id, "reward": row.item.code, "state": row.state},
            )
            for row in told
        ],
    )


def good_until(programme: LiveProgramme, item: Item, instant: int) -> int | None:
    """The instant at which a code assigned now expires: the end of the last of its days; None: never."""
    if item.voucher_days is None:
        return None
    zone = programme.compiled.zone
    return int(zone.midnights[zone.day_of(instant) + item.voucher_days + 1])


def _assign(programme: LiveProgramme, row: Order, instant: int) -> list[Voucher]:
    """As many codes as the order has pieces: the oldest that wait, or new ones."""
    if row.item.codes == CodeSource.POOL:
        waiting = Voucher.objects.select_related("item").filter(item=row.item, state=VoucherState.NEW.value)
        found = list(waiting.filter(counted=True).order_by("id")[: row.quantity])
        if len(found) < row.quantity:
            raise RuntimeError(f"reward {row.item.code} counts more codes than it has")
    else:
        found = Voucher.objects.bulk_create(fresh_voucher(row.item, new_code(), instant) for _ in range(row.quantity))
    for voucher in found:
        voucher.state = VoucherState.ASSIGNED.value
        voucher.order, voucher.member_id, voucher.assigned_at = row, row.member_id, instant
        own = good_until(programme, row.item, instant)
        dates = [one for one in (own, voucher.expires_at) if one is not None]
        voucher.expires_at = min(dates) if dates else None
    Voucher.objects.bulk_update(found, ["state", "order", "member_id", "assigned_at", "expires_at"])
    return found


def us_of(step: timedelta) -> int:
    """A span in microseconds."""
    return int(step.total_seconds()) * 1_000_000
