"""A member with a past, and the ways of privacy as they are wired."""

import pytest

from regulars.domain.arrivals.operations import forget_fields
from regulars.domain.consents.operations import record_consents
from regulars.domain.consents.types import NewConsent
from regulars.domain.intake.operations import accept_events
from regulars.domain.members.queries import find_member
from regulars.domain.privacy.operations.looking import forget_recent
from regulars.domain.programmes.operations import install_programme
from regulars.project.settings.paths import ROOT


@pytest.fixture(autouse=True)
def _fresh(settings, tmp_path, frozen_clock):
    settings.COPIES_ROOT = tmp_path / "copies"
    settings.HISTORY_ROOT = tmp_path / "history"
    forget_recent()
    forget_fields()


@pytest.fixture
def programme(db):
    """The smallest programme, with an attribute of members and one of events that a rule reads."""
    text = (ROOT / "programmes" / "minimal.yaml").read_text(encoding="utf-8")
    return install_programme(text, actor="test")


def events_of(card):
    own = {"member": {"card": card}, "source": "till"}
    return [
        own
        | {
            "type": "enrol",
            "id": f"e{card}",
            "occurred_at": "2026-06-01T10:00:00+08:00",
            "name": "Li Lei",
            "birth_month": 5,
            "member": {"card": card, "mobile": f"1380013800{card}", "email": f"lilei{card}@example.com"},
            "attributes": {"nickname": "=SUM(A1)"},
        },
        own
        | {
            "type": "purchase",
            "id": f"p{card}",
            "order_id": f"o{card}",
            "occurred_at": "2026-06-02T10:00:00+08:00",
            "amount": 100,
            "attributes": {"message": "for Li Lei's mother"},
        },
        own
        | {
            "type": "refund",
            "id": f"r{card}",
            "order_id": f"o{card}",
            "occurred_at": "2026-06-03T10:00:00+08:00",
            "amount": 30,
            "reason": "Li Lei did not like it",
        },
    ]


@pytest.fixture
def people(programme):
    """Two members with the same past."""
    for card in "12":
        answers = accept_events(programme.id, "test", events_of(card))
        assert {one.status.value for one in answers} == {"accepted"}
    found = [find_member(programme.id, card).id for card in "12"]
    record_consents(
        programme.id, [NewConsent(one, "marketing", "email", given=True, source="test", actor="ann") for one in found]
    )
    return found
