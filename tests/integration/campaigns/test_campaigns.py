"""Campaigns: a benefit for a segment, once each, broken off and gone on with, reported on, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from regulars.domain.benefits.operations import grant_benefit, tell_logs, withdraw_benefit
from regulars.domain.benefits.queries import grants_of
from regulars.domain.benefits.types import NewGrant
from regulars.domain.campaigns import operations, queries
from regulars.domain.campaigns.errors import (
    CampaignBusy,
    CampaignConflict,
    CampaignEmpty,
    CampaignMissing,
    CampaignWithdrawn,
    SegmentArchived,
)
from regulars.domain.campaigns.operations import granting
from regulars.domain.campaigns.types import Fate, NewCampaign, State
from regulars.domain.corrections.operations import merge_members
from regulars.domain.corrections.types import NewMerge
from regulars.domain.ledger.queries import events
from regulars.domain.members.operations import forget_member
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.segments.operations import archive_segment, make_segment
from regulars.domain.segments.types import Kind, NewSegment
from regulars.platform import clock, jobs
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from tests.benefits import held, use
from tests.integration.campaigns.conftest import fill

SPRING = NewCampaign("spring", "waited", "sorry", "The lift was broken", "anna")


def start(programme: LiveProgramme, new: NewCampaign = SPRING) -> None:
    """Start a campaign and let it end."""
    operations.start_campaign(programme.id, new)
    jobs.run_due()


def fates(programme: LiveProgramme, code: str = "spring") -> dict[int, str]:
    """What became of each member."""
    return {one.member_id: one.fate.value for one in queries.list_outcomes(programme.id, code, PageRequest()).items}


def test_everybody_in_the_segment_gets_it_once(programme: LiveProgramme, members: list[int]) -> None:
    started = operations.start_campaign(programme.id, SPRING)
    assert (started.state, started.size, started.granted) == (State.GRANTING, 4, 0)
    jobs.run_due()
    done = operations.start_campaign(programme.id, SPRING)
    jobs.run_due()
    assert (done.state, done.granted, done.left_out, done.done, done.total) == (State.DONE, 4, 0, 4, 4)
    assert [len(grants_of(programme.id, one)) for one in members] == [1, 1, 1, 1, 0]
    assert held(programme, members[0])["sorry"].reason == "The lift was broken"
    tell_logs(programme.id)
    assert "benefit_granted" in [row["body"].get("name") for row in events_of(programme, members[3])]


def events_of(programme: LiveProgramme, member: int) -> list[dict[str, Any]]:
    """What stands in a member's log."""
    return [row if isinstance(row, dict) else vars(row) for row in events(programme.id, member, PageRequest()).items]


def test_run_again_it_grants_to_who_came_since(programme: LiveProgramme, members: list[int]) -> None:
    start(programme)
    fill(programme, members[2:])
    with_more = operations.run_again(programme.id, "spring", "anna")
    with pytest.raises(CampaignBusy):
        operations.run_again(programme.id, "spring", "anna")
    jobs.run_due()
    assert (with_more.runs, with_more.size) == (2, 3)
    assert [len(grants_of(programme.id, one)) for one in members] == [1] * 5
    assert set(fates(programme).values()) == {"granted"}


