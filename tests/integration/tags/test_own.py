"""Rules and tags put on by hand, in a live club with a history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from regulars.domain.corrections.operations import merge_members, undo_merge
from regulars.domain.corrections.types import NewMerge
from regulars.domain.history.operations import sync_history
from regulars.domain.intake.operations import accept_events
from regulars.domain.members.queries import find_member
from regulars.domain.tags import operations, queries
from regulars.domain.tags.errors import (
    NothingToTakeOff,
    RuleCircle,
    RuleUnreadable,
    TagInUse,
    TagListWrong,
    TagMissing,
    TagNameTaken,
    TagNameWrong,
    TagsNotComputed,
)
from regulars.domain.tags.operations import NewTag
from regulars.domain.tags.tasks import DAILY
from regulars.domain.tags.types import Source, Words
from regulars.platform import audit
from regulars.platform.jobs import enqueue, run_due
from regulars.platform.paging import PageRequest
from tests.integration.console.conftest import purchase


def new(code: str = "spenders", zh: str = "大户") -> NewTag:
    return NewTag(code, Words(zh, "Spenders"), Words("消费较多", "Who spend much"), "ann")


@pytest.fixture
def members(club, frozen_clock, settings, tmp_path) -> list[int]:
    """Three members with purchases of 40, 80 and 120, and a history of them."""
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = tmp_path / "history", tmp_path / "insight"
    cards = ["1001", "1002", "1003"]
    sales = [purchase(number, card, f"{(number + 1) * 40}.00") for number, card in enumerate(cards)]
    accept_events(club.id, "till", sales)
    sync_history(club.id)
    return [find_member(club.id, card).id for card in cards]


def test_a_rule_is_tried_and_made(club, members) -> None:
    with pytest.raises(TagsNotComputed):
        operations.preview_rule(club.id, "spend_90 > 5000")
    operations.refresh_programme(club.id)
    told = operations.preview_rule(club.id, "spend_90 > 5000 and active_in_30")
    assert (told.members, told.everybody, told.sample) == (2, 3, tuple(members[1:]))
    operations.make_rule(club.id, new(), "spend_90 > 5000")
    assert queries.catalogue(club.id).find("spenders").figures is None
    with pytest.raises(TagsNotComputed):
        queries.members_of_tag(club.id, "spenders", PageRequest())
    operations.refresh_programme(club.id)
    page = queries.members_of_tag(club.id, "spenders", PageRequest(limit=1))
    assert [one.member for one in page.items] == [members[1]]
    rest = queries.members_of_tag(club.id, "spenders", PageRequest(page.next_cursor, 1))
    assert [(one.member, one.value) for one in rest.items] == [(members[2], True)]
    assert rest.next_cursor is None
    operations.set_tag_active(club.id, "spenders", "ann", active=False)
    with pytest.raises(TagMissing):
        queries.catalogue(club.id).find("spenders")
    with pytest.raises(TagMissing):
        operations.set_tag_active(club.id, "spender", "ann", active=False)
    assert [one.action for one in audit.list_entries(PageRequest(limit=2)).items] == [
        "rule_tag_switched",
        "rule_tag_made",
    ]


def test_rules_that_cannot_be(club, members) -> None:
    with pytest.raises(RuleUnreadable) as told:
        operations.make_rule(club.id, new(), "spend_91 > 5")
    assert told.value.params["reason"] == "formula_word_unknown"
    with pytest.raises(TagNameTaken):
        operations.make_rule(club.id, new("spend_90"), "spend_90 > 5")
    with pytest.raises(TagNameWrong):
        operations.make_rule(club.id, new("Spenders!"), "spend_90 > 5")
    with pytest.raises(TagNameWrong):
        operations.make_manual_tag(club.id, new(zh=" "))
    operations.make_rule(club.id, new(), "spend_90 > 5")
    with pytest.raises(TagNameTaken):
        operations.make_manual_tag(club.id, new())


def test_rules_name_tags_by_hand_and_each_other(club, members) -> None:
    operations.refresh_programme(club.id)
    operations.make_manual_tag(club.id, new("vip"))
    operations.put_tag(club.id, "vip", [members[0], members[2]], "ann")
    operations.make_rule(club.id, new("rich"), "spend_90 > 5000")
    told = operations.preview_rule(club.id, "rich and vip", "dear")
    assert (told.members, told.everybody, told.sample) == (1, 3, (members[2],))
    operations.make_rule(club.id, new("dear"), "rich and vip")
    operations.make_rule(club.id, new("others"), "not dear")
    operations.refresh_programme(club.id)

    def having(code: str) -> list[int]:
        return [one.member for one in queries.members_of_tag(club.id, code, PageRequest()).items]

    assert [having(code) for code in ("rich", "dear", "others")] == [members[1:], members[2:], members[:2]]
    with pytest.raises(RuleCircle) as told:
        operations.change_rule(club.id, "rich", "spend_90 > 5000 and not others", "ann")
    assert told.value.params == {"circle": "rich → others → dear → rich"}
    with pytest.raises(RuleCircle):
        operations.make_rule(club.id, new("own"), "own or vip")
    with pytest.raises(TagMissing):
        operations.change_rule(club.id, "vip", "rich", "ann")
    assert [one.code for one in queries.uses_of_tag(club.id, "vip")] == ["dear"]
    for code, users in (("vip", "dear"), ("rich", "dear"), ("dear", "others")):
        with pytest.raises(TagInUse) as told:
            operations.set_tag_active(club.id, code, "ann", active=False)
        assert told.value.params == {"tag": code, "users": users}
    assert operations.change_rule(club.id, "dear", "rich", "ann").expression == "rich"
    operations.set_tag_active(club.id, "vip", "ann", active=False)
    with pytest.raises(RuleUnreadable):
        operations.make_rule(club.id, new("again"), "vip")
    with pytest.raises(TagMissing):
        operations.put_tag(club.id, "vip", members, "ann")
    operations.set_tag_active(club.id, "vip", "ann", active=True)
    assert having("vip") == [members[0], members[2]]
    operations.refresh_programme(club.id)
    assert having("dear") == members[1:]


def test_tags_follow_a_merge_and_come_back(club, members) -> None:
    """What was put on a record belongs to it: whoever it is a part of has it, and its undoing gives it back."""
    first, second, third = members
    operations.make_manual_tag(club.id, new("vip"))
    operations.make_manual_tag(club.id, new("press"))
    operations.put_tag(club.id, "vip", [first, second], "ann", until=date(2026, 6, 20))
    operations.put_tag(club.id, "press", [second], "ann")
    one = merge_members(club.id, NewMerge(third, second, "same person", "ann"))
    two = merge_members(club.id, NewMerge(first, third, "same person", "ann"))

    def having(member: int) -> list[str]:
        return [one.tag.id for one in queries.tags_of_member(club.id, member)]

    def counts() -> dict[str, int]:
        return {one.code: one.members for one in queries.list_manual(club.id)}

    assert having(first) == ["press", "vip"]
    assert (queries.members_with(club.id, "vip"), counts()) == ([first], {"press": 1, "vip": 1})
    assert operations.put_tag(club.id, "press", [second], "ben").had_it == 1
    assert operations.put_tag(club.id, "vip", [third], "ben").members == 1
    assert queries.tags_of_member(club.id, first)[1].until is None
    undo_merge(club.id, two.id, "not the same", "ann")
    undo_merge(club.id, one.id, "not the same", "ann")
    assert [having(one) for one in members] == [["vip"], ["press", "vip"], []]
    assert counts() == {"press": 1, "vip": 2}
    merge_members(club.id, NewMerge(first, second, "same person", "ann"))
    operations.take_tag(club.id, "press", first, "ann")
    assert having(first) == ["vip"]


def test_tags_are_put_on_and_taken_off(club, members, frozen_clock) -> None:
    operations.make_manual_tag(club.id, new("vip"))
    with pytest.raises(TagListWrong) as told:
        operations.put_tag(club.id, "vip", [*members, 99_999], "ann")
    assert told.value.params == {"count": 1, "unknown": "99999"}
    with pytest.raises(TagListWrong):
        operations.put_tag(club.id, "vip", [], "ann")
    put = operations.put_tag(club.id, "vip", members[:2], "ann")
    assert (put.members, put.had_it) == (2, 0)
    again = operations.put_tag(club.id, "vip", members, "ben")
    assert (again.members, again.had_it) == (1, 2)
    assert [one.member for one in queries.members_of_tag(club.id, "vip", PageRequest()).items] == members
    assert sorted(one[2:] for one in queries.newest_batches(club.id, "vip")) == [("ann", 2), ("ben", 1)]
    assert operations.take_batch(club.id, "vip", put.batch, "ann") == 2
    with pytest.raises(NothingToTakeOff):
        operations.take_batch(club.id, "vip", put.batch, "ann")
    operations.take_tag(club.id, "vip", members[2], "ann")
    with pytest.raises(NothingToTakeOff):
        operations.take_tag(club.id, "vip", members[2], "ann")
    with pytest.raises(TagMissing):
        operations.put_tag(club.id, "vop", members, "ann")
    assert queries.members_with(club.id, "vip") == []


def test_a_tag_ends_by_itself_and_stays_in_the_past(club, members, frozen_clock) -> None:
    operations.make_manual_tag(club.id, new("vip"))
    operations.put_tag(club.id, "vip", members[:1], "ann", until=date(2026, 6, 20))
    today = date(2026, 6, 15)

    def having(until: date | None = None) -> list[str]:
        return [one.tag.id for one in queries.tags_of_member(club.id, members[0], until)]

    assert having() == ["vip"]
    assert queries.tags_of_member(club.id, members[0])[0].until == date(2026, 6, 20)
    frozen_clock.advance(timedelta(days=6))
    assert having() == []
    assert having(today) == ["vip"]
    assert having(today - timedelta(days=1)) == []
    operations.put_tag(club.id, "vip", members[:1], "ann")
    operations.take_tag(club.id, "vip", members[0], "ann")
    assert having(today) == ["vip"]


def test_tags_of_a_member_and_columns_for_others(club, members) -> None:
    operations.make_manual_tag(club.id, new("vip"))
    operations.put_tag(club.id, "vip", members[:1], "ann")
    operations.refresh_programme(club.id)
    found = {one.tag.id: one for one in queries.tags_of_member(club.id, members[0])}
    assert found["spend_30"].value == 4000
    assert found["favourite_category_30"].value == "COFFEE"
    assert found["tier"].value == "entry"
    assert found["vip"].tag.source is Source.MANUAL
    offered = {one.name: one for one in queries.offered_columns(club.id)}
    assert offered["spend_30"].kind.value == "money"
    assert offered["vip"].zh == "大户"
    frame = queries.column_frame(club.id, ["spend_30", "vip"])
    assert frame.rows() == list(zip(members, [4000, 8000, 12000], [True, False, False], strict=True))
    with pytest.raises(TagMissing):
        queries.column_frame(club.id, ["nothing"])
    assert [(day, count) for day, count, _figures in queries.figures_over_time(club.id, "tier")] == [
        (queries.today_of(club.id), 3)
    ]


def test_a_job_computes_them(club, members, frozen_clock) -> None:
    assert operations.ask_for_refresh(club.id, "ann") is not None
    assert operations.ask_for_refresh(club.id, "ann") is None
    run_due()
    job = operations.refresh_job(club.id)
    assert job is not None
    assert (job.state, job.result) == ("done", {"computed": len(queries.library().definitions), "members": 3})
    frozen_clock.advance(timedelta(days=1))
    enqueue(DAILY, {})
    run_due()
    run_due()
    assert len(queries.days_in(queries.folder_of_tags("club"))) == 2
