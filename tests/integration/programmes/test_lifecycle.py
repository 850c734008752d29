"""From a draft to a version in force, step by step, and each refusal on the way."""

from datetime import timedelta

import pytest

from regulars.domain.programmes import errors, operations, queries
from regulars.domain.programmes.types import Decision, DraftEdit, NewDraft, VersionState
from regulars.platform import audit, clock
from regulars.platform.paging import PageRequest
from tests.integration.programmes.conftest import MINIMAL, generous

pytestmark = pytest.mark.django_db

HOUR_US = 3_600_000_000


def edited(text: str, revision: int = 1, reason: str = "More visits") -> DraftEdit:
    """A draft as its author wants it."""
    return DraftEdit(text, reason, revision)


def test_a_draft_becomes_the_version_in_force(approved, minimal, frozen_clock) -> None:
    version = approved()
    assert (version.number, version.state, version.author) == (2, VersionState.APPROVED, "ann")
    assert (version.review.reviewer, version.review.decision) == ("bob", Decision.APPROVED)
    record = operations.publish_version(version.version_id, None, "From the review", "bob")
    assert (record.number, record.actor, record.reviewed_by) == (2, "bob", "bob")
    assert record.view.starts_at == clock.to_us(frozen_clock.instant) + 60_000_000
    assert queries.live_programme(minimal.id).version_id == minimal.version_id
    frozen_clock.advance(timedelta(minutes=1))
    live = queries.live_programme(minimal.id)
    assert (live.version_id, live.number) == (version.version_id, 2)
    assert live.document.rules[0].award.points == 2
    assert queries.list_programmes() == [queries.find_version(minimal.id, 2)]
    assert queries.find_version(minimal.id, 2).state is VersionState.PUBLISHED


def test_each_step_is_in_the_audit_trail(approved) -> None:
    operations.publish_version(approved().version_id, None, "Now", "bob")
    lines = audit.list_entries(PageRequest(limit=4)).items
    assert [(line.actor, line.action, line.subject) for line in reversed(lines)] == [
        ("ann", "draft_created", "programme minimal version 2"),
        ("ann", "draft_submitted", "programme minimal version 2"),
        ("bob", "version_approved", "programme minimal version 2"),
        ("bob", "version_publication", "programme minimal version 2"),
    ]
    assert lines[0].params["share"] == 10_000


def test_a_draft_may_be_wrong_until_it_is_submitted(draft, minimal) -> None:
    version = draft()
    saved = operations.change_draft(version.version_id, edited("rules: ["), "ann")
    assert (saved.state, saved.revision, saved.sha256) == (VersionState.DRAFT, 2, "")
    assert queries.text_of(version.version_id) == "rules: ["
    with pytest.raises(errors.ProgrammeInvalid):
        operations.submit_draft(version.version_id, "ann")
    with pytest.raises(errors.ProgrammeMissing):
        queries.version(version.version_id)
    assert queries.find_version(minimal.id, 2).state is VersionState.DRAFT


def test_an_older_revision_overwrites_nothing(draft) -> None:
    version = draft()
    operations.change_draft(version.version_id, edited(generous(3)), "ann")
    with pytest.raises(errors.DraftChanged) as refused:
        operations.change_draft(version.version_id, edited(generous(4)), "ann")
    assert refused.value.params == {"number": 2, "revision": 2}
    assert queries.text_of(version.version_id) == generous(3)


def test_a_draft_is_its_authors(draft) -> None:
    version = draft()
    for attempt in (
        lambda: operations.change_draft(version.version_id, edited(MINIMAL), "bob"),
        lambda: operations.submit_draft(version.version_id, "bob"),
        lambda: operations.withdraw_version(version.version_id, "bob"),
    ):
        with pytest.raises(errors.AuthorRequired):
            attempt()


def test_what_was_submitted_is_no_draft_any_more(submitted) -> None:
    version = submitted()
    with pytest.raises(errors.VersionNotDraft):
        operations.change_draft(version.version_id, edited(MINIMAL), "ann")
    with pytest.raises(errors.VersionNotDraft):
        operations.submit_draft(version.version_id, "ann")


def test_a_draft_is_not_submitted_without_a_reason_or_a_change(draft, minimal) -> None:
    version = draft()
    operations.change_draft(version.version_id, edited(generous(), reason=" "), "ann")
    with pytest.raises(errors.ReasonMissing):
        operations.submit_draft(version.version_id, "ann")
    operations.change_draft(version.version_id, edited("# the same\n" + MINIMAL, revision=2), "ann")
    with pytest.raises(errors.DraftUnchanged) as refused:
        operations.submit_draft(version.version_id, "ann")
    assert refused.value.params == {"number": 1}


def test_a_draft_needs_a_base_and_has_a_length(minimal) -> None:
    with pytest.raises(errors.VersionMissing):
        operations.create_draft(NewDraft(minimal.id, MINIMAL, base_number=7), "ann")
    with pytest.raises(errors.ProgrammeMissing):
        operations.create_draft(NewDraft(404, MINIMAL), "ann")
    with pytest.raises(errors.DraftTooLong):
        operations.create_draft(NewDraft(minimal.id, "#" * 1_000_001), "ann")
    assert operations.create_draft(NewDraft(minimal.id, MINIMAL), "ann").base_number == 1


def test_a_draft_that_breaks_the_ledger_is_not_submitted(minimal) -> None:
    text = MINIMAL.replace("id: points", "id: coins").replace("wallet: points", "wallet: coins").replace("CNY", "USD")
    version = operations.create_draft(NewDraft(minimal.id, text, "New names"), "ann")
    with pytest.raises(errors.ProgrammeInvalid) as refused:
        operations.submit_draft(version.version_id, "ann")
    assert {finding["path"] for finding in refused.value.params["findings"]} == {"currency", "wallets"}


