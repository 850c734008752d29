"""Paid membership in the words that members read: what a plan costs and gives, and how theirs stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regulars.domain.plans.queries import is_payable, plan, plans_for, subscription, subscription_of
from regulars.domain.plans.types.plans import Every, Perk, PlanOffer, PlanView, Words
from regulars.domain.plans.types.subscriptions import (
    EndReason,
    PaymentState,
    PaymentView,
    Purpose,
    SubscriptionState,
    SubscriptionView,
)
from regulars.engine.programme.model import Programme, Tier
from regulars.surfaces.portal.door import Guest
from regulars.surfaces.portal.holding import icon_of
from regulars.surfaces.portal.words import in_language
from regulars.surfaces.web.benefit_words import gives_overall
from regulars.surfaces.web.formatting import day, is_chinese, money

_EVERY: dict[Every, Promise] = {
    Every.MONTH: gettext_lazy("a month"),
    Every.QUARTER: gettext_lazy("a quarter"),
    Every.YEAR: gettext_lazy("a year"),
}
_TAGS: dict[SubscriptionState, tuple[Promise, str]] = {
    SubscriptionState.PENDING: (gettext_lazy("Not paid yet"), "warn"),
    SubscriptionState.TRIAL: (gettext_lazy("On trial"), "success"),
    SubscriptionState.ACTIVE: (gettext_lazy("Running"), "success"),
    SubscriptionState.GRACE: (gettext_lazy("Payment is due"), "warn"),
    SubscriptionState.CANCELLED: (gettext_lazy("Not renewed"), "plain"),
    SubscriptionState.ENDED: (gettext_lazy("Ended"), "plain"),
}
_PAYMENTS: dict[PaymentState, tuple[Promise, str]] = {
    PaymentState.NEW: (gettext_lazy("On its way"), "info"),
    PaymentState.OPEN: (gettext_lazy("Open"), "warn"),
    PaymentState.PAID: (gettext_lazy("Paid"), "success"),
    PaymentState.FAILED: (gettext_lazy("Failed"), "warn"),
    PaymentState.REFUSED: (gettext_lazy("Not paid"), "plain"),
    PaymentState.VOID: (gettext_lazy("Not needed"), "plain"),
}
_PURPOSES: dict[Purpose, Promise] = {
    Purpose.START: gettext_lazy("First payment"),
    Purpose.RENEWAL: gettext_lazy("Renewal"),
    Purpose.CHANGE: gettext_lazy("Change of plan"),
    Purpose.REFUND: gettext_lazy("Money back"),
}


@dataclass(frozen=True)
class PerkLine:
    """A benefit that a plan gives: its name, what it gives, how often."""

    name: str
    gives: str
    times: str
    icon: str


@dataclass(frozen=True)
class PlanLine:
    """A plan as a member sees it. `price` says the period, too; `trial` is empty where there is none for them."""

    offer: PlanOffer
    name: str
    about: str
    price: str
    trial: str
    tier: Tier | None
    perks: tuple[PerkLine, ...]


@dataclass(frozen=True)
class PaymentLine:
    """A payment in words, with the tone in which its state is shown."""

    payment: PaymentView
    purpose: str
    amount: str
    state: str
    tone: str


@dataclass(frozen=True)
class Membership:
    """How the member's own plan stands. `open_payment` is what waits to be paid, None when nothing does."""

    view: SubscriptionView
    name: str
    price: str
    state: str
    tone: str
    sentence: str
    next_name: str
    open_payment: PaymentView | None
    payments: tuple[PaymentLine, ...]

    @property
    def is_cancelled(self) -> bool:
        """Whether it runs out and is not renewed."""
        return self.view.state is SubscriptionState.CANCELLED

    @property
    def can_go_on(self) -> bool:
        """Whether leaving can still be taken back."""
        return self.is_cancelled and self.view.end_reason is EndReason.CANCELLED

    @property
    def is_pending(self) -> bool:
        """Whether it waits for its first payment."""
        return self.view.state is SubscriptionState.PENDING

    @property
    def can_change(self) -> bool:
        """Whether another plan can be taken instead."""
        return self.view.state in (SubscriptionState.TRIAL, SubscriptionState.ACTIVE)


def plan_link(guest: Guest) -> tuple[str, str] | None:
    """What a link to the plans says, in two lines: the member's own plan, else what there is; None for neither."""
    view = subscription_of(guest.programme.id, guest.id)
    if view is not None:
        return in_words(view.name), str(_TAGS[view.state][0])
    lines = plan_lines(guest)
    if not lines:
        return None
    cheapest = min(lines, key=lambda line: line.offer.plan.terms.price_minor)
    return _("Paid membership"), _("from %(price)s") % {"price": cheapest.price}


