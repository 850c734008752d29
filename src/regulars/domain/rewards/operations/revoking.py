"""Taking codes of an order out of use."""

from __future__ import annotations

from regulars.domain.offers.types import CodeSource
from regulars.domain.rewards.errors import VoucherUsed
from regulars.domain.rewards.models import Item, Order, VoucherStep
from regulars.domain.rewards.operations.handing import tell_vouchers
from regulars.domain.rewards.queries.reading import clock_text
from regulars.domain.rewards.types.orders import Deed
from regulars.domain.rewards.types.vouchers import VoucherState
from regulars.platform.clock import now_us


def revoke_codes(row: Order, item: Item, deed: Deed) -> int:
    """Void the codes of an order; how many of them came out of the item's pool and are spoiled.

    Raises VoucherUsed when one of them was used: its use has to be taken back first.
    """
    instant = now_us()
    held = list(row.vouchers.select_for_update().select_related("item").order_by("id"))
    for voucher in held:
        if voucher.state == VoucherState.USED:
            raise VoucherUsed(at=clock_text(voucher.programme_id, voucher.used_at), place=voucher.used_place)
    good = [voucher for voucher in held if voucher.state == VoucherState.ASSIGNED]
    for voucher in good:
        voucher.state = VoucherState.VOID.value
        voucher.save(update_fields=["state"])
    VoucherStep.objects.bulk_create(
        VoucherStep(voucher=one, state=one.state, changed_at=instant, actor=deed.actor, reason=deed.reason[:500])
        for one in good
    )
    tell_vouchers(good)
    return len(held) if item.codes == CodeSource.POOL else 0
