"""The operator's payment page: what it is told, and what it may answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from regulars.domain.plans import errors
from regulars.domain.plans.operations import send_waiting
from regulars.domain.plans.policy.notices import HEADER, check_signature
from regulars.domain.plans.queries import is_payable, subscription_of
from regulars.domain.plans.types.subscriptions import PaymentState, SubscriptionState
from regulars.platform import clock
from tests.memberships import open_payments, take

SECRET = "shared secret"


class Page(BaseHTTPRequestHandler):
    """A payment page that notes what it was told."""

    told: ClassVar[list[tuple[bytes, str]]] = []
    answer: ClassVar[tuple[int, Any]] = (200, {"id": "cs_1", "url": "https://pay.example/cs_1"})

    def do_POST(self) -> None:
        """Note it and answer."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Page.told.append((body, self.headers[HEADER]))
        status, said = Page.answer
        self.send_response(status)
        self.send_header("Location", "https://elsewhere.example/")
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def page(settings: Any) -> Iterator[type[Page]]:
    """A payment page on this machine."""
    server = HTTPServer(("127.0.0.1", 0), Page)
    settings.CHECKOUT_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.CHECKOUT_SECRET = SECRET
    Page.told, Page.answer = [], (200, {"id": "cs_1", "url": "https://pay.example/cs_1"})
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Page
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_page_is_asked_with_a_signed_body(paid_club, page) -> None:
    programme, (member, _) = paid_club
    view = take(programme, member)
    assert (view.pay_url, view.state) == ("https://pay.example/cs_1", SubscriptionState.PENDING)
    ((body, signature),) = page.told
    check_signature(signature, body, SECRET, int(clock.now().timestamp()))
    said = json.loads(body)
    assert said == {
        "reference": open_payments(member)[0].reference,
        "kind": "charge",
        "amount_minor": 3000,
        "currency": "CNY",
        "description": "银卡 / Silver",
        "return_url": "https://club.example/me",
    }


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}),
        (302, {}),
        (200, []),
        (200, {"id": ""}),
        (200, {"id": "cs", "url": "javascript:alert(1)"}),
        (200, {"id": "cs", "url": "http://pay.example/"}),
        (200, {"id": "cs", "url": 7}),
    ],
)
def test_a_page_that_does_not_answer_well_is_asked_again_later(paid_club, page, answer) -> None:
    programme, (member, _) = paid_club
    page.answer = answer
    with pytest.raises(errors.PaymentUnavailable):
        take(programme, member)
    assert [one.state for one in open_payments(member)] == [PaymentState.NEW]
    assert send_waiting(programme.id) == (0, 1)
    page.answer = (200, {"id": "cs_2", "url": "https://pay.example/cs_2"})
    assert send_waiting(programme.id) == (1, 0)
    assert subscription_of(programme.id, member).pay_url == "https://pay.example/cs_2"


def test_without_a_page_nothing_is_payable(paid_club, settings) -> None:
    assert is_payable()
    settings.CHECKOUT_TEST = False
    assert not is_payable()
