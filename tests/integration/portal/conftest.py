"""The club with members who have bought, and browsers in which they have signed in."""

from typing import Any

import pytest
from django.test import Client

from regulars.domain.intake.operations import accept_events
from regulars.domain.members.queries import find_member
from regulars.domain.sign_ins.operations import enter_code, request_code
from regulars.domain.sign_ins.types import CodeRequest, Visit
from regulars.surfaces.portal.door import SESSION_COOKIE

CARD, FRIEND = "8800000001", "8800000002"


def sale(card: str, on: str, amount: str, **more: Any) -> dict[str, Any]:
    """A purchase as a till sends it."""
    return {
        "type": "purchase",
        "id": f"sale-{card}-{on}",
        "order_id": f"order-{card}-{on}",
        "occurred_at": f"{on}T12:00:00-04:00",
        "member": {"card": card, "email": f"m{card}@example.com"},
        "store": "7",
        "lines": [{"line_id": "1", "department": "GROCERY", "category": "COFFEE", "quantity": 2, "amount": amount}],
    } | more


@pytest.fixture
def programme(club, frozen_clock, settings):
    """The club on 15 June 2026, with two members who have bought; codes are shown."""
    settings.SIGN_IN_CODES = "page"
    accept_events(club.id, "till", [sale(CARD, "2026-03-02", "1300.00"), sale(CARD, "2026-06-10", "40.00")])
    accept_events(club.id, "till", [sale(FRIEND, "2026-06-10", "260.00")])
    return club


@pytest.fixture
def member_id(programme) -> int:
    """The member who has risen to the second tier."""
    return find_member(programme.id, CARD).id


@pytest.fixture
def signed_in(programme):
    """A browser in which a member has signed in, in English."""

    def browser(card: str = CARD, language: str = "en") -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        ticket = request_code(CodeRequest(programme.id, card, "en", Visit("203.0.113.9")))
        opened = enter_code(programme.id, ticket.handle, ticket.shown_code, Visit("203.0.113.9"))
        client.cookies[SESSION_COOKIE] = opened.token
        return client

    return browser


@pytest.fixture
def client(signed_in) -> Client:
    """The browser of the member who has risen."""
    return signed_in()
