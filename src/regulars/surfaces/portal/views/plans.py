"""Paid membership: the plans, taking one, changing it, leaving it and going on, and the ways to the payment page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.plans.operations import cancel, change_plan, resume, subscribe
from regulars.domain.plans.queries import quote_change, quote_leaving
from regulars.domain.plans.types.subscriptions import (
    ChangeQuote,
    Deed,
    EndReason,
    NewSubscription,
    PaymentState,
    Purpose,
    SubscriptionView,
)
from regulars.platform.errors import DomainError
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.memberships import (
    Membership,
    PlanLine,
    membership_of,
    newest_payment,
    plan_lines,
    price_of,
)
from regulars.surfaces.web.formatting import day, money
from regulars.surfaces.web.messages import text_of

_WAITING = (PaymentState.NEW, PaymentState.OPEN)


@require_safe
@portal_page
def plans(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The member's plan, what was paid for it, and the plans there are."""
    own = membership_of(guest)
    context = {"own": own, "lines": plan_lines(guest), "may_choose": own is None or own.is_pending or own.can_change}
    return page(request, guest, "portal/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def plan(request: HttpRequest, guest: Guest, code: str) -> HttpResponse:
    """One plan with what it would cost the member now; sent, it is taken, or changed to."""
    line = next((one for one in plan_lines(guest) if one.offer.plan.code == code), None)
    if line is None:
        raise Http404
    own, problem = membership_of(guest), ""
    changes = own is not None and own.can_change
    if request.method == "POST":
        try:
            view = _changed(request, guest, code) if changes else _taken(request, guest, code)
        except DomainError as error:
            problem = text_of(error)
        else:
            return _onward(request, guest, view)
    context: dict[str, Any] = {"line": line, "own": own, "problem": problem}
    if changes and not line.offer.is_theirs:
        context |= _quoted(line, quote_change(guest.programme.id, guest.id, code))
    return page(request, guest, "portal/plan.html", context, status=422 if problem else 200)


@require_safe
@portal_page
def pay(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The way to the payment page: a link, which scripts follow at once."""
    own = membership_of(guest)
    if own is None or own.open_payment is None or not own.open_payment.url:
        return HttpResponseRedirect(reverse("portal:plans"))
    amount = money(own.open_payment.amount_minor, own.open_payment.currency)
    return page(request, guest, "portal/plan_pay.html", {"own": own, "amount": amount, "url": own.open_payment.url})


@require_safe
@portal_page
def back(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Where the payment page leads back to: what came of it, or waiting for its word."""
    paid = newest_payment(guest)
    if paid is not None and paid.state in _WAITING:
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)
        return page(request, guest, "portal/plan_back.html", {"payment": paid})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("portal:plan_back")})
    own = membership_of(guest)
    if own is not None and paid is not None:
        _say(request, own, paid.state, paid.purpose)
    return HttpResponseRedirect(reverse("portal:plans"))


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def leave(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What leaving comes to, and leaving: at the period's end, or today where the plan allows it."""
    own, problem = membership_of(guest), ""
    if own is None or own.is_cancelled:
        return HttpResponseRedirect(reverse("portal:plans"))
    if request.method == "POST":
        try:
            left = cancel(guest.programme.id, guest.id, Deed(guest.actor), at_once=request.POST.get("when") == "now")
        except DomainError as error:
            problem = text_of(error)
        else:
            messages.success(request, _left(left))
            return HttpResponseRedirect(reverse("portal:plans"))
    context: dict[str, Any] = {"own": own, "problem": problem}
    if not own.is_pending:
        quote = quote_leaving(guest.programme.id, guest.id)
        back_now = quote.back_minor + quote.ahead_minor
        context |= {
            "quote": quote,
            "back_now": money(back_now, own.view.currency) if back_now else "",
            "back_then": money(quote.ahead_minor, own.view.currency) if quote.ahead_minor else "",
        }
    return page(request, guest, "portal/plan_leave.html", context, status=422 if problem else 200)


@require_POST
@portal_page
def go_on(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Think better of leaving."""
    try:
        resume(guest.programme.id, guest.id, Deed(guest.actor))
        messages.success(request, _("Good to have you: your plan goes on."))
    except DomainError as error:
        messages.error(request, text_of(error))
    return HttpResponseRedirect(reverse("portal:plans"))


def _taken(request: HttpRequest, guest: Guest, code: str) -> SubscriptionView:
    asked = NewSubscription(guest.id, code, guest.actor, _return_url(request))
    return subscribe(guest.programme.id, asked)


def _changed(request: HttpRequest, guest: Guest, code: str) -> SubscriptionView:
    return change_plan(guest.programme.id, guest.id, code, Deed(guest.actor), _return_url(request))


def _return_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("portal:plan_back"))


def _onward(request: HttpRequest, guest: Guest, view: SubscriptionView) -> HttpResponse:
    """To the payment page where something is to be paid, else back to the plans."""
    own = membership_of(guest)
    if own is not None and own.open_payment is not None and own.open_payment.purpose is not Purpose.RENEWAL:
        return HttpResponseRedirect(reverse("portal:plan_pay"))
    if view.next_plan and own is not None:
        messages.success(request, _("Done. %(sentence)s") % {"sentence": own.sentence})
    else:
        messages.success(request, _("Welcome: everything of your plan is yours now."))
    return HttpResponseRedirect(reverse("portal:plans"))


def _quoted(line: PlanLine, quote: ChangeQuote) -> dict[str, Any]:
    """What a change comes to, in money and days."""
    currency = line.offer.plan.currency
    return {
        "quote": quote,
        "on": day(quote.on),
        "until": day(quote.on - timedelta(days=1)),
        "new_price": price_of(line.offer.plan),
        "price": money(quote.price_minor, currency),
        "credit": money(-quote.credit_minor, currency) if quote.credit_minor else "",
        "to_pay": money(max(quote.to_pay_minor, 0), currency),
        "comes_back": money(-quote.to_pay_minor, currency) if quote.to_pay_minor < 0 else "",
    }


def _say(request: HttpRequest, own: Membership, state: PaymentState, purpose: Purpose) -> None:
    """Tell what came of a payment."""
    if state is PaymentState.PAID and purpose is Purpose.RENEWAL:
        messages.success(request, _("Paid. Thank you!"))
    elif state is PaymentState.PAID:
        messages.success(request, _("Paid. Welcome to %(plan)s!") % {"plan": own.name})
    elif state in (PaymentState.FAILED, PaymentState.REFUSED):
        messages.error(request, _("Nothing was paid. You can try again, or leave things as they are."))


def _left(view: SubscriptionView) -> str:
    if view.period is None or view.ended_on is not None:
        return _("Done: nothing is begun, and nothing is to be paid.")
    if view.end_reason is EndReason.ENDED_EARLY:
        return _("Done: your plan ends with today.")
    last = day(view.period.ends_on - timedelta(days=1))
    return _("Cancelled: it is yours through %(day)s, and can be taken up again until then.") % {"day": last}
