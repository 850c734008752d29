"""Several who tell or ask the same at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections

from regulars.domain.plans.checks import verify_plans
from regulars.domain.plans.errors import SubscriptionExists
from regulars.domain.plans.models import Notice, Period, Subscription
from regulars.domain.plans.operations import take_notice
from regulars.domain.plans.types.payments import Notice as Said
from regulars.domain.plans.types.payments import NoticeKind
from regulars.platform.errors import DomainError
from tests.memberships import install_plans, now_of, offer_plan, open_payments, take

CROWD = 6


def together(deed: Callable[[int], object]) -> list[object]:
    """What came of the deed, done by all at the same moment; refusals are answers."""
    barrier, answers = Barrier(CROWD), [None] * CROWD

    def run(number: int) -> None:
        barrier.wait()
        try:
            answers[number] = deed(number)
        except DomainError as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number,)) for number in range(CROWD)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


@pytest.fixture
def crowded(transactional_db, frozen_clock, settings):
    """A programme with a plan, and a member."""
    settings.CHECKOUT_TEST = True
    programme, (member,) = install_plans()
    offer_plan(programme)
    return programme, member


def test_notices_at_the_same_moment_are_one_payment(crowded) -> None:
    programme, member = crowded
    take(programme, member)
    reference = open_payments(member)[0].reference
    answers = together(
        lambda number: take_notice(Said(f"evt_{number % 2}", reference, NoticeKind.PAID, 3000, "CNY")).state.value
    )
    assert answers == ["paid"] * CROWD
    assert (Notice.objects.count(), Period.objects.count(), now_of(programme, member).state) == (2, 1, "active")
    assert verify_plans(programme.id) == []


def test_a_member_who_asks_many_times_has_one_subscription(crowded) -> None:
    programme, member = crowded
    answers = together(lambda _: take(programme, member).number)
    numbers = {one for one in answers if not isinstance(one, SubscriptionExists)}
    assert len(numbers) == Subscription.objects.exclude(state="ended").count() == 1
    assert len(open_payments(member)) == 1
