"""The mall in words: kinds, states, prices."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.offers.types import ItemKind, ItemState, ItemView, LimitPer, Price, Words
from regulars.domain.rewards.types.orders import OrderState, OrderView
from regulars.domain.rewards.types.vouchers import VoucherState
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import Holding, wallet_of
from regulars.surfaces.web.formatting import is_chinese, money

KINDS: dict[ItemKind, Promise] = {
    ItemKind.GOODS: gettext_lazy("Goods"),
    ItemKind.SERVICE: gettext_lazy("Service or class"),
    ItemKind.VOUCHER: gettext_lazy("Voucher"),
    ItemKind.CHARITY: gettext_lazy("Charity"),
}
PERIODS: dict[LimitPer, Promise] = {
    LimitPer.DAY: gettext_lazy("a day"),
    LimitPer.WEEK: gettext_lazy("a week"),
    LimitPer.MONTH: gettext_lazy("a month"),
    LimitPer.YEAR: gettext_lazy("a year"),
    LimitPer.EVER: gettext_lazy("ever"),
}


@dataclass(frozen=True)
class StateName:
    """A state in words, with how it is shown."""

    name: str
    tone: str
    icon: str


_ITEMS: dict[ItemState, tuple[Promise, str, str]] = {
    ItemState.DRAFT: (gettext_lazy("Draft"), "", "clock"),
    ItemState.LISTED: (gettext_lazy("Offered"), "tag-good", "check"),
    ItemState.WITHDRAWN: (gettext_lazy("Withdrawn"), "tag-warn", "eye-off"),
}
_ORDERS: dict[OrderState, tuple[Promise, str, str]] = {
    OrderState.RESERVED: (gettext_lazy("Reserved"), "tag-note", "clock"),
    OrderState.PLACED: (gettext_lazy("To be sent"), "tag-warn", "shopping-cart"),
    OrderState.FULFILLED: (gettext_lazy("Sent or done"), "tag-good", "check"),
    OrderState.DELIVERED: (gettext_lazy("Delivered"), "tag-good", "circle-check"),
    OrderState.CANCELLED: (gettext_lazy("Cancelled"), "", "x"),
    OrderState.REFUNDED: (gettext_lazy("Refunded"), "tag-bad", "refresh"),
    OrderState.LAPSED: (gettext_lazy("Lapsed"), "", "clock"),
}
_VOUCHERS: dict[VoucherState, tuple[Promise, str, str]] = {
    VoucherState.NEW: (gettext_lazy("Waits for an order"), "", "clock"),
    VoucherState.ASSIGNED: (gettext_lazy("Good"), "tag-good", "check"),
    VoucherState.USED: (gettext_lazy("Used"), "tag-note", "circle-check"),
    VoucherState.VOID: (gettext_lazy("Void"), "tag-bad", "x"),
    VoucherState.EXPIRED: (gettext_lazy("Expired"), "tag-warn", "clock"),
}


def item_state(state: ItemState) -> StateName:
    """The state of a reward."""
    name, tone, icon = _ITEMS[state]
    return StateName(str(name), tone, icon)


def order_state(state: OrderState) -> StateName:
    """The state of an order."""
    name, tone, icon = _ORDERS[state]
    return StateName(str(name), tone, icon)


def order_step(state: OrderState) -> StateName:
    """A state that an order came to, looking back at it."""
    found = order_state(state)
    return StateName(_("Ordered"), "", found.icon) if state is OrderState.PLACED else found


def voucher_state(state: VoucherState) -> StateName:
    """The state of a voucher."""
    name, tone, icon = _VOUCHERS[state]
    return StateName(str(name), tone, icon)


def order_states() -> list[tuple[str, str]]:
    """All states of orders, for a form."""
    return [(state.value, str(name)) for state, (name, _tone, _icon) in _ORDERS.items()]


def voucher_states() -> list[tuple[str, str]]:
    """All states of vouchers, for a form."""
    return [(state.value, str(name)) for state, (name, _tone, _icon) in _VOUCHERS.items()]


def words_in(words: Words) -> str:
    """A text in the reader's language."""
    return words.zh if is_chinese() else words.en


def price_text(programme: Programme, wallet_id: str, price: Price) -> str:
    """A price in words: points of the wallet, and money besides."""
    wallet = wallet_of(programme, wallet_id) or programme.wallets[0]
    holding = Holding(wallet, price.points)
    points = f"{holding} {holding.name}"
    if not price.amount_minor:
        return points
    return _("%(points)s and %(amount)s") % {"points": points, "amount": money(price.amount_minor, programme.currency)}


def order_price(programme: Programme, order: OrderView) -> str:
    """What an order cost."""
    return price_text(programme, order.wallet, Price(order.points, order.amount_minor))


def stock_percent(view: ItemView) -> float:
    """How much of the stock is gone, in per cent."""
    stock = view.stock
    return 100 * (stock.reserved + stock.sold) / stock.total if stock.total else 0.0