def plan_lines(guest: Guest) -> list[PlanLine]:
    """The plans that the member may take here, and their own; those that cannot be paid are left out.

    Trials are told to who has no plan: a change from one to another begins none.
    """
    payable, own = is_payable(), subscription_of(guest.programme.id, guest.id)
    has_none = own is None or own.state is SubscriptionState.PENDING
    offers = plans_for(guest.programme.id, guest.id)
    shown = [one for one in offers if payable or one.is_theirs or not one.plan.terms.price_minor]
    return [plan_line(guest.document, replace(one, has_trial=one.has_trial and has_none)) for one in shown]


def plan_line(programme: Programme, offer: PlanOffer) -> PlanLine:
    """A plan in words."""
    terms = offer.plan.terms
    benefits = {one.id: one for one in programme.benefits}
    trial = ngettext("%(days)d day free", "%(days)d days free", terms.trial_days) % {"days": terms.trial_days}
    return PlanLine(
        offer=offer,
        name=in_words(terms.name),
        about=in_words(terms.about),
        price=price_of(offer.plan),
        trial=trial if offer.has_trial else "",
        tier=next((one for one in programme.ladder.tiers if one.id == terms.tier), None),
        perks=tuple(_perk(programme, perk, terms.every) for perk in terms.perks if perk.benefit in benefits),
    )


def membership_of(guest: Guest) -> Membership | None:
    """The member's own plan; None when there is none that has not ended."""
    view = subscription_of(guest.programme.id, guest.id)
    if view is None:
        return None
    payments = subscription(guest.programme.id, view.number).payments
    state, tone = _TAGS[view.state]
    following = plan(guest.programme.id, view.next_plan) if view.next_plan else None
    return Membership(
        view=view,
        name=in_words(view.name),
        price=_price(view.price_minor, view.currency, view.every),
        state=str(state),
        tone=tone,
        sentence=_sentence(view, following),
        next_name=in_words(following.terms.name) if following else "",
        open_payment=_open(payments),
        payments=tuple(map(_payment, payments)),
    )


def newest_payment(guest: Guest) -> PaymentView | None:
    """The last payment that the member was asked for, whatever came of it; None when nothing was."""
    view = subscription_of(guest.programme.id, guest.id)
    if view is None:
        return None
    asked = subscription(guest.programme.id, view.number).payments
    return next((one for one in asked if one.purpose is not Purpose.REFUND), None)


def in_words(text: Words) -> str:
    """A text of a plan in the reader's language."""
    return text.zh if is_chinese() else text.en


def price_of(found: PlanView) -> str:
    """What a plan costs for its period."""
    return _price(found.terms.price_minor, found.currency, found.terms.every)


def _price(amount_minor: int, currency: str, every: Every) -> str:
    return _("%(amount)s %(period)s") % {"amount": money(amount_minor, currency), "period": _EVERY[every]}


def _perk(programme: Programme, perk: Perk, every: Every) -> PerkLine:
    benefit = next(one for one in programme.benefits if one.id == perk.benefit)
    name, given = in_language(benefit.name), gives_overall(programme, benefit)
    times = ngettext("once", "%(count)d times", perk.quota) % {"count": perk.quota}
    often = _("%(times)s %(period)s") % {"times": times, "period": _EVERY[every]}
    return PerkLine(name, "" if given == name else given, often, icon_of(benefit))


def _open(payments: tuple[PaymentView, ...]) -> PaymentView | None:
    waiting = (PaymentState.NEW, PaymentState.OPEN, PaymentState.FAILED, PaymentState.REFUSED)
    return next((one for one in payments if one.state in waiting and one.purpose is not Purpose.REFUND), None)


def _payment(found: PaymentView) -> PaymentLine:
    state, tone = _PAYMENTS[found.state]
    back = found.purpose is Purpose.REFUND
    if back and found.state is PaymentState.PAID:
        state = gettext_lazy("Paid back")
    amount = money(-found.amount_minor if back else found.amount_minor, found.currency)
    return PaymentLine(found, str(_PURPOSES[found.purpose]), amount, str(state), tone)


def _sentence(view: SubscriptionView, following: PlanView | None) -> str:
    """Through when it holds, and what comes then."""
    price = _price(view.price_minor, view.currency, view.every)
    if view.period is None or view.state is SubscriptionState.PENDING:
        return _("It begins with your payment of %(amount)s.") % {"amount": money(view.price_minor, view.currency)}
    last = day(view.period.ends_on - timedelta(days=1))
    if view.state is SubscriptionState.CANCELLED:
        return _("Yours through %(day)s. It is not renewed, and nothing more is to be paid.") % {"day": last}
    if view.state is SubscriptionState.GRACE and view.grace_until is not None:
        return _("The payment for this period is missing. Without it the plan ends on %(day)s.") % {
            "day": day(view.grace_until)
        }
    if following is not None and view.renews_on is not None:
        told = {"day": day(view.renews_on), "plan": in_words(following.terms.name), "price": price_of(following)}
        return _("From %(day)s on you have %(plan)s for %(price)s.") % told
    if view.state is SubscriptionState.TRIAL:
        return _("Free through %(day)s, then %(price)s.") % {"day": last, "price": price}
    return _("Paid through %(day)s. It is renewed then, for %(price)s.") % {"day": last, "price": price}
