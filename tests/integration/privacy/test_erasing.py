"""Erasure: asked for by one, looked at by another, taken back in time, and then nothing personal is left."""

import json
from datetime import date, timedelta

import polars as pl
import pytest
from django.db import Error, IntegrityError, connection

from regulars.domain.consents.queries import consented
from regulars.domain.history.operations import sync_history
from regulars.domain.history.queries import folder_of, read_manifest, scan
from regulars.domain.history.types import Table
from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.queries import balances, events
from regulars.domain.members.errors import MemberClosed, MemberMissing
from regulars.domain.members.queries import find_member, member
from regulars.domain.privacy.errors import (
    ErasureBlocked,
    RequestOpen,
    RequestSettled,
    RequestUnknown,
    SecondLookMissing,
)
from regulars.domain.privacy.models import PrivacyRequest
from regulars.domain.privacy.operations import approve_erasure, ask_for_erasure, cancel_request, carry_out
from regulars.domain.privacy.queries import find_request, requests_of
from regulars.domain.privacy.types import RequestState
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.domain.tags.operations import NewTag, make_manual_tag, put_tag
from regulars.domain.tags.queries import puttings_of
from regulars.domain.tags.types import Words
from regulars.platform.dated import Results
from tests.integration.privacy.conftest import events_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def erased(programme, people, frozen_clock):
    """The first of the two, erased after the waiting period."""
    request = ask_for_erasure(programme.id, people[0], "ann", "asked by letter")
    approve_erasure(programme.id, request.id, "bob")
    frozen_clock.advance(timedelta(days=8))
    assert carry_out() == 1
    return find_request(programme.id, request.id)


def holds(programme):
    reports = [verify_ledger(programme.id), verify_replay(programme.id)]
    return [one for report in reports for one in report.divergences]


