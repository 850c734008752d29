"""What happens elsewhere grants benefits, and what happens here is told to members' logs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.domain.benefits import handlers, tasks
from regulars.domain.benefits.operations import grant_benefit, return_use, tell_logs
from regulars.domain.benefits.queries import grants_of
from regulars.domain.benefits.types import NewGrant, Origin
from regulars.domain.corrections.operations import merge_members
from regulars.domain.corrections.types import NewMerge
from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.queries import events
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.types import LiveProgramme, stream_of
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.platform import clock, outbox
from regulars.platform.paging import PageRequest
from regulars.platform.tasks import deliver_waiting
from tests.benefits import held, install_benefits, rise, use
from tests.families import accept, enrol


def left_basket(programme: LiveProgramme, number: int, **more: Any) -> dict[str, Any]:
    """A basket that the first member left in the app."""
    card = f"88000{programme.id:02d}000"
    event = {"id": f"b{number}", "type": "activity", "name": "basket_left", "member": {"card": card}, "channel": "app"}
    return event | {"occurred_at": clock.now().isoformat()} | more


def test_a_rise_brings_a_pack_at_once(
    programme: LiveProgramme, member: int, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        rise(programme, member, "silver")
    pack = held(programme, member)["pack"]
    assert (pack.origin, pack.left) == (Origin.UPGRADE, 1)
    assert outbox.count_waiting(stream_of(programme.id)) == 1  # the log is to be told of the grant
    rise(programme, member, "silver")
    assert outbox.deliver(stream_of(programme.id)) == 0


def test_an_event_is_a_moment_at_once(
    programme: LiveProgramme, member: int, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answers = accept_events(
            programme.id, "shop", [left_basket(programme, 1), left_basket(programme, 2, channel="web")]
        )
    assert [answer.status for answer in answers] == ["accepted", "accepted"]
    assert held(programme, member)["rescue"].left == 1
    assert [one.key for one in grants_of(programme.id, member)] == ["moment:rescue:shop:b1"]


def test_an_old_event_is_no_moment(programme: LiveProgramme, member: int) -> None:
    long_ago = (clock.now() - timedelta(hours=3)).isoformat()
    accept_events(programme.id, "shop", [left_basket(programme, 1, occurred_at=long_ago)])
    assert outbox.deliver(stream_of(programme.id)) == 0
    assert grants_of(programme.id, member) == []


def test_a_handler_that_fails_is_tried_again(
    programme: LiveProgramme, member: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    accept_events(programme.id, "shop", [left_basket(programme, 1)])
    stream = stream_of(programme.id)

    def broken(message: object) -> None:
        raise RuntimeError(message)

    with monkeypatch.context() as patched:
        patched.setattr("regulars.platform.outbox.writing._handlers", {"benefit.moment": broken})
        assert outbox.deliver(stream) == 0
    assert "waits" in caplog.text
    assert outbox.list_streams_waiting() == [stream]
    assert deliver_waiting(_Job()) == {"handled": 1}
    assert held(programme, member)["rescue"].left == 1
    message = outbox.list_messages(stream, PageRequest()).items[-1]
    handlers.benefit_for_moment(message)
    assert len(grants_of(programme.id, member)) == 1


def test_logs_are_told_once_of_grants_uses_and_returns(programme: LiveProgramme, member: int) -> None:
    grant_benefit(programme.id, NewGrant("g1", member, "sorry", "late", "anna"))
    use(programme, member, "sorry", "u1", order_id="A-1")
    return_use(programme.id, "u1", "not wanted", "anna")
    assert tasks.tell_members_logs(_Job()) == {"told": 3}
    assert tell_logs(programme.id) == 0
    told = [
        event.body for event in events(programme.id, member, PageRequest()).items if event.body["kind"] == "activity"
    ]
    by_name = {body["name"]: body for body in told}
    assert sorted(by_name) == ["benefit_granted", "benefit_returned", "benefit_used"]
    used = by_name["benefit_used"]
    assert (used["channel"], used["store"], used["attributes"]["order"]) == ("store", "S1", "A-1")
    assert (used["attributes"]["benefit"], used["attributes"]["cost_minor"]) == ("sorry", 200)
    assert verify_ledger(programme.id).divergences == () == verify_replay(programme.id).divergences


def test_an_attribute_that_is_declared_otherwise_is_left_out(db: None, frozen_clock: Any) -> None:
    programme = install_benefits(attributes=[{"id": "benefit", "type": "integer"}, {"id": "use", "type": "integer"}])
    (member,) = enrol(programme, 1)
    use(programme, member, "delivery", "u1")
    tell_logs(programme.id)
    (told,) = [event.body for event in events(programme.id, member, PageRequest()).items]
    assert "benefit" not in told["attributes"]
    assert "use" in told["attributes"]


def test_who_was_merged_is_told_as_the_survivor(programme: LiveProgramme) -> None:
    first, second = enrol(programme, 2)
    for one in (first, second):
        accept(programme, one, {"kind": "activity", "name": "visit"})
    use(programme, second, "delivery", "u1")
    merge_members(programme.id, NewMerge(first, second, "same person", "anna"))
    assert tell_logs(programme.id) == 1
    names = [event.body.get("name") for event in events(programme.id, first, PageRequest()).items]
    assert "benefit_used" in names


class _Job:
    """A job that nobody watches."""

    def report(self, done: int) -> None:
        """Nothing to be told."""


def test_many_messages_are_left_to_the_job(programme: LiveProgramme, django_capture_on_commit_callbacks: Any) -> None:
    members = enrol(programme, 25)
    with django_capture_on_commit_callbacks(execute=True):
        grants = [{"kind": "tier_grant", "tier": "silver", "reason": "test", "actor": "anna"}] * 25
        now = clock.to_us(clock.now())
        sent = [NewEvent("test", f"t{one}", one, now, body) for one, body in zip(members, grants, strict=True)]
        apply_batch(programme.id, sent)
    assert sum("pack" in held(programme, one) for one in members) == 20
    assert deliver_waiting(_Job()) == {"handled": 5}
    assert all("pack" in held(programme, one) for one in members)
