"""Rewards, orders and vouchers in the words that members read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.offers.types import ItemKind, Offer, Phase, Price, Words
from regulars.domain.rewards.types.orders import OrderState, OrderView
from regulars.domain.rewards.types.vouchers import VoucherState, VoucherView
from regulars.engine.programme.model import Programme
from regulars.surfaces.web.formatting import clock_time, is_chinese, money, number, scaled

_KINDS: dict[ItemKind, tuple[Promise, str]] = {
    ItemKind.GOODS: (gettext_lazy("Sent to you"), "shopping-bag"),
    ItemKind.SERVICE: (gettext_lazy("Service"), "calendar"),
    ItemKind.VOUCHER: (gettext_lazy("Voucher"), "ticket"),
    ItemKind.CHARITY: (gettext_lazy("For a good cause"), "gift"),
}
_ORDERS: dict[OrderState, tuple[Promise, str]] = {
    OrderState.RESERVED: (gettext_lazy("Reserved"), "warn"),
    OrderState.PLACED: (gettext_lazy("Ordered"), "info"),
    OrderState.FULFILLED: (gettext_lazy("On its way"), "info"),
    OrderState.DELIVERED: (gettext_lazy("Delivered"), "success"),
    OrderState.CANCELLED: (gettext_lazy("Cancelled"), "plain"),
    OrderState.REFUNDED: (gettext_lazy("Refunded"), "plain"),
    OrderState.LAPSED: (gettext_lazy("Lapsed"), "plain"),
}
_VOUCHERS: dict[VoucherState, tuple[Promise, str]] = {
    VoucherState.ASSIGNED: (gettext_lazy("Good"), "success"),
    VoucherState.USED: (gettext_lazy("Used"), "plain"),
    VoucherState.VOID: (gettext_lazy("Void"), "plain"),
    VoucherState.EXPIRED: (gettext_lazy("Expired"), "plain"),
    VoucherState.NEW: (gettext_lazy("Good"), "success"),
}


@dataclass(frozen=True)
class OfferLine:
    """A reward as the member sees it: what it costs them, and what stands in the way."""

    offer: Offer
    name: str
    about: str
    guide: str
    price: str
    kind: str
    icon: str
    note: str
    percent_left: float | None
    missing: str

    @property
    def is_open(self) -> bool:
        """Whether it can be ordered now, the balance apart."""
        return self.offer.phase is Phase.OPEN and not self.offer.refusal


@dataclass(frozen=True)
class OrderLine:
    """An order in words, with the tone in which its state is shown."""

    order: OrderView
    name: str
    price: str
    state: str
    tone: str


@dataclass(frozen=True)
class VoucherLine:
    """A voucher in words."""

    voucher: VoucherView
    name: str
    state: str
    tone: str


def in_words(text: Words) -> str:
    """A text of the catalogue in the reader's language."""
    return text.zh if is_chinese() else text.en


def price_words(programme: Programme, wallet_id: str, price: Price) -> str:
    """What is paid: 1,000 points, with money besides where there is some."""
    wallet = next((one for one in programme.wallets if one.id == wallet_id), programme.wallets[0])
    told = []
    if price.points or not price.amount_minor:
        name = wallet.name.zh if is_chinese() else wallet.name.en.lower()
        told.append(f"{scaled(price.points, wallet.decimals)} {name}")
    if price.amount_minor:
        told.append(money(price.amount_minor, programme.currency))
    return " + ".join(told)


def offer_line(programme: Programme, offer: Offer, available: int) -> OfferLine:
    """An offer in words; `available` is what the member has in its wallet."""
    terms, stock = offer.item.terms, offer.item.stock
    kind, icon = _KINDS[terms.kind]
    short = max(offer.price.points - available, 0)
    return OfferLine(
        offer=offer,
        name=in_words(terms.name),
        about=in_words(terms.about),
        guide=in_words(terms.guide),
        price=price_words(programme, terms.wallet, offer.price),
        kind=str(kind),
        icon=icon,
        note=_note(offer),
        percent_left=stock.free * 100 / stock.total if stock.free is not None and stock.total else None,
        missing=price_words(programme, terms.wallet, Price(short)) if short else "",
    )


def order_line(programme: Programme, order: OrderView) -> OrderLine:
    """An order in words."""
    state, tone = _ORDERS[order.state]
    if order.state is OrderState.FULFILLED and order.kind is not ItemKind.GOODS:
        state, tone = gettext_lazy("All done"), "success"
    price = price_words(programme, order.wallet, Price(order.points, order.amount_minor))
    return OrderLine(order, in_words(order.name), price, str(state), tone)


def voucher_line(voucher: VoucherView) -> VoucherLine:
    """A voucher in words."""
    state, tone = _VOUCHERS[voucher.state]
    return VoucherLine(voucher, in_words(voucher.name), str(state), tone)


def _note(offer: Offer) -> str:
    """One line about when and how many there are."""
    rules, free = offer.item.terms.rules, offer.item.stock.free
    if offer.phase is Phase.ANNOUNCED and rules.starts_at is not None:
        return _("from %(time)s") % {"time": clock_time(rules.starts_at)}
    if offer.phase is Phase.SOLD_OUT:
        return _("sold out")
    if rules.ends_at is not None:
        return _("until %(time)s") % {"time": clock_time(rules.ends_at)}
    if free is not None:
        return _("%(count)s left") % {"count": number(free)}
    return ""
