"""The writers of the mall: catalogue, orders, vouchers, waiting lists."""

from regulars.domain.rewards.operations.items import add_item, change_item, change_stock, set_item_state, set_picture
from regulars.domain.rewards.operations.ordering import place_order, refuse_sold_out, reserve
from regulars.domain.rewards.operations.settling import (
    cancel_order,
    deliver_order,
    fulfil_order,
    note_payment,
    place_reserved,
    refund_order,
    release_lapsed,
)
from regulars.domain.rewards.operations.using import check_voucher, take_use_back, use_voucher
from regulars.domain.rewards.operations.vouchers import expire_vouchers, import_codes, make_codes, void_voucher
from regulars.domain.rewards.operations.waiting import join_waiting_list, leave_waiting_list, tell_all_waiting

__all__ = [
    "add_item",
    "cancel_order",
    "change_item",
    "change_stock",
    "check_voucher",
    "deliver_order",
    "expire_vouchers",
    "fulfil_order",
    "import_codes",
    "join_waiting_list",
    "leave_waiting_list",
    "make_codes",
    "note_payment",
    "place_order",
    "place_reserved",
    "refund_order",
    "refuse_sold_out",
    "release_lapsed",
    "reserve",
    "set_item_state",
    "set_picture",
    "take_use_back",
    "tell_all_waiting",
    "use_voucher",
    "void_voucher",
]
