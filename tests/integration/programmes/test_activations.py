"""When versions come into force: publications, pilots, going back, cancellations, corrections."""

from datetime import timedelta

import pytest

from regulars.domain.programmes import errors, operations, policy, queries
from regulars.domain.programmes.types import ActivationKind, Correction, Decision, NewDraft, VersionState
from regulars.platform import clock
from tests.integration.programmes.conftest import MINIMAL

pytestmark = pytest.mark.django_db

MINUTE_US = 60_000_000


def kinds(programme_id: int) -> list[tuple[str, int]]:
    """Kind and share of all that is scheduled, by start."""
    return [(one.kind, one.share) for one in queries.schedule(programme_id).activations]


def test_a_start_is_a_minute_away_and_after_the_last(approved, minimal, frozen_clock) -> None:
    now = clock.to_us(frozen_clock.instant)
    version = approved(2)
    with pytest.raises(errors.ActivationTooEarly) as refused:
        operations.publish_version(version.version_id, now + MINUTE_US - 1, "", "bob")
    assert refused.value.params == {"earliest": "2026-06-15T04:01:00+00:00"}
    operations.publish_version(version.version_id, now + 60 * MINUTE_US, "", "bob")
    other = approved(3)
    with pytest.raises(errors.ActivationTooEarly):
        operations.publish_version(other.version_id, now + 60 * MINUTE_US, "", "bob")
    later = operations.publish_version(other.version_id, None, "", "bob")
    assert later.view.starts_at == now + 60 * MINUTE_US + 1
    for minutes, number in ((59, 1), (60, 2), (61, 3)):
        with clock.set_to(frozen_clock.instant + timedelta(minutes=minutes)):
            assert queries.live_programme(minimal.id).number == number


def test_what_is_in_force_is_not_published_again(approved, frozen_clock) -> None:
    version = approved()
    operations.publish_version(version.version_id, None, "", "bob")
    with pytest.raises(errors.VersionInForce):
        operations.publish_version(version.version_id, None, "", "bob")
    with pytest.raises(errors.VersionInForce):
        operations.pilot_version(version.version_id, 100, None, "", "bob")


def test_a_pilot_widens_and_is_published(approved, minimal, frozen_clock) -> None:
    version = approved()
    for share in (100, 2_500):
        operations.pilot_version(version.version_id, share, None, "Try", "bob")
        frozen_clock.advance(timedelta(minutes=1))
    plan, now = queries.schedule(minimal.id), clock.now_us()
    on_pilot = {member for member in range(1, 2_001) if policy.version_at(plan, now, member) == version.version_id}
    assert on_pilot == {member for member in range(1, 2_001) if policy.in_sample(version.version_id, member, 2_500)}
    assert queries.live_programme(minimal.id).number == 1
    running = queries.pilot(minimal.id)
    assert (running.version.number, running.base.number, running.activation.share) == (2, 1, 2_500)
    operations.publish_version(version.version_id, None, "It works", "bob")
    assert queries.pilot(minimal.id) is None
    assert kinds(minimal.id) == [("publication", 10_000), ("pilot", 100), ("pilot", 2_500), ("publication", 10_000)]


def test_a_pilot_only_grows(approved) -> None:
    version = approved()
    operations.pilot_version(version.version_id, 100, None, "", "bob")
    for share in (100, 99):
        with pytest.raises(errors.PilotNotWider) as refused:
            operations.pilot_version(version.version_id, share, None, "", "bob")
        assert refused.value.params == {"share": 1.0}


def test_a_pilot_brings_nothing_that_members_could_lose(minimal, frozen_clock) -> None:
    coins = MINIMAL.replace("wallets:\n", "wallets:\n  - {id: coins, name: {zh: 币, en: Coins}}\n")
    version = operations.create_draft(NewDraft(minimal.id, coins, "Coins"), "ann")
    operations.submit_draft(version.version_id, "ann")
    operations.review_version(version.version_id, Decision.APPROVED, "", "bob")
    with pytest.raises(errors.PilotBringsParts) as refused:
        operations.pilot_version(version.version_id, 100, None, "", "bob")
    assert (refused.value.code, refused.value.params) == ("pilot_brings_parts", {"number": 2, "parts": "coins"})
    operations.publish_version(version.version_id, None, "", "bob")
    frozen_clock.advance(timedelta(minutes=2))
    with pytest.raises(errors.ProgrammeInvalid):
        operations.roll_back(minimal.version_id, None, "Coins are dear", "bob")


@pytest.mark.parametrize("share", [0, -1, 10_000, 20_000])
def test_a_pilot_takes_a_part_of_the_members(share, approved) -> None:
    with pytest.raises(errors.ShareInvalid):
        operations.pilot_version(approved().version_id, share, None, "", "bob")


def test_one_pilot_at_a_time(approved) -> None:
    operations.pilot_version(approved(2).version_id, 100, None, "", "bob")
    other = approved(3)
    with pytest.raises(errors.PilotRunning) as refused:
        operations.pilot_version(other.version_id, 200, None, "", "bob")
    assert refused.value.params == {"number": 2}
    with pytest.raises(errors.PilotRunning):
        operations.publish_version(other.version_id, None, "", "bob")


