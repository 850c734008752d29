"""The payment page for demonstrations: one presses what should come of a payment. Only where it is switched on."""

from __future__ import annotations

from secrets import token_hex

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from regulars.domain.plans.operations import take_notice
from regulars.domain.plans.operations.adapters import TEST_FAILS, TEST_PAYS
from regulars.domain.plans.queries import payment
from regulars.domain.plans.queries.paying import return_url_of
from regulars.domain.plans.types.payments import Notice, NoticeKind
from regulars.domain.plans.types.subscriptions import PaymentState
from regulars.platform.errors import DomainError
from regulars.surfaces.web.formatting import money
from regulars.surfaces.web.messages import text_of

_ANSWERS = {
    "pay": (NoticeKind.PAID, TEST_PAYS),
    "pay_once": (NoticeKind.PAID, ""),
    "pay_then_fail": (NoticeKind.PAID, TEST_FAILS),
    "fail": (NoticeKind.FAILED, ""),
    "refuse": (NoticeKind.REFUSED, ""),
}


@require_http_methods(["GET", "HEAD", "POST"])
def demo_payment(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is to be paid with its buttons; a button tells the notice that a payment page would send."""
    if not settings.CHECKOUT_TEST or settings.CHECKOUT_URL:
        raise Http404
    try:
        found = payment(reference)
    except DomainError as error:
        raise Http404(str(error)) from error
    context = {"payment": found, "amount": money(found.amount_minor, found.currency)}
    answer = _ANSWERS.get(request.POST.get("answer", ""))
    if answer is not None:
        kind, mandate = answer
        reason = "declined" if kind is NoticeKind.FAILED else ""
        told = Notice(
            f"test-{token_hex(8)}", reference, kind, found.amount_minor, found.currency, mandate=mandate, error=reason
        )
        try:
            found = take_notice(told)
        except DomainError as refused:
            return render(request, "web/demo_payment.html", context | {"problem": text_of(refused)}, status=409)
        if (back := _back(request, reference)) is not None:
            return HttpResponseRedirect(back)
        context["payment"] = found
    context["is_paid"] = found.state is PaymentState.PAID
    return render(request, "web/demo_payment.html", context)


def _back(request: HttpRequest, reference: str) -> str | None:
    """Where the member came from, when that is on this site."""
    url = return_url_of(reference)
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()})
    return url if url and safe else None
