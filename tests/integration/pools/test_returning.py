"""What a pool paid comes back to those who paid it: with refunds, by the programme's policy, or by hand."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.operations import roll_up
from regulars.domain.ledger.queries import events
from regulars.domain.members.queries import member
from regulars.domain.pools import errors
from regulars.domain.pools.operations import close_pool, return_by_hand, spend_from_pool
from regulars.domain.pools.queries import spending
from regulars.domain.pools.types import NewReturn, NewSpending
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from tests.families import enrol, give, install_family, open_lots_of, points_of
from tests.integration.pools.conftest import make_pool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]

OUT_OF_NOTHING = [{"id": "growth_points", "name": {"zh": "成长", "en": "growth"}, "wallet": "growth",
                   "when": "event = 'purchase'", "award": {"points": 10}}]  # fmt: skip


def family_with(spent_points: str, **policies: Any) -> tuple[LiveProgramme, list[int], int]:
    """A programme whose purchases earn no points, and a pool of three with 30, 50 and 20."""
    programme = install_family(
        policies={"spent_points": spent_points} | policies, rules=OUT_OF_NOTHING, goals=[], multipliers=[]
    )
    members = enrol(programme, 3)
    for one, points in zip(members, (30, 50, 20), strict=True):
        give(programme, one, points, "2026-12-31")
    return programme, members, make_pool(programme, members)


def sent(programme: LiveProgramme, who: int, kind: str, name: str, **fields: Any) -> None:
    """Take a public event of a member in; it must be accepted."""
    card = member(programme.id, who).identifiers[0].value
    at = "2026-06-15T13:00:00+08:00" if kind == "refund" else "2026-06-15T11:00:00+08:00"
    raw = {"type": kind, "id": name, "occurred_at": at, "member": {"card": card}} | fields
    (answer,) = accept_events(programme.id, "till", [raw])
    assert answer.status == "accepted", answer


def bought(programme: LiveProgramme, who: int, pool: int, points: int, spent: str = "r1") -> None:
    """An order of 100.00 in two lines, which the pool pays with points."""
    lines = [{"line_id": "1", "amount": "60.00"}, {"line_id": "2", "amount": "40.00"}]
    sent(programme, who, "purchase", f"sale-{spent}", order_id="o1", lines=lines)
    spend_from_pool(programme.id, NewSpending(spent, pool, who, "points", points, order_id="o1"))


def returned(programme: LiveProgramme) -> dict[int, tuple[int, int]]:
    """By member: what they paid, and what of it came back."""
    return {part.member_id: (part.points, part.returned) for part in spending(programme.id, "r1").parts}


def proven(programme: LiveProgramme) -> bool:
    """Whether the ledger is what its events make of it."""
    roll_up(programme.id)
    return verify_ledger(programme.id).divergences == () == verify_replay(programme.id).divergences


def test_a_whole_refund_gives_everybody_their_own_lots_back() -> None:
    programme, members, pool = family_with("when_whole")
    first, second, third = members
    bought(programme, first, pool, 90)
    assert points_of(programme, members) == [0, 0, 10]
    sent(programme, first, "refund", "back-1", order_id="o1", lines=[{"line_id": "1"}])
    assert points_of(programme, members) == [0, 0, 10]
    sent(programme, first, "refund", "back-2", order_id="o1", lines=[{"line_id": "2"}])
    assert points_of(programme, members) == [30, 50, 20]
    assert returned(programme) == {first: (30, 30), second: (50, 50), third: (10, 10)}
    assert open_lots_of(programme, second) == [(50, "2026-12-31")]
    event = events(programme.id, second).items[0]
    assert (event.kind, event.event_id) == ("return", f"return:r1:refund:till:back-2:{second}")
    sent(programme, first, "refund", "back-3", order_id="o1")
    assert points_of(programme, members) == [30, 50, 20]
    assert proven(programme)


def test_in_proportion_parts_come_back_as_the_order_does() -> None:
    programme, members, pool = family_with("proportional")
    first, second, third = members
    bought(programme, first, pool, 90)
    sent(programme, first, "refund", "back-1", order_id="o1", amount="33.00")
    assert returned(programme) == {first: (30, 9), second: (50, 16), third: (10, 3)}
    sent(programme, first, "refund", "back-2", order_id="o1", lines=[{"line_id": "2"}])
    assert returned(programme) == {first: (30, 21), second: (50, 36), third: (10, 7)}
    sent(programme, first, "refund", "back-3", order_id="o1")
    assert points_of(programme, members) == [30, 50, 20]
    assert proven(programme)


def test_a_refund_of_an_earlier_time_than_the_redemption_brings_all_back_too() -> None:
    programme, members, pool = family_with("when_whole")
    bought(programme, members[0], pool, 90)
    sent(programme, members[0], "refund", "back-1", order_id="o1", occurred_at="2026-06-15T11:30:00+08:00")
    assert points_of(programme, members) == [30, 50, 20]
    assert proven(programme)


def test_what_is_kept_does_not_come_back_but_by_hand() -> None:
    programme, members, pool = family_with("kept")
    bought(programme, members[0], pool, 90)
    sent(programme, members[0], "refund", "back-1", order_id="o1")
    assert points_of(programme, members) == [0, 0, 10]
    return_by_hand(programme.id, NewReturn("r1", "b1", None, "goodwill", "anna"))
    assert points_of(programme, members) == [30, 50, 20]


def test_a_spender_who_paid_nothing_gets_nothing() -> None:
    programme, members, pool = family_with("when_whole")
    first, second, third = members
    give(programme, third, 100, "2026-07-31")
    bought(programme, first, pool, 90)
    assert returned(programme) == {third: (90, 0)}
    sent(programme, first, "refund", "back-1", order_id="o1")
    assert points_of(programme, members) == [30, 50, 120]
    assert second not in returned(programme)


def test_refunds_of_others_with_the_same_number_mean_nothing() -> None:
    programme, members, pool = family_with("when_whole")
    bought(programme, members[0], pool, 90)
    stranger = enrol(programme, 4)[3]
    sent(programme, stranger, "purchase", "other", order_id="o1", amount="5.00")
    sent(programme, stranger, "refund", "other-back", order_id="o1")
    assert points_of(programme, members) == [0, 0, 10]


def test_part_by_hand_then_the_refund_brings_the_rest() -> None:
    programme, members, pool = family_with("when_whole")
    bought(programme, members[0], pool, 90)
    view = return_by_hand(programme.id, NewReturn("r1", "b1", 19, "late", "anna"))
    assert [part.returned for part in view.parts] == [6, 11, 2]
    assert return_by_hand(programme.id, NewReturn("r1", "b1", 19, "late", "anna")).repeated
    close_pool(programme.id, pool, "anna")
    sent(programme, members[0], "refund", "back-1", order_id="o1")
    assert points_of(programme, members) == [30, 50, 20]
    assert [(one.return_id, one.points, one.actor) for one in spending(programme.id, "r1").returns] == [
        ("b1", 19, "anna")
    ]
    assert proven(programme)


def test_no_more_comes_back_than_was_spent() -> None:
    programme, members, pool = family_with("when_whole")
    bought(programme, members[0], pool, 90)
    for points, error in ((91, errors.ReturnTooLarge), (0, errors.PoolPointsInvalid)):
        with pytest.raises(error):
            return_by_hand(programme.id, NewReturn("r1", "b1", points, "late", "anna"))
    return_by_hand(programme.id, NewReturn("r1", "b1", None, "late", "anna"))
    with pytest.raises(errors.ReturnTooLarge):
        return_by_hand(programme.id, NewReturn("r1", "b2", None, "late", "anna"))
    with pytest.raises(errors.RedemptionMissing):
        return_by_hand(programme.id, NewReturn("r9", "b1", None, "late", "anna"))


def test_what_would_be_gone_is_good_for_the_days_the_programme_says(frozen_clock) -> None:
    programme, members, pool = family_with("when_whole", returned_minimum_days=10)
    give(programme, members[1], 40, "2026-06-16")
    bought(programme, members[0], pool, 40)
    assert returned(programme) == {members[1]: (40, 0)}
    frozen_clock.set(frozen_clock.instant.replace(day=20))
    sent(programme, members[0], "refund", "back-1", order_id="o1", occurred_at="2026-06-20T10:00:00+08:00")
    assert open_lots_of(programme, members[1]) == [(40, "2026-06-30"), (50, "2026-12-31")]
    assert proven(programme)
