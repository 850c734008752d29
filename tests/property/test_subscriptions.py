"""Whatever members, staff, the payment page and the days do: periods tile the time, and money is counted once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from regulars.domain.plans.checks import verify_plans
from regulars.domain.plans.errors import PaymentAmountDiffers
from regulars.domain.plans.models import Payment, Period, Subscription
from regulars.domain.plans.operations import cancel, change_plan, end_subscription, renew_due, resume, send_waiting
from regulars.domain.plans.operations.adapters import TEST_FAILS, TEST_PAYS
from regulars.domain.plans.operations.ending import GivenBack
from regulars.domain.plans.queries import subscription_of
from regulars.domain.plans.types.payments import NoticeKind
from regulars.domain.plans.types.plans import Every, Leaving
from regulars.domain.plans.types.subscriptions import Deed, PaymentState, PeriodState, Purpose
from regulars.platform import clock
from regulars.platform.errors import DomainError
from tests.memberships import GOLD, install_plans, offer_plan, take, tell

PLANS = ("month", "fair", "quarter", "try")
DEED = Deed("anna", "property")
BEGINNINGS = (datetime(2027, 1, 31, 4, tzinfo=UTC), datetime(2028, 2, 29, 4, tzinfo=UTC))

deeds = st.one_of(
    st.tuples(st.just("days"), st.integers(1, 40)),
    st.tuples(st.just("take"), st.sampled_from(PLANS)),
    st.tuples(st.just("change"), st.sampled_from(PLANS)),
    st.tuples(st.just("cancel"), st.booleans()),
    st.tuples(st.just("resume"), st.none()),
    st.tuples(st.just("end"), st.sampled_from(list(GivenBack))),
    st.tuples(
        st.just("notice"),
        st.tuples(
            st.integers(0, 5),
            st.sampled_from(list(NoticeKind)),
            st.sampled_from(("", "", TEST_PAYS, TEST_FAILS)),
            st.integers(1, 3),
        ),
    ),
)


class World:
    """A member, the days, and deeds upon them."""

    def __init__(self, begins: datetime) -> None:
        self.now = begins
        self.programme, (self.member,) = install_plans()
        offer_plan(self.programme, "month")
        offer_plan(self.programme, "fair", GOLD, leaving=Leaving.PRO_RATA)
        offer_plan(self.programme, "quarter", GOLD, every=Every.QUARTER, grace_days=0, price_minor=20000)
        offer_plan(self.programme, "try", trial_days=10, leaving=Leaving.PRO_RATA, perks=GOLD.perks)

    def do(self, name: str, told: object) -> None:
        """One deed; what is refused changes nothing that matters here."""
        try:
            getattr(self, f"_{name}")(told)
        except PaymentAmountDiffers:
            raise
        except DomainError:
            pass

    def _days(self, days: int) -> None:
        self.now += timedelta(days=days)
        renew_due(self.programme.id)
        send_waiting(self.programme.id)

    def _take(self, plan: str) -> None:
        take(self.programme, self.member, plan)

    def _change(self, plan: str) -> None:
        change_plan(self.programme.id, self.member, plan, DEED)

    def _cancel(self, at_once: bool) -> None:  # noqa: FBT001 - a drawn value
        cancel(self.programme.id, self.member, DEED, at_once=at_once)

    def _resume(self, _: None) -> None:
        resume(self.programme.id, self.member, DEED)

    def _end(self, back: GivenBack) -> None:
        found = subscription_of(self.programme.id, self.member)
        if found is not None:
            end_subscription(self.programme.id, found.number, DEED, back)

    def _notice(self, told: tuple[int, NoticeKind, str, int]) -> None:
        """A notice of any payment ever asked for, some times over."""
        which, kind, mandate, times = told
        payments = list(Payment.objects.order_by("-id")[: which + 1])
        for _ in range(times if payments else 0):
            tell(payments[-1], kind, mandate=mandate, notice_id=f"{payments[-1].pk}:{kind}:{mandate}")


def check_money() -> None:
    """Periods that were paid for are paid by as much as was kept, and by no more."""
    for row in Subscription.objects.all():
        paid = list(row.payments.filter(state=PaymentState.PAID.value))
        came = sum(one.amount_minor for one in paid if one.purpose != Purpose.REFUND)
        sent = row.payments.filter(purpose=Purpose.REFUND.value).exclude(state=PaymentState.VOID.value)
        kept = came - sum(one.amount_minor for one in sent)
        assert kept >= 0
        worth = Period.objects.filter(subscription=row, state=PeriodState.PAID.value)
        assert kept <= sum(one.price_minor for one in worth)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(begins=st.sampled_from(BEGINNINGS), story=st.lists(deeds, min_size=3, max_size=14))
@example(
    BEGINNINGS[0],
    [
        ("take", "fair"),
        ("notice", (0, NoticeKind.PAID, TEST_PAYS, 3)),
        ("days", 10),
        ("change", "quarter"),
        ("notice", (0, NoticeKind.PAID, "", 2)),
        ("days", 27),
        ("days", 40),
        ("change", "try"),
        ("days", 35),
        ("days", 1),
        ("cancel", True),
        ("days", 1),
    ],
)
def test_periods_tile_and_money_is_counted_once(settings_with_page, begins, story) -> None:
    with transaction.atomic():
        world = World(begins)
        with clock.set_to(lambda: world.now):
            for name, told in story:
                world.do(name, told)
                assert verify_plans(world.programme.id) == []
                check_money()
        transaction.set_rollback(True)


@pytest.fixture
def settings_with_page(settings) -> None:
    """The payment page for tests."""
    settings.CHECKOUT_TEST = True
