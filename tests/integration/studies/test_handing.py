"""From studies to versions: drafts saved, handed in with their study, what is known of a version."""

import pytest

from regulars.domain.programmes import operations as programmes
from regulars.domain.programmes.errors import ReasonMissing, VersionMissing
from regulars.domain.programmes.queries import find_version, list_versions, text_of
from regulars.domain.programmes.types import DraftEdit, NewDraft, VersionState
from regulars.domain.studies import operations, queries
from regulars.domain.studies.errors import DraftDiffers, DraftUnknown, StudyUnanswered
from tests.integration.studies.conftest import harder, richer


def test_a_draft_is_handed_in_with_its_study(shop, answered) -> None:
    view = answered(harder(), richer())
    handed = operations.hand_in(shop.id, view.id, 2, "more points", "ann")
    assert (handed.state, handed.author, handed.reason) == (VersionState.IN_REVIEW, "ann", "more points")
    assert text_of(handed.version_id) == richer()
    known = queries.studies_of_version(handed)
    assert [(one.study.id, one.place, one.attached_by) for one in known.attached] == [(view.id, 2, "ann")]
    assert queries.study(shop.id, view.id).parts[2].number == handed.number


def test_all_or_nothing_is_handed_in(shop, answered) -> None:
    view = answered()
    with pytest.raises(ReasonMissing):
        operations.hand_in(shop.id, view.id, 1, " ", "ann")
    assert [one.number for one in list_versions(shop.id)] == [1]
    with pytest.raises(DraftUnknown):
        operations.hand_in(shop.id, view.id, 0, "why", "ann")


def test_only_what_was_replayed_is_handed_in(shop, ask) -> None:
    made = ask()
    with pytest.raises(StudyUnanswered):
        operations.hand_in(shop.id, made.id, 1, "why", "ann")
    with pytest.raises(StudyUnanswered):
        operations.attach_study(shop.id, made.id, 1, 1, "ann")


def test_a_draft_is_saved_once_for_each_author(shop, ask) -> None:
    made = ask()
    saved = operations.save_draft(shop.id, made.id, 1, "ann")
    assert operations.save_draft(shop.id, made.id, 1, "ann").number == saved.number
    assert operations.save_draft(shop.id, made.id, 1, "bob").number == saved.number + 1


def test_a_study_is_added_to_a_version_that_says_the_same(shop, answered) -> None:
    view = answered()
    draft = programmes.create_draft(NewDraft(shop.id, harder(), "by hand"), "bob")
    known = queries.studies_of_version(draft)
    assert (known.attached, known.replayed) == ((), True)
    for _ in range(2):
        operations.attach_study(shop.id, view.id, 1, draft.number, "ann")
    assert len(queries.studies_of_version(draft).attached) == 1
    with pytest.raises(DraftDiffers):
        operations.attach_study(shop.id, view.id, 1, 1, "ann")
    with pytest.raises(VersionMissing):
        operations.attach_study(shop.id, view.id, 1, 99, "ann")


def test_a_version_that_was_changed_since_was_never_replayed(shop, answered) -> None:
    answered()
    draft = programmes.create_draft(NewDraft(shop.id, harder(), "by hand"), "bob")
    assert queries.studies_of_version(draft).replayed
    for text in (richer(), "id: wrong"):
        programmes.change_draft(draft.version_id, DraftEdit(text, "", find_version(shop.id, 2).revision), "bob")
        assert not queries.studies_of_version(find_version(shop.id, 2)).replayed
