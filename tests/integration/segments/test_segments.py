"""Making segments, trying expressions, and keeping members true as things happen and time goes by."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import yaml

from regulars.domain.corrections.operations import merge_members, undo_merge
from regulars.domain.corrections.types import NewMerge
from regulars.domain.history.operations import sync_history
from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.queries import transactions
from regulars.domain.members.queries import find_member, member_facts
from regulars.domain.programmes.operations import create_draft, install_programme
from regulars.domain.programmes.types import NewDraft, stream_of
from regulars.domain.segments import operations, queries
from regulars.domain.segments.errors import (
    SegmentCircle,
    SegmentColumnsMissing,
    SegmentExpressionWrong,
    SegmentInUse,
    SegmentKindFixed,
    SegmentListWrong,
    SegmentMissing,
    SegmentNameTaken,
    SegmentNameWrong,
    SegmentNothingToUndo,
    SegmentPutAway,
    SegmentTooEarly,
)
from regulars.domain.segments.policy.groups import read_back, written
from regulars.domain.segments.types import BadRow, Kind, NewSegment
from regulars.platform import outbox
from regulars.platform.paging import PageRequest
from regulars.project.settings.paths import ROOT
from tests.integration.segments.conftest import live, sale

RECENT = "events('purchase', last_days => 90, where => \"amount >= 20\") >= 2"


def members(shop, code):
    return list(queries.members_of(shop.id, code))


def test_lists_follow_a_merge_and_its_undoing(shop, people, frozen_clock) -> None:
    """A list keeps the records that it named; who was merged is in it as whom they take part as."""
    first, second, third = people
    before = frozen_clock.instant
    operations.make_segment(shop.id, NewSegment("chosen", "Chosen", "", Kind.STATIC, "", "ann"))
    operations.take_list(shop.id, "chosen", f"{second}\n{third}", "ann")
    operations.make_segment(shop.id, live("others", "not in_segment('chosen')"))
    frozen_clock.advance(timedelta(hours=1))
    merge = merge_members(shop.id, NewMerge(first, second, "same person", "ann"))
    assert members(shop, "chosen") == [first, third]
    assert [one.code for one in queries.segments_of(shop.id, first)] == ["chosen", "others"]
    assert list(queries.members_at(shop.id, "chosen", before)) == [first, third]
    operations.follow(shop.id)
    assert members(shop, "others") == []
    merge_members(shop.id, NewMerge(first, third, "same person", "ann"))
    assert (members(shop, "chosen"), queries.find_segment(shop.id, "chosen").size) == ([first], 1)
    assert [one.size for one in queries.list_segments(shop.id, "chosen")] == [1]
    undo_merge(shop.id, merge.id, "not the same", "ann")
    frozen_clock.advance(timedelta(hours=1))
    operations.follow(shop.id)
    assert (members(shop, "chosen"), members(shop, "others")) == ([first, second], [])


def test_what_uses_a_segment_keeps_it(shop, people) -> None:
    operations.make_segment(shop.id, live("vip", "events('purchase', last_days => 90) >= 1"))
    assert queries.uses_of_segment(shop.id, "vip") == []
    document = yaml.safe_load((ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8"))
    document["member_attributes"] = [{"id": "vip", "type": "boolean"}]
    draft = create_draft(NewDraft(shop.id, yaml.safe_dump(document, allow_unicode=True)), "ann")
    (use,) = queries.uses_of_segment(shop.id, "vip")
    assert (use.kind, use.code) == ("draft", str(draft.number))
    with pytest.raises(SegmentInUse) as told:
        operations.archive_segment(shop.id, "vip", "ann")
    assert told.value.params["users"] == use.name.en


@pytest.mark.parametrize(
    ("expression", "places"),
    [
        (RECENT, [0]),
        ("sum_of('amount', 'purchase', last_days => 90) > 100", [2]),
        ("days_since('purchase') >= 60", [1]),
        ("days_since('tea') >= 60", []),
        ("sequence('purchase', 'purchase', within_days => 49)", [0]),
        ("sequence('purchase', 'purchase', within_days => 48)", []),
        ("not (events('purchase', last_days => 2) > 0) or days_enrolled < 2", [1, 2]),
        ("tier is not null and birth_month is null", [0, 1, 2]),
    ],
)
def test_expressions_hold_whom_they_say(shop, people, expression, places) -> None:
    found = operations.preview(shop.id, expression)
    assert (list(found.sample), found.size, found.members) == ([people[place] for place in places], len(places), 3)


def test_everything_wrong_is_told_at_once(shop) -> None:
    with pytest.raises(SegmentExpressionWrong) as caught:
        operations.preview(shop.id, "nope > 3 and events('x', foo => 3) > 1 and days_since('x', last_days => 0) > 1")
    told = [one["what"] for one in caught.value.params["findings"]]
    assert told == [
        "At character 33: events has no argument foo.",
        "At character 73: days_since has no argument last_days.",
        "At character 73: last_days has to be a whole number of days.",
        "At character 1: There is no name 'nope'.",
    ]


def test_a_value_that_never_comes_up_is_told_with_those_that_do(shop) -> None:
    with pytest.raises(SegmentExpressionWrong) as caught:
        operations.preview(shop.id, "rfm_class = 'champions' or life_stage in ('new', 'gone') or tier <> 'nosuch'")
    told = [one["what"] for one in caught.value.params["findings"]]
    assert told == [
        "At character 69: There is no tier 'nosuch'.",
        "At character 13: The value 'champions' never comes up there.",
        "At character 50: The value 'gone' never comes up there.",
    ]


def test_members_follow_what_they_do_and_time(shop, people, frozen_clock) -> None:
    operations.make_segment(shop.id, live("recent", RECENT))
    operations.make_segment(shop.id, live("silent", "days_since('purchase') >= 90"))
    operations.make_segment(shop.id, live("quiet_recent", "in_segment('recent') and in_segment('silent')"))
    assert [members(shop, code) for code in ("recent", "silent", "quiet_recent")] == [[people[0]], [], []]
    began = frozen_clock.instant
    operations.follow(shop.id)
    frozen_clock.advance(timedelta(days=5, hours=1))
    assert operations.pass_time(shop.id) == {"asked": 1, "moved": 1}
    assert members(shop, "silent") == [people[1]]
    told = outbox.list_messages(stream_of(shop.id), PageRequest(), outbox.OutboxFilter(topic="segment.entered")).items
    assert [(one.body["segment"], one.body["member_id"]) for one in told] == [("silent", people[1])]
    accept_events(shop.id, "till", [sale(9, "8800000002", frozen_clock.instant), sale(10, "8800000003", began)])
    frozen_clock.advance(timedelta(minutes=1))
    assert operations.follow(shop.id)["members"] == 2
    assert (members(shop, "silent"), members(shop, "recent")) == ([], [people[0], people[2]])
    assert list(queries.members_at(shop.id, "silent", began + timedelta(days=5, minutes=1))) == [people[1]]
    assert [list(queries.members_at(shop.id, "silent", at)) for at in (began, frozen_clock.instant)] == [[], []]
    moves = queries.moves_of_member(shop.id, people[1])
    assert [(one.segment, one.entered, one.at - began) for one in moves if one.cause == "time"] == [
        ("silent", True, timedelta(days=5))
    ]


def test_segments_are_edited_and_taken_back(shop, people) -> None:
    operations.make_segment(shop.id, live("some", RECENT))
    edited = operations.edit_segment(shop.id, live("some", "days_since('purchase') >= 60"))
    assert (edited.number, members(shop, "some")) == (2, [people[1]])
    assert (operations.undo_edit(shop.id, "some", "ann").number, members(shop, "some")) == (3, [people[0]])
    assert [one.expression for one in queries.list_versions(shop.id, "some")][::2] == [RECENT, RECENT]


def test_what_segments_refuse(shop) -> None:
    operations.make_segment(shop.id, live("one", RECENT))
    operations.make_segment(shop.id, live("two", "in_segment('one')"))
    with pytest.raises(SegmentNameWrong):
        operations.make_segment(shop.id, live("One", RECENT))
    with pytest.raises(SegmentNameTaken):
        operations.make_segment(shop.id, live("one", RECENT))
    with pytest.raises(SegmentColumnsMissing):
        operations.make_segment(shop.id, live("three", "rfm_class = 'at_risk'"))
    with pytest.raises(SegmentCircle):
        operations.edit_segment(shop.id, live("one", "in_segment('two')"))
    with pytest.raises(SegmentInUse):
        operations.archive_segment(shop.id, "one", "ann")
    with pytest.raises(SegmentNothingToUndo):
        operations.undo_edit(shop.id, "one", "ann")
    with pytest.raises(SegmentMissing):
        queries.find_segment(shop.id, "none")


def test_lists_say_which_lines_name_nobody(shop, people, frozen_clock) -> None:
    operations.make_segment(shop.id, NewSegment("picked", "Picked", "", Kind.STATIC, "", "ann"))
    text = f"member,note\n#{people[0]},x\n8800000002\n\n#999999\nnobody@example.com\n"
    taken = operations.take_list(shop.id, "picked", text, "ann")
    assert (taken.members, taken.bad) == (
        2,
        (BadRow(5, "#999999", "member_not_found"), BadRow(6, "nobody@example.com", "member_not_found")),
    )
    assert members(shop, "picked") == people[:2]
    assert (taken.entered, taken.left) == (2, 0)
    frozen_clock.advance(timedelta(hours=1))
    taken = operations.take_list(shop.id, "picked", f"#{people[2]}\n#{people[0]}", "ann")
    assert (members(shop, "picked"), taken.entered, taken.left) == ([people[0], people[2]], 1, 1)
    operations.undo_edit(shop.id, "picked", "ann")
    assert members(shop, "picked") == people[:2]
    operations.undo_edit(shop.id, "picked", "ann")
    assert members(shop, "picked") == [people[0], people[2]]
    with pytest.raises(SegmentListWrong):
        operations.take_list(shop.id, "picked", "nobody", "ann")
    with pytest.raises(SegmentTooEarly):
        queries.members_at(shop.id, "picked", frozen_clock.instant - timedelta(days=1))


def test_segments_are_archived_and_brought_back(shop, people) -> None:
    operations.make_segment(shop.id, live("some", RECENT))
    operations.archive_segment(shop.id, "some", "ann")
    assert (queries.list_segments(shop.id), queries.segments_of(shop.id, people[0])) == ([], [])
    with pytest.raises(SegmentPutAway):
        operations.edit_segment(shop.id, live("some", RECENT))
    operations.bring_back(shop.id, "some", "ann")
    with pytest.raises(SegmentKindFixed):
        operations.edit_segment(shop.id, NewSegment("some", "Some", "", Kind.STATIC, "", "ann"))
    assert [one.code for one in queries.segments_of(shop.id, find_member(shop.id, "8800000001").id)] == ["some"]


def test_a_declared_attribute_follows_the_segment(db, frozen_clock) -> None:
    document = yaml.safe_load((ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8"))
    document["member_attributes"] = [*document.get("member_attributes", []), {"id": "silent", "type": "boolean"}]
    shop = install_programme(json.dumps(document), actor="test")
    accept_events(shop.id, "till", [sale(1, "8800000001", frozen_clock.instant - timedelta(days=85))])
    sync_history(shop.id)
    member = find_member(shop.id, "8800000001").id
    operations.make_segment(shop.id, live("silent", "days_since('purchase') >= 90"))
    frozen_clock.advance(timedelta(days=6))
    assert operations.pass_time(shop.id) == {"asked": 1, "moved": 1}
    assert member_facts(shop.id, member).attributes == {"silent": True}
    assert operations.follow(shop.id) == {"members": 1, "moved": 0, "whole": 0}
    assert operations.preview(shop.id, "silent").size == 1


def test_the_first_month_on_a_tier_is_a_programme_of_its_own(db, frozen_clock) -> None:
    document = yaml.safe_load((ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8"))
    document["member_attributes"] = [*document.get("member_attributes", []), {"id": "just_risen", "type": "boolean"}]
    welcome = {"id": "welcome", "name": {"zh": "升级首月", "en": "First month"}, "wallet": "points"}
    document["rules"].append(welcome | {"when": "event = 'purchase' and just_risen", "award": {"points": 50}})
    shop = install_programme(json.dumps(document), actor="test")
    accept_events(shop.id, "till", [sale(9, "8800000001", frozen_clock.instant - timedelta(days=1), "20.00")])
    sync_history(shop.id)
    operations.make_segment(shop.id, live("just_risen", "tier <> 'entry' and days_in_tier < 30"))

    def buys(number: int, amount: str) -> int:
        accept_events(shop.id, "till", [sale(number, "8800000001", frozen_clock.instant, amount)])
        sync_history(shop.id)
        operations.follow(shop.id)
        found = transactions(shop.id, find_member(shop.id, "8800000001").id, PageRequest(limit=100)).items
        frozen_clock.advance(timedelta(days=10))
        operations.pass_time(shop.id)
        return sum(one.points for one in found if one.rule == "welcome")

    assert [buys(1, "1300.00"), buys(2, "20.00"), buys(3, "20.00"), buys(4, "20.00")] == [0, 50, 100, 100]


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("tier = 'gold' and days_since('purchase') >= 60", None),
        ("(vip or tier is null) and (not in_segment('one'))", "(vip or tier is null) and (not in_segment('one'))"),
        ("not (birth_month = 3 or not vip)", None),
        ("sum_of('amount', 'purchase', last_days => 30, where => 'amount >= 1') > -5", None),
        ("sequence('a', 'b', within_days => 7)", None),
    ],
)
def test_the_builder_reads_back_what_it_writes(text, again) -> None:
    groups = read_back(text)
    assert groups is not None
    assert (written(groups), read_back(written(groups))) == (again or text, groups)


@pytest.mark.parametrize(
    "text", ["birth_month + 1 > 3", "tier in ('a', 'b')", "tier =", "(a = 1 and (b = 2 or c = 3)) or d"]
)
def test_what_the_builder_cannot_show_stays_text(text) -> None:
    assert read_back(text) is None