def test_a_pilot_is_stopped_by_anybody_who_says_why(approved, minimal, frozen_clock) -> None:
    with pytest.raises(errors.PilotMissing):
        operations.stop_pilot(minimal.id, None, "No", "ann")
    version = approved()
    operations.pilot_version(version.version_id, 5_000, None, "", "bob")
    with pytest.raises(errors.ReasonMissing):
        operations.stop_pilot(minimal.id, None, " ", "ann")
    stopped = operations.stop_pilot(minimal.id, None, "Too dear", "ann")
    assert (stopped.number, stopped.view.kind, stopped.view.share) == (1, ActivationKind.STOP, 10_000)
    frozen_clock.advance(timedelta(minutes=2))
    plan = queries.schedule(minimal.id)
    assert {policy.version_at(plan, clock.now_us(), member) for member in range(100)} == {minimal.version_id}
    again = operations.pilot_version(version.version_id, 100, None, "Once more", "bob")
    assert again.view.kind is ActivationKind.PILOT


def test_an_earlier_version_is_gone_back_to(approved, minimal, frozen_clock) -> None:
    version = approved()
    with pytest.raises(errors.RollBackUnknown):
        operations.roll_back(version.version_id, None, "Why not", "bob")
    with pytest.raises(errors.VersionInForce):
        operations.roll_back(minimal.version_id, None, "Why not", "bob")
    operations.publish_version(version.version_id, None, "", "bob")
    frozen_clock.advance(timedelta(hours=1))
    with pytest.raises(errors.ReasonMissing):
        operations.roll_back(minimal.version_id, None, "", "bob")
    record = operations.roll_back(minimal.version_id, None, "Complaints", "ann")
    assert (record.number, record.view.kind, record.reason) == (1, ActivationKind.ROLL_BACK, "Complaints")
    frozen_clock.advance(timedelta(hours=1))
    assert queries.live_programme(minimal.id).number == 1


def test_what_has_not_started_is_cancelled(approved, minimal, frozen_clock) -> None:
    record = operations.publish_version(approved().version_id, None, "", "bob")
    with pytest.raises(errors.ReasonMissing):
        operations.cancel_activation(record.view.id, "", "ann")
    cancelled = operations.cancel_activation(record.view.id, "A mistake", "ann")
    assert (cancelled.cancelled_by, cancelled.cancelled_why) == ("ann", "A mistake")
    assert queries.find_version(minimal.id, 2).state is VersionState.APPROVED
    with pytest.raises(errors.ActivationCancelled):
        operations.cancel_activation(record.view.id, "Again", "ann")
    with pytest.raises(errors.ActivationMissing):
        operations.cancel_activation(10**6, "Again", "ann")
    frozen_clock.advance(timedelta(hours=1))
    assert queries.live_programme(minimal.id).number == 1
    assert kinds(minimal.id) == [("publication", 10_000)]
    assert [one.cancelled_at is not None for one in queries.list_activations(minimal.id)] == [True, False]


def test_what_starts_at_once_is_not_cancelled(approved, minimal, frozen_clock) -> None:
    record = operations.publish_version(approved().version_id, None, "", "bob")
    frozen_clock.advance(timedelta(seconds=50, microseconds=1))
    with pytest.raises(errors.ActivationStarted):
        operations.cancel_activation(record.view.id, "A mistake", "ann")


def test_a_correction_starts_in_the_past(approved, minimal, frozen_clock) -> None:
    version, now = approved(), clock.now_us()
    record = operations.activate_correction(Correction(version.version_id, now - MINUTE_US, "Wrong rate", "bob"), "eve")
    assert (record.view.kind, record.view.starts_at, record.reviewed_by) == ("correction", now - MINUTE_US, "bob")
    assert queries.live_programme(minimal.id).number == 2
    plan = queries.schedule(minimal.id)
    assert policy.version_at(plan, now - MINUTE_US - 1, 1) == minimal.version_id
    assert policy.version_at(plan, now - MINUTE_US, 1) == version.version_id


def test_a_correction_is_approved_by_a_second_person(approved, submitted, minimal, frozen_clock) -> None:
    version, past = approved(), clock.now_us() - 1
    for correction, error in (
        (Correction(version.version_id, past, "Wrong", "eve"), errors.SecondPersonRequired),
        (Correction(version.version_id, past, "Wrong", ""), errors.SecondPersonRequired),
        (Correction(version.version_id, past + 1, "Wrong", "bob"), errors.CorrectionNotPast),
        (Correction(version.version_id, past, " ", "bob"), errors.ReasonMissing),
        (Correction(submitted(3).version_id, past, "Wrong", "bob"), errors.VersionNotApproved),
    ):
        with pytest.raises(error):
            operations.activate_correction(correction, "eve")
    operations.pilot_version(version.version_id, 100, None, "", "bob")
    with pytest.raises(errors.PilotRunning):
        operations.activate_correction(Correction(version.version_id, past, "Wrong", "bob"), "eve")