def test_a_reviewer_is_somebody_else(submitted, minimal) -> None:
    version = submitted()
    with pytest.raises(errors.SecondPersonRequired):
        operations.review_version(version.version_id, Decision.APPROVED, "", "ann")
    assert queries.find_version(minimal.id, 2).state is VersionState.IN_REVIEW


def test_a_rejection_says_why(submitted, minimal) -> None:
    version = submitted()
    with pytest.raises(errors.ReasonMissing):
        operations.review_version(version.version_id, Decision.REJECTED, " ", "bob")
    rejected = operations.review_version(version.version_id, Decision.REJECTED, "Too much", "bob")
    assert (rejected.state, rejected.review.comment) == (VersionState.REJECTED, "Too much")
    with pytest.raises(errors.VersionNotApproved):
        operations.publish_version(version.version_id, None, "", "bob")


def test_a_decision_is_made_once(approved) -> None:
    with pytest.raises(errors.VersionNotInReview):
        operations.review_version(approved().version_id, Decision.REJECTED, "No", "carol")


def test_what_no_longer_fits_is_not_approved(submitted, minimal, frozen_clock) -> None:
    version = submitted(2)
    wallet = MINIMAL.replace("wallets:\n", "wallets:\n  - {id: coins, name: {zh: 币, en: Coins}}\n")
    other = operations.create_draft(NewDraft(minimal.id, wallet, "Coins"), "carol")
    operations.submit_draft(other.version_id, "carol")
    operations.review_version(other.version_id, Decision.APPROVED, "", "bob")
    operations.publish_version(other.version_id, None, "", "bob")
    with pytest.raises(errors.ProgrammeInvalid):
        operations.review_version(version.version_id, Decision.APPROVED, "", "bob")
    frozen_clock.advance(timedelta(minutes=2))
    assert queries.live_programme(minimal.id).wallet_numbers == {"points": 1, "coins": 2}
    assert queries.version(minimal.version_id).wallet_numbers == {"points": 1, "coins": 2}
    assert queries.version(minimal.version_id).document == minimal.document


def test_a_version_is_withdrawn_before_it_was_in_force(draft, submitted, approved, minimal) -> None:
    for make in (draft, submitted, approved):
        assert operations.withdraw_version(make().version_id, "ann").state is VersionState.WITHDRAWN
    version = approved(3)
    operations.publish_version(version.version_id, None, "", "bob")
    with pytest.raises(errors.VersionNotWithdrawable):
        operations.withdraw_version(version.version_id, "ann")


def test_the_author_does_not_publish(approved) -> None:
    version = approved()
    with pytest.raises(errors.SecondPersonRequired):
        operations.publish_version(version.version_id, None, "", "ann")
    with pytest.raises(errors.SecondPersonRequired):
        operations.pilot_version(version.version_id, 100, None, "", "ann")


def test_versions_that_are_not_there(minimal) -> None:
    with pytest.raises(errors.VersionMissing):
        queries.find_version(minimal.id, 9)
    with pytest.raises(errors.VersionMissing):
        queries.text_of(404)
    with pytest.raises(errors.VersionMissing):
        queries.compare(minimal.version_id, 404)
    with pytest.raises(errors.VersionMissing):
        operations.publish_version(404, None, "", "bob")


def test_findings_have_lines(minimal) -> None:
    text = MINIMAL.replace("CNY", "USD").replace("event = 'purchase'", "event = 'purchase' and x = 1")
    found = [(finding.line, finding.path, finding.severity) for finding in queries.findings_of(minimal.id, text)]
    lines = text.splitlines()
    assert found == [
        (next(at for at, line in enumerate(lines, 1) if "when:" in line), "rules.0.when", "error"),
        (next(at for at, line in enumerate(lines, 1) if "currency:" in line), "currency", "error"),
    ]
    shape = queries.findings_of(minimal.id, MINIMAL.replace("points: 1,", "points: -1,"))
    assert [(finding.line, finding.path) for finding in shape] == [(16, "rules.0.award.points")]


def test_changes_of_a_draft_are_told(draft, minimal) -> None:
    found = queries.compare(minimal.version_id, draft().version_id)
    assert (found.before.rules[0].award.points, found.after.rules[0].award.points) == (1, 2)
    (part,) = found.parts
    assert (part.section, part.id, [(field.path, field.before, field.after) for field in part.fields]) == (
        "rules",
        "spend",
        [("award.points", "1", "2")],
    )
    assert [(line.before, line.after) for line in found.lines if line.kind in ("gone", "new")] == [(16, 0), (0, 16)]


def test_json_and_yaml_are_compared_alike(draft, minimal) -> None:
    text = minimal.document.model_copy(update={"currency": "CNY"}).model_dump_json(exclude_defaults=True)
    version = operations.create_draft(NewDraft(minimal.id, text), "ann")
    found = queries.compare(minimal.version_id, version.version_id)
    assert (found.parts, found.lines) == ((), ())


def test_lists_cost_the_same_for_one_version_and_many(draft, minimal, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert len(queries.list_versions(minimal.id)) == 1
    draft(), draft()
    with django_assert_num_queries(1):
        assert [view.number for view in queries.list_versions(minimal.id)] == [3, 2, 1]
    with django_assert_num_queries(1):
        assert len(queries.schedule(minimal.id).activations) == 1
    with django_assert_num_queries(1):
        assert len(queries.list_activations(minimal.id)) == 1
