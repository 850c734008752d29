"""What a member is told of their plan, and how it stands in the way of their erasure."""

from __future__ import annotations

from regulars.domain.plans.operations import cancel, end_subscription
from regulars.domain.plans.operations.ending import GivenBack
from regulars.domain.plans.types.subscriptions import Deed
from regulars.domain.privacy.operations import read_everything, what_blocks
from tests.memberships import start


def test_payments_are_told(paid_club) -> None:
    programme, (member, other) = paid_club
    number = start(programme, member, "gold").number
    told = dict(read_everything(programme.id, member))
    assert [row["number"] for row in told["subscriptions"]] == [number]
    assert told["payments"]
    assert {row["member"] for row in told["payments"]} == {member}
    assert dict(read_everything(programme.id, other))["payments"] == []


def test_a_running_plan_stands_in_the_way_of_an_erasure_until_it_is_ended(paid_club, settings) -> None:
    programme, (member, _) = paid_club
    number = start(programme, member, "gold").number
    assert what_blocks(programme.id, member) == ["subscription"]
    end_subscription(programme.id, number, Deed("anna", "asked for it"), GivenBack.NOTHING)
    assert what_blocks(programme.id, member) == []
    settings.ERASURE_DAYS = 0
    assert what_blocks(programme.id, member) == ["subscription"]


def test_a_plan_that_ends_with_its_period_stands_in_the_way(paid_club) -> None:
    programme, (member, _) = paid_club
    start(programme, member, "gold")
    cancel(programme.id, member, Deed("anna", "asked for it"))
    assert what_blocks(programme.id, member) == ["subscription"]
