"""Both sides balance, whatever happens at once; and where they do not, it is found."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest
from django.db import connections

from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.errors import InsufficientPoints
from regulars.domain.ledger.queries import available_points
from regulars.domain.partners.checks import verify_partners
from regulars.domain.partners.errors import CapReached
from regulars.domain.partners.models import PartnerItem, Statement
from regulars.domain.partners.operations import issue_statement, record_item, set_caps
from regulars.domain.partners.types import Cap, CapScope, Direction, ItemKind, Request
from regulars.domain.proofs.checks import verify_ledger, verify_replay

AT_ONCE = 32


def together(deeds):
    """Do all at once, each in a thread of its own; what each answered or raised."""

    def one(deed):
        try:
            return deed()
        except (CapReached, InsufficientPoints) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, deeds))


@pytest.mark.django_db(transaction=True)
def test_caps_hold_when_many_exchange_at_once(minimal, airline, member):
    joined = {"type": "enrol", "occurred_at": "2026-06-15T10:00:00+08:00"}
    others = [joined | {"id": f"e{card}", "member": {"card": f"m{card}"}} for card in range(7)]
    members = [member, *(answer.member_id for answer in accept_events(minimal.id, "api", others))]
    caps = [Cap(CapScope.MEMBER_DAY, Direction.GAINED, 30), Cap(CapScope.PARTNER_MONTH, Direction.GAINED, 170)]
    set_caps(minimal.id, "air", caps, "test")
    asked = [
        Request("air", ItemKind.EXCHANGE_IN, f"x{number}", members[number % len(members)], 15)
        for number in range(AT_ONCE)
    ]
    answers = together([lambda one=one: record_item(minimal.id, one) for one in asked])
    refused = [answer for answer in answers if isinstance(answer, CapReached)]
    assert (len(answers) - len(refused), sum(PartnerItem.objects.values_list("points", flat=True))) == (17, 170)
    by_member = [sum(PartnerItem.objects.filter(member_id=one).values_list("points", flat=True)) for one in members]
    assert max(by_member) <= 30
    assert verify_partners(minimal.id) == []


@pytest.mark.django_db(transaction=True)
def test_the_same_reference_at_once_is_done_once(minimal, airline, member):
    one = Request("air", ItemKind.BURN, "b1", member, 60)
    answers = together([lambda: record_item(minimal.id, one)] * 8)
    assert sorted(answer.repeated for answer in answers) == [False] + [True] * 7
    assert available_points(minimal.id, [member])[member]["points"] == 40


@pytest.mark.django_db
def test_ledger_and_items_agree_and_replay_does_too(minimal, ask):
    for kind, amount in (("earn", 50), ("burn", 40), ("exchange_in", 100), ("exchange_out", 31)):
        ask(kind, kind, amount)
    assert verify_partners(minimal.id) == []
    assert verify_ledger(minimal.id).divergences == ()
    assert verify_replay(minimal.id).divergences == ()


@pytest.mark.django_db
def test_an_item_without_its_points_is_found(minimal, ask):
    made = ask("earn", "r1", 50).item
    row = PartnerItem.objects.get(pk=made.id)
    row.pk, row.reference, row.points = None, "r2", 7
    row.save(force_insert=True)
    found = [(one.partner, one.item_id, one.said, one.posted) for one in verify_partners(minimal.id)]
    assert found == [("air", row.pk, 7, 50), ("", 0, 57, 50)]


@pytest.mark.django_db
def test_a_statement_that_was_changed_is_found(minimal, ask, frozen_clock):
    ask("earn", "r1", 50)
    frozen_clock.set(datetime(2026, 7, 2, 4, tzinfo=UTC))
    issued = issue_statement(minimal.id, "air", date(2026, 6, 1), "clerk")
    assert verify_partners(minimal.id) == []
    Statement.objects.update(figures=asdict(issued.figures) | {"earned": 49})
    found = [(one.partner, one.params["period"], one.said, one.posted) for one in verify_partners(minimal.id)]
    assert found == [("air", "2026-06", 49, 50)]
