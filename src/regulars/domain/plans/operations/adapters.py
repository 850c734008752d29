"""Ways to a payment page: the operator's own, by a signed call, and one for demonstrations and tests.

The operator's page gets a POST of JSON (`reference`, `kind`, `amount_minor`, `currency`, `description`, `return_url`,
for renewals `mandate`, for refunds `refund_of`) and answers `{"id", "url"}`. The same reference again is the same
session. What comes of it, it tells by notices; see `policy.notices`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from regulars.domain.plans.errors import PaymentUnavailable
from regulars.domain.plans.policy.notices import HEADER, body_of, signature_of
from regulars.domain.plans.types.payments import Charge, Notice, NoticeKind, Opened
from regulars.platform import clock

SECONDS = 10
LARGEST_ANSWER = 64 * 1024
LONGEST_URL = 1000
TEST_PAYS, TEST_FAILS = "test-pays", "test-fails"
"""Mandates of the page for demonstrations: renewals under them are paid, or fail."""


class _NoRedirects(HTTPRedirectHandler):
    """A signed body goes to the address that was set up, and nowhere else."""

    def redirect_request(self, *_args: object) -> None:
        """Follow nothing."""


_opener = build_opener(_NoRedirects)


def open_charge(charge: Charge) -> Opened:
    """Ask the payment page that is set up; raises PaymentUnavailable."""
    if settings.CHECKOUT_URL:
        return by_page(charge)
    if settings.CHECKOUT_TEST:
        return by_test(charge)
    raise PaymentUnavailable(why="no payment page is set up")


def by_page(charge: Charge) -> Opened:
    """Ask the operator's payment page."""
    body = body_of(charge)
    signature = signature_of(body, settings.CHECKOUT_SECRET, int(clock.now().timestamp()))
    headers = {"Content-Type": "application/json", HEADER: signature}
    request = Request(settings.CHECKOUT_URL, body, headers, method="POST")  # noqa: S310 - checked when it was set
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            said = json.loads(answer.read(LARGEST_ANSWER))
    except (URLError, OSError, ValueError) as error:
        raise PaymentUnavailable(why=type(error).__name__) from error
    session, url = (said.get("id"), said.get("url", "")) if isinstance(said, dict) else (None, "")
    if not isinstance(session, str) or not session or not isinstance(url, str) or not _is_safe(url):
        raise PaymentUnavailable(why="the answer has no id, or no address to pay at")
    return Opened(session[:200], url)


def by_test(charge: Charge) -> Opened:
    """The page for demonstrations: people press what should come of it; refunds and renewals are settled at once."""
    url = f"/payments/test/{charge.reference}"
    if not charge.mandate and not charge.refund_of:
        return Opened(f"test-{charge.reference}", url)
    fails = charge.mandate == TEST_FAILS
    kind = NoticeKind.FAILED if fails else NoticeKind.PAID
    notice = Notice(
        notice_id=f"test-{charge.reference}",
        reference=charge.reference,
        kind=kind,
        amount_minor=charge.amount_minor,
        currency=charge.currency,
        error="declined" if fails else "",
    )
    return Opened(f"test-{charge.reference}", url, notice)


def _is_safe(url: str) -> bool:
    """Whether members may be sent there: HTTPS, or HTTP on this machine; empty where nobody needs to go."""
    parts = urlsplit(url)
    is_here = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return not url or (len(url) <= LONGEST_URL and (parts.scheme == "https" or is_here) and bool(parts.hostname))


Adapter = Callable[[Charge], Opened]