def everything_stored():
    """All texts and bytes of the database, as one text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(bytes(cell) if isinstance(cell, memoryview) else cell) for row in cursor for cell in row]
    return "\n".join(found)


def test_nothing_personal_is_left_and_the_ledger_holds(programme, people, erased):
    view = member(programme.id, people[0])
    assert (view.name, view.birth_month, view.attributes, view.identifiers) == (None, None, {}, ())
    assert view.state.value == "closed"
    assert view.erased_at is not None
    assert balances(programme.id, people[0]) == balances(programme.id, people[1])
    bodies = json.dumps([one.body for one in events(programme.id, people[0]).items])
    assert "Li Lei" not in bodies
    assert "birth_month" not in bodies
    assert holds(programme) == []
    assert everything_stored().count("did not like it") == 1  # the other member's
    assert erased.counts["identifiers"] == 3
    assert erased.counts["events"] == 3
    assert consented(programme.id, people, "marketing", "email") == {people[1]}


def test_a_redacted_event_is_still_guarded(programme, people, erased):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET body = %s WHERE member_id = %s AND kind = 'refund'", ["{}", people[0]])
    assert [one.check for one in verify_ledger(programme.id).divergences] == ["hash of the event"]


@pytest.mark.parametrize("change", ["body = '{}'", "occurred_at = 0"])
def test_events_of_others_never_change(programme, people, erased, change):
    with pytest.raises(Error), connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_event SET {change} WHERE member_id = %s", [people[1]])


def test_of_a_redacted_event_only_the_body_changes(programme, people, erased):
    with pytest.raises(Error), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET occurred_at = 0 WHERE member_id = %s", [people[0]])


def test_who_comes_with_a_freed_identifier_is_somebody_new(programme, people, erased):
    with pytest.raises(MemberMissing):
        find_member(programme.id, "1")
    accept_events(programme.id, "test", [events_of("1")[1] | {"id": "new", "order_id": "new"}])
    assert find_member(programme.id, "1").id not in people
    assert holds(programme) == []


def test_what_is_sent_again_is_still_known(programme, people, erased):
    sent = events_of("1")[1]
    answers = accept_events(programme.id, "test", [sent | {"member": {"card": "2"}}])
    assert answers[0].status.value == "conflict"


def test_the_history_is_written_anew(programme, people, frozen_clock):
    sync_history(programme.id)
    request = ask_for_erasure(programme.id, people[0], "ann", "asked by letter")
    approve_erasure(programme.id, request.id, "bob")
    frozen_clock.advance(timedelta(days=8))
    carry_out()
    folder = folder_of(programme.code)
    manifest = read_manifest(folder)
    rows = scan(folder, manifest, Table.EVENTS).collect()
    told = rows.filter(pl.col("attributes").str.contains("Li Lei") | (pl.col("birth_month") > 0))
    assert set(told["member"]) == {people[1]}
    assert scan(folder, manifest, Table.MEMBERS).filter(pl.col("birth_month") > 0).collect()["member"].to_list() == [
        people[1]
    ]
    assert sync_history(programme.id).events == 0
    assert PrivacyRequest.objects.get(pk=request.id).files_done


def test_nothing_that_was_worked_out_or_put_on_by_hand_stays(programme, people, frozen_clock, settings, tmp_path):
    settings.INSIGHT_ROOT = tmp_path
    results, day = Results("rfm", programme.code), date(2026, 6, 30)
    results.write(day, pl.DataFrame({"member": people, "score": [90.0, 40.0]}))
    make_manual_tag(programme.id, NewTag("vip", Words("贵宾", "VIP"), Words("常来", "Comes often"), "ann"))
    put_tag(programme.id, "vip", people, "ann")
    request = ask_for_erasure(programme.id, people[0], "ann", "asked by letter")
    approve_erasure(programme.id, request.id, "bob")
    frozen_clock.advance(timedelta(days=8))
    carry_out()
    assert results.scan(day).collect()["member"].to_list() == [people[1]]
    assert puttings_of(programme.id, people[0]) == []
    assert len(puttings_of(programme.id, people[1])) == 1
    assert find_request(programme.id, request.id).counts["tags_by_hand"] == 1


def test_it_waits_and_can_be_taken_back(programme, people, frozen_clock):
    request = ask_for_erasure(programme.id, people[0], "member 1", "asked by letter")
    approved = approve_erasure(programme.id, request.id, "bob")
    frozen_clock.advance(timedelta(days=6))
    assert carry_out() == 0
    assert approved.due_at > approved.decided_at
    assert cancel_request(programme.id, request.id, "member 1", people[0]).state is RequestState.CANCELLED
    frozen_clock.advance(timedelta(days=6))
    assert carry_out() == 0
    assert find_member(programme.id, "1").id == people[0]
    with pytest.raises(RequestSettled):
        cancel_request(programme.id, request.id, "ann")
    assert [one.state for one in requests_of(programme.id, people[0])] == [RequestState.CANCELLED]


def test_two_people_decide(programme, people):
    request = ask_for_erasure(programme.id, people[0], "ann", "asked by letter")
    with pytest.raises(SecondLookMissing):
        approve_erasure(programme.id, request.id, "ann")
    with pytest.raises(RequestOpen):
        ask_for_erasure(programme.id, people[0], "bob", "asked by letter")
    with pytest.raises(IntegrityError):
        PrivacyRequest.objects.filter(pk=request.id).update(state="approved", decided_by="ann")


def test_nobody_takes_back_what_is_anothers(programme, people):
    request = ask_for_erasure(programme.id, people[0], "ann", "asked by letter")
    with pytest.raises(RequestUnknown):
        cancel_request(programme.id, request.id, "member 2", people[1])


def test_open_holds_stand_in_the_way(programme, people):
    hold = {"type": "hold", "id": "h", "hold_id": "h", "points": 1, "occurred_at": "2026-06-15T11:00:00+08:00"}
    accept_events(programme.id, "test", [hold | {"member": {"card": "1"}}])
    with pytest.raises(ErasureBlocked) as refused:
        ask_for_erasure(programme.id, people[0], "ann", "asked by letter")
    assert refused.value.params == {"reasons": ["erasure_blocked_holds"]}


def test_who_is_erased_is_not_erased_again(programme, people, erased):
    with pytest.raises(MemberClosed):
        ask_for_erasure(programme.id, people[0], "ann", "asked by letter")
    assert carry_out() == 0
