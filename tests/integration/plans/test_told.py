"""What a member is told of their plan, and how it stands in the way of their erasure."""

from __future__ import annotations

from regulars.domain.privacy.operations import read_everything
from tests.memberships import start


def test_payments_are_told(paid_club) -> None:
    programme, (member, other) = paid_club
    number = start(programme, member, "gold").number
    told = dict(read_everything(programme.id, member))
    assert [row["number"] for row in told["subscriptions"]] == [number]
    assert told["payments"]
    assert {row["member"] for row in told["payments"]} == {member}
    assert dict(read_everything(programme.id, other))["payments"] == []