def test_broken_off_it_goes_on(programme: LiveProgramme, members: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(granting, "AT_ONCE", 2)
    operations.start_campaign(programme.id, SPRING)
    told: list[int] = []

    def report(done: int, total: int) -> None:
        told.append(done)
        if total == 4 and told == [2, 4]:
            raise KeyboardInterrupt

    number = jobs.list_jobs("campaigns.grant")[0].payload["campaign"]
    with pytest.raises(KeyboardInterrupt):
        operations.grant_campaign(number, report)
    assert len(fates(programme)) == 2
    operations.grant_campaign(number, report)
    assert [len(grants_of(programme.id, one)) for one in members] == [1, 1, 1, 1, 0]


def test_who_did_not_get_it_and_why(programme: LiveProgramme, members: list[int]) -> None:
    had = NewGrant("g1", members[0], "sorry", "before", "anna")
    grant_benefit(programme.id, had)
    forget_member(programme.id, members[1])
    start(programme, replace(SPRING, spare=True))
    assert list(fates(programme).values()) == ["had", "closed", "granted", "granted"]
    view = queries.find_campaign(programme.id, "spring")
    assert (view.granted, view.left_out) == (2, 2)
    only = queries.list_outcomes(programme.id, "spring", PageRequest(), [Fate.HAD])
    assert [one.member_id for one in only.items] == [members[0]]


def test_who_was_merged_does_not_get_it_twice(programme: LiveProgramme, members: list[int]) -> None:
    start(programme)
    merge_members(programme.id, NewMerge(members[4], members[0], "same person", "anna"))
    fill(programme, [members[4]])
    operations.run_again(programme.id, "spring", "anna")
    jobs.run_due()
    assert fates(programme)[members[4]] == "had"
    assert grants_of(programme.id, members[4]) == []


def test_withdrawn_it_ends_everywhere_but_where_it_was_used(programme: LiveProgramme, members: list[int]) -> None:
    start(programme)
    use(programme, members[0], "sorry", "u1")
    withdraw_benefit(programme.id, grants_of(programme.id, members[1])[0].id, "by hand", "anna")
    merge_members(programme.id, NewMerge(members[4], members[2], "same person", "anna"))
    operations.withdraw_campaign(programme.id, "spring", "the wrong segment", "bert")
    jobs.run_due()
    view = queries.find_campaign(programme.id, "spring")
    assert (view.state, view.withdrawn_by, view.withdrawn_why) == (State.WITHDRAWN, "bert", "the wrong segment")
    assert list(fates(programme).values()) == ["kept", "kept", "withdrawn", "withdrawn"]
    assert "sorry" not in held(programme, members[3])
    assert "sorry" not in held(programme, members[4])
    for deed in (
        lambda: operations.run_again(programme.id, "spring", "anna"),
        lambda: operations.withdraw_campaign(programme.id, "spring", "again", "anna"),
    ):
        with pytest.raises(CampaignWithdrawn):
            deed()


def test_withdrawn_while_it_is_at_work_it_stops(programme: LiveProgramme, members: list[int]) -> None:
    operations.start_campaign(programme.id, SPRING)
    operations.withdraw_campaign(programme.id, "spring", "a mistake", "anna")
    jobs.run_due()
    assert fates(programme) == {}
    assert grants_of(programme.id, members[0]) == []


def test_what_it_would_come_to_is_said_before(programme: LiveProgramme, members: list[int]) -> None:
    found = queries.estimate(programme.id, replace(SPRING, reason="", quota=2))
    assert (found.size, found.sample, found.segment_name) == (4, tuple(members[:4]), "Waited long")
    assert (found.most_minor, found.likely_minor) == (4 * 2 * 200, None)
    for number in range(30):
        grant_benefit(programme.id, NewGrant(f"g{number}", members[0], "sorry", "before", "anna"))
    use(programme, members[0], "sorry", "u1")
    found = queries.estimate(programme.id, SPRING)
    assert found.used_share == pytest.approx(1 / 30)
    assert found.likely_minor == round(800 / 30)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"benefit": "parking"}, "benefit_not_by_hand"),
        ({"benefit": "nothing"}, "benefit_not_found"),
        ({"segment": "nobody"}, "segment_missing"),
        ({"reason": " "}, "benefit_reason_missing"),
        ({"quota": 0}, "benefit_grant_invalid"),
    ],
)
def test_what_is_refused_before_anybody_gets_anything(
    programme: LiveProgramme, members: list[int], more: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        operations.start_campaign(programme.id, replace(SPRING, **more))
    assert refused.value.code == code
    assert queries.list_campaigns(programme.id, PageRequest()).items == ()


def test_segments_that_hold_nobody_or_were_put_away(programme: LiveProgramme, members: list[int]) -> None:
    make_segment(programme.id, NewSegment("empty", "Empty", "", Kind.STATIC, "", "ann"))
    with pytest.raises(CampaignEmpty):
        queries.estimate(programme.id, replace(SPRING, segment="empty"))
    archive_segment(programme.id, "waited", "ann")
    with pytest.raises(SegmentArchived):
        operations.start_campaign(programme.id, SPRING)


def test_another_campaign_under_the_same_id_is_refused(programme: LiveProgramme, members: list[int]) -> None:
    start(programme)
    with pytest.raises(CampaignConflict):
        operations.start_campaign(programme.id, replace(SPRING, quota=2))
    with pytest.raises(CampaignMissing):
        queries.find_campaign(programme.id, "autumn")


def test_one_whose_end_has_come_stops_with_a_reason(
    programme: LiveProgramme, members: list[int], frozen_clock: Any
) -> None:
    operations.start_campaign(programme.id, replace(SPRING, until=clock.now() + timedelta(hours=1)))
    frozen_clock.advance(timedelta(hours=2))
    jobs.run_due()
    view = queries.find_campaign(programme.id, "spring")
    assert (view.state, (view.failed or {})["code"]) == (State.STOPPED, "benefit_grant_invalid")


def test_campaigns_of_a_segment_and_of_a_benefit(programme: LiveProgramme, members: list[int]) -> None:
    start(programme)
    start(programme, replace(SPRING, code="summer"))
    assert [one.code for one in queries.campaigns_for(programme.id, "waited")] == ["summer", "spring"]
    page = queries.list_campaigns(programme.id, PageRequest(None, 1), "sorry")
    then = queries.list_campaigns(programme.id, PageRequest(page.next_cursor, 1))
    assert [one.code for one in (*page.items, *then.items)] == ["summer", "spring"]
    assert queries.list_campaigns(programme.id, PageRequest(), "coupon").items == ()
