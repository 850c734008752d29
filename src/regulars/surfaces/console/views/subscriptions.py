"""Subscriptions to plans: the list, one with its periods and payments, ending it and giving money back."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.plans import operations, queries
from regulars.domain.plans.types.subscriptions import (
    RUNNING,
    Deed,
    EndReason,
    PaymentState,
    PaymentView,
    Purpose,
    SubscriptionFilter,
    SubscriptionState,
    SubscriptionView,
)
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.platform.errors import DomainError, Missing
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.companions import names_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.plan_forms import CancelForm, EndForm, RefundForm, SubscriptionSearchForm
from regulars.surfaces.console.plan_words import (
    END_REASONS,
    EVERY,
    PAYMENT_STATES,
    PERIOD_STATES,
    PURPOSES,
    SUBSCRIPTION_STATES,
)
from regulars.surfaces.web.formatting import is_chinese, money
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 25
_CANCELLABLE = (SubscriptionState.TRIAL, SubscriptionState.ACTIVE, SubscriptionState.GRACE, SubscriptionState.PENDING)


@require_safe
@console_page(Permission.SEE_PLANS)
def subscriptions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Subscriptions that meet the filters, newest first."""
    form, cursor = SubscriptionSearchForm(request.GET), request.GET.get("after") or None
    valid = form.is_valid()
    criteria = form.criteria() if valid else SubscriptionFilter()
    found = queries.list_subscriptions(desk.programme.id, PageRequest(cursor, _PER_PAGE), criteria)
    names = names_in(desk, {one.member_id for one in found.items})
    context = {
        "form": form,
        "found": found,
        "first_page": cursor is not None,
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "lines": [
            {
                "view": one,
                "member": names.get(one.member_id, f"#{one.member_id}"),
                "plan": _named(one),
                "state": SUBSCRIPTION_STATES[one.state],
                "price": money(one.price_minor, one.currency),
                "every": EVERY[one.every],
            }
            for one in found.items
        ],
    }
    return page(request, desk, "console/subscriptions.html", context, status=200 if valid else 422)


@require_safe
@console_page(Permission.SEE_PLANS)
def subscription(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """One subscription."""
    found = queries.subscription(desk.programme.id, number)
    view = found.view
    names = names_in(desk, [view.member_id])
    manages = desk.may(Permission.MANAGE_PLANS)
    context = {
        "view": view,
        "name": _named(view),
        "member": names.get(view.member_id, f"#{view.member_id}"),
        "state": _state(view),
        "price": money(view.price_minor, view.currency),
        "every": EVERY[view.every],
        "end_reason": END_REASONS.get(view.end_reason) if view.end_reason else None,
        "periods": [(one, PERIOD_STATES[one.state], money(one.price_minor, view.currency)) for one in found.periods],
        "payments": [
            {
                "view": one,
                "purpose": PURPOSES[one.purpose],
                "state": PAYMENT_STATES[one.state],
                "amount": money(one.amount_minor, one.currency),
                "may_refund": manages and _is_refundable(one),
            }
            for one in found.payments
        ],
        "may_cancel": desk.may(Permission.CANCEL_PLANS) and view.state in _CANCELLABLE,
        "may_end": manages and view.state in RUNNING and view.end_reason is not EndReason.ENDED_EARLY,
        "cancel_form": CancelForm(),
        "end_form": EndForm(),
        "refund_form": RefundForm(),
    }
    return page(request, desk, "console/subscription.html", context)


@require_POST
@console_page(Permission.CANCEL_PLANS)
def cancel_subscription(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Have it end with its period."""
    view, form = queries.subscription(desk.programme.id, number).view, CancelForm(request.POST)
    return _done(
        (request, number),
        form,
        lambda: operations.cancel(desk.programme.id, view.member_id, _deed(desk, form)),
        _("It is not renewed."),
    )


@require_POST
@console_page(Permission.MANAGE_PLANS)
def end_subscription(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Have it end with today, whatever the plan says."""
    form = EndForm(request.POST)
    return _done(
        (request, number),
        form,
        lambda: operations.end_subscription(desk.programme.id, number, _deed(desk, form), form.back()),
        _("It ends with today."),
    )


@require_POST
@console_page(Permission.MANAGE_PLANS)
def refund_payment(request: HttpRequest, desk: Desk, number: int, reference: str) -> HttpResponse:
    """Give money of a payment back."""
    form, found = RefundForm(request.POST), queries.payment(reference)
    decimals = CURRENCY_DECIMALS[found.currency]
    return _done(
        (request, number),
        form,
        lambda: operations.refund_payment(desk.programme.id, reference, _deed(desk, form), form.amount_minor(decimals)),
        _("The payment page is asked to give it back."),
    )


def _done(place: tuple[HttpRequest, int], form: Form, work: Callable[[], object], told: str) -> HttpResponse:
    """Do what the form asks for, say what came of it, and go back to the subscription."""
    request, number = place
    if form.is_valid():
        try:
            work()
            notify(request, told)
        except Missing:
            raise
        except DomainError as error:
            warn(request, text_of(error))
    else:
        warn(request, _("Not done: look at what was filled in."))
    return HttpResponseRedirect(reverse("console:subscription", args=[number]))


def _deed(desk: Desk, form: Form) -> Deed:
    return Deed(desk.who.username, form.cleaned_data["reason"])


def _is_refundable(payment: PaymentView) -> bool:
    return payment.state is PaymentState.PAID and payment.purpose is not Purpose.REFUND


def _state(view: SubscriptionView) -> tuple[Promise | str, str]:
    """How it stands; what staff ended runs through the day, not to the end of its period."""
    if view.state is SubscriptionState.CANCELLED and view.end_reason is EndReason.ENDED_EARLY:
        return _("Ends with today"), SUBSCRIPTION_STATES[view.state][1]
    return SUBSCRIPTION_STATES[view.state]


def _named(view: SubscriptionView) -> str:
    return view.name.zh if is_chinese() else view.name.en
