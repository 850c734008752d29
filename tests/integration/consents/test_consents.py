"""What members allow: by when, by which word, through which door, and after a merge."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import Error

from regulars.domain.consents.errors import ConsentInvalid
from regulars.domain.consents.models import Consent
from regulars.domain.consents.operations import record_consents, withdraw_all
from regulars.domain.consents.queries import consent_history, consented, consents_of
from regulars.domain.consents.types import NewConsent
from regulars.domain.corrections.operations import merge_members, undo_merge
from regulars.domain.corrections.types import NewMerge
from regulars.domain.intake.operations import accept_events
from regulars.domain.intake.operations.segment import accept_segment
from regulars.domain.ledger.queries import events
from regulars.domain.members.errors import MemberMissing
from regulars.domain.members.operations import identify_members
from regulars.domain.members.types import Arrival, Identity
from regulars.platform.clock import to_us

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]

NOON = datetime(2026, 6, 15, 3, tzinfo=UTC)


@pytest.fixture
def two(minimal):
    found = identify_members(minimal.id, [Arrival(Identity(card=card), to_us(NOON)) for card in "12"])
    return [one.member_id for one in found]


def said(member, given, *, days=0, channel="email", purpose="marketing"):
    at = to_us(NOON + timedelta(days=days))
    return NewConsent(member, purpose, channel, given=given, source="console", actor="ann", at=at, text_version="v1")


def test_the_latest_word_by_an_instant_holds(minimal, two):
    record_consents(minimal.id, [said(two[0], given=True, days=-9), said(two[0], given=False, days=-2)])
    record_consents(minimal.id, [said(two[0], given=True, days=-30), said(two[1], given=True, channel="sms")])
    asked = (minimal.id, two, "marketing", "email")
    assert consented(*asked) == set()
    assert consented(*asked, at=NOON - timedelta(days=3)) == {two[0]}
    assert consented(*asked, at=NOON - timedelta(days=31)) == set()
    assert consented(minimal.id, two, "marketing", "sms") == {two[1]}
    assert [(one.given, one.text_version, one.actor) for one in consent_history(minimal.id, two[0])] == [
        (False, "v1", "ann"),
        (True, "v1", "ann"),
        (True, "v1", "ann"),
    ]


@pytest.mark.parametrize("change", [{"purpose": "Marketing!"}, {"channel": ""}, {"days": 2}])
def test_what_cannot_be_is_refused(minimal, two, change):
    with pytest.raises(ConsentInvalid):
        record_consents(minimal.id, [said(two[0], given=True, **change)])


def test_nobody_unknown_consents(minimal):
    with pytest.raises(MemberMissing):
        record_consents(minimal.id, [said(77, given=True)])


def test_the_database_keeps_every_word(minimal, two):
    record_consents(minimal.id, [said(two[0], given=True)])
    with pytest.raises(Error):
        Consent.objects.update(given=False)


def test_a_merge_brings_consents_and_its_undoing_takes_them_back(minimal, two):
    record_consents(minimal.id, [said(two[0], given=False, days=-5), said(two[1], given=True, days=-1)])
    merge = merge_members(minimal.id, NewMerge(two[0], two[1], "one person", "ann"))
    assert consented(minimal.id, two, "marketing", "email") == {two[0]}
    assert [one.given for one in consents_of(minimal.id, two[0])] == [True]
    undo_merge(minimal.id, merge.id, "not one", "ann")
    assert consented(minimal.id, two, "marketing", "email") == {two[1]}


def test_who_leaves_allows_nothing(minimal, two):
    record_consents(minimal.id, [said(two[0], given=True), said(two[0], given=True, channel="sms")])
    assert withdraw_all(minimal.id, two[0], "erasure", "ann") == 2
    assert [one.given for one in consents_of(minimal.id, two[0])] == [False, False]


def test_an_event_tells_a_consent_once(minimal, two):
    event = {"type": "consent", "id": "c1", "occurred_at": NOON.isoformat(), "member": {"card": "1"}}
    event |= {"purpose": "marketing", "contact_channel": "wechat", "given": True, "text_version": "2026-01"}
    first, again, stranger = accept_events(
        minimal.id, "app", [event, event, event | {"id": "c2", "member": {"card": "9"}}]
    )
    assert (first.status, again.status, stranger.problems[0].code) == ("accepted", "duplicate", "member_not_found")
    (one,) = consents_of(minimal.id, two[0])
    assert (one.source, one.event, one.text_version, one.at) == ("app", "app:c1", "2026-01", NOON)
    body = events(minimal.id, two[0]).items[0].body
    assert body["attributes"] == {
        "consent_channel": "wechat",
        "given": True,
        "purpose": "marketing",
        "text_version": "2026-01",
    }


def test_segment_tells_consents(minimal, two):
    message = {"type": "track", "userId": "u", "timestamp": NOON.isoformat(), "context": {"traits": {"card": "1"}}}
    properties = {"purpose": "marketing", "channel": "email"}
    answers = accept_segment(
        minimal.id,
        [
            message | {"messageId": "1", "event": "Consent Given", "properties": properties},
            message | {"messageId": "2", "event": "Consent Changed", "properties": properties | {"given": False}},
            message | {"messageId": "3", "event": "Consent Changed", "properties": properties},
        ],
    )
    assert [getattr(one, "status", "rejected") for one in answers] == ["accepted", "accepted", "rejected"]
    assert [one.given for one in consent_history(minimal.id, two[0])] == [False, True]
