"""Two records of one person become one, and two again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.domain.corrections import errors
from regulars.domain.corrections.operations import merge_members, preview_merge, preview_undo, undo_merge
from regulars.domain.corrections.queries import list_merges, merge, merges_of_member
from regulars.domain.corrections.types import NewMerge
from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.errors import HoldsOpen
from regulars.domain.ledger.queries import events, stands
from regulars.domain.members.errors import MemberMerged, MemberMissing, MemberNotMerged
from regulars.domain.members.operations import lead_back
from regulars.domain.members.queries import check_active, check_not_merged, find_member, list_active_ids, member
from regulars.domain.members.types import MemberState
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.audit import list_entries
from regulars.platform.paging import PageRequest
from tests.conftest import FrozenClock
from tests.integration.corrections.stories import points, proven, refunding, sale, send, spending, who

pytestmark = pytest.mark.django_db


def asked(survivor: int, merged: int, reason: str = "one person, two cards") -> NewMerge:
    return NewMerge(survivor, merged, reason, "ann")


@pytest.fixture
def both(shop: LiveProgramme) -> tuple[int, int]:
    """Who stays, with 100 points, and who is merged, with 600 points and a higher tier."""
    sales = [sale(1, "A1", 100, "2026-04-20"), sale(2, "B2", 600, "2026-05-05", email="b@example.com")]
    send(shop, *sales, sale(3, "B2", 50, "2026-06-02"))
    return who(shop, "A1"), who(shop, "B2")


def test_everything_and_everybody_leads_to_the_survivor(shop: LiveProgramme, both: tuple[int, int]) -> None:
    survivor, merged = both
    made = merge_members(shop.id, asked(survivor, merged))
    assert (made.moved, made.identifiers) == ({"growth": 20, "points": 650}, 2)
    assert (points(shop, survivor), points(shop, merged)) == (750, 0)
    assert stands(shop.id, both)[survivor].tier == "silver"
    assert [who(shop, one) for one in ("A1", "B2", "b@example.com")] == [survivor] * 3
    gone = member(shop.id, merged)
    assert (gone.state, gone.merged_into, gone.identifiers) == (MemberState.MERGED, survivor, ())
    assert list_active_ids(shop.id, 0, 10) == [survivor]
    proven(shop)


def test_events_that_name_the_merged_member_go_to_the_survivor(
    shop: LiveProgramme, both: tuple[int, int], frozen_clock: FrozenClock
) -> None:
    survivor, merged = both
    merge_members(shop.id, asked(survivor, merged))
    frozen_clock.advance(timedelta(days=2))
    assert send(shop, sale(4, "B2", 10, "2026-06-16"), refunding(5, "B2", 2, "2026-06-17")) == [survivor] * 2
    assert points(shop, survivor) == 100 + 600 + 50 + 10 - 600
    assert send(shop, sale(6, "B2", 7, "2026-05-02")) == [survivor]  # late: from before the merge
    proven(shop)
    with pytest.raises(MemberMerged) as refused:
        check_active(shop.id, [merged])
    assert refused.value.params == {"member": merged, "survivor": survivor}
    with pytest.raises(MemberMerged):
        check_not_merged(shop.id, both)


def test_a_preview_shows_both_sides_and_keeps_nothing(shop: LiveProgramme, both: tuple[int, int]) -> None:
    survivor, merged = both
    seen = preview_merge(shop.id, asked(survivor, merged))
    assert [one.wallets["points"].available for one in (*seen.survivor, *seen.merged)] == [100, 750, 650, 0]
    assert [one.tier for one in seen.survivor] == ["base", "silver"]
    assert (points(shop, survivor), who(shop, "B2")) == (100, merged)
    assert list_merges(shop.id, PageRequest()).items == ()


def test_an_undone_merge_gives_everything_back(shop: LiveProgramme, both: tuple[int, int]) -> None:
    survivor, merged = both
    before = stands(shop.id, both), find_member(shop.id, "B2")
    made = merge_members(shop.id, asked(survivor, merged))
    undone = undo_merge(shop.id, made.id, "mother and daughter", "bob")
    assert (undone.undone_by, undone.undone_why) == ("bob", "mother and daughter")
    assert (stands(shop.id, both), find_member(shop.id, "b@example.com")) == before
    assert who(shop, "A1") == survivor
    proven(shop)
    again = merge_members(shop.id, asked(merged, survivor))
    assert (points(shop, merged), who(shop, "A1")) == (750, merged)
    assert [one.id for one in list_merges(shop.id, PageRequest(), merged).items] == [again.id, made.id]
    assert [one.id for one in merges_of_member(shop.id, survivor)] == [again.id]
    proven(shop)


def test_what_happened_in_between_stays_with_the_survivor(
    shop: LiveProgramme, both: tuple[int, int], frozen_clock: FrozenClock
) -> None:
    survivor, merged = both
    made = merge_members(shop.id, asked(survivor, merged))
    frozen_clock.advance(timedelta(days=2))
    send(shop, sale(4, "B2", 30, "2026-06-16", mobile="13800000001"), spending(5, "A1", 200, "2026-06-17"))
    seen = preview_undo(shop.id, made.id, "bob")
    assert [one.wallets["points"].available for one in (*seen.survivor, *seen.merged)] == [580, -70, 0, 650]
    undo_merge(shop.id, made.id, "two people", "bob")
    assert (points(shop, survivor), points(shop, merged)) == (-70, 650)
    assert (who(shop, "13800000001"), who(shop, "B2")) == (survivor, merged)
    proven(shop)


def test_three_records_are_merged_and_taken_apart_in_turn(shop: LiveProgramme, both: tuple[int, int]) -> None:
    first, second = both
    (third,) = send(shop, sale(7, "C3", 40))
    earlier = merge_members(shop.id, asked(first, second))
    later = merge_members(shop.id, asked(third, first))
    assert (points(shop, third), who(shop, "B2")) == (790, third)
    with pytest.raises(errors.SurvivorMerged) as refused:
        undo_merge(shop.id, earlier.id, "not yet", "bob")
    assert refused.value.params["survivor"] == third
    undo_merge(shop.id, later.id, "first", "bob")
    undo_merge(shop.id, earlier.id, "then", "bob")
    assert [points(shop, one) for one in (first, second, third)] == [100, 650, 40]
    assert [who(shop, card) for card in ("A1", "B2", "C3")] == [first, second, third]
    proven(shop)


def test_what_is_not_merged(shop: LiveProgramme, both: tuple[int, int]) -> None:
    survivor, merged = both
    for wrong, error in (
        (asked(survivor, survivor), errors.MergeWithSelf),
        (asked(survivor, merged, "  "), errors.WhyMissing),
        (asked(survivor, 999), MemberMissing),
    ):
        for deed in (merge_members, preview_merge):
            with pytest.raises(error):
                deed(shop.id, wrong)
    hold = {
        "type": "hold",
        "id": "h",
        "hold_id": "h",
        "points": 10,
        "wallet": "points",
        "minutes": 60,
        "occurred_at": "2026-06-15T12:00:00+08:00",
        "member": {"card": "B2"},
    }
    accept_events(shop.id, "till", [hold])
    with pytest.raises(HoldsOpen):
        merge_members(shop.id, asked(survivor, merged))
    made = merge_members(shop.id, asked(merged, survivor))
    with pytest.raises(MemberMerged):
        merge_members(shop.id, asked(merged, survivor))
    undo_merge(shop.id, made.id, "no", "bob")
    with pytest.raises(errors.MergeUndone):
        undo_merge(shop.id, made.id, "no", "bob")
    with pytest.raises(errors.MergeUnknown):
        undo_merge(shop.id, 999, "no", "bob")
    with pytest.raises(errors.MergeUnknown):
        merge(shop.id, 999)
    with pytest.raises(errors.WhyMissing):
        undo_merge(shop.id, made.id, "", "bob")
    with pytest.raises(MemberNotMerged):
        lead_back(shop.id, survivor)


def test_somebody_without_points_is_merged_too(shop: LiveProgramme, both: tuple[int, int]) -> None:
    accept_events(shop.id, "till", [spending(8, "A1", 1) | {"member": {"card": "D4"}}])
    (bare,) = send(shop, sale(9, "D4", 0))
    made = merge_members(shop.id, asked(both[0], bare))
    assert made.moved == {"growth": 10}
    assert who(shop, "D4") == both[0]
    proven(shop)


def test_the_trail_and_both_logs_tell_of_it(shop: LiveProgramme, both: tuple[int, int]) -> None:
    survivor, merged = both
    made = merge_members(shop.id, asked(survivor, merged))
    undo_merge(shop.id, made.id, "two people", "bob")
    trail = [(line.actor, line.action, line.subject) for line in list_entries(PageRequest()).items[:2]]
    assert trail == [("bob", "merge_undone", f"member {merged}"), ("ann", "members_merged", f"member {merged}")]
    assert [one.kind for one in events(shop.id, survivor).items[:2]] == ["void", "merge_in"]
    assert [one.kind for one in events(shop.id, merged).items[:2]] == ["void", "merge_out"]
