"""Questions put, cancelled, put again and deleted, with each refusal."""

from datetime import date

import pytest

from regulars.domain.programmes.errors import ProgrammeInvalid, VersionMissing
from regulars.domain.studies import operations, queries
from regulars.domain.studies.errors import (
    HistoryUnknown,
    SliceInvalid,
    StudyAttached,
    StudyCrowded,
    StudyEmpty,
    StudyEnded,
    StudyMissing,
    StudyNotYours,
    StudyUnanswered,
    StudyUnderWay,
    StudyUnnamed,
)
from regulars.domain.studies.queries.folders import study_folder
from regulars.domain.studies.types import NewStudy, StudyState
from regulars.platform.audit import list_entries
from regulars.platform.jobs import run_due
from regulars.platform.paging import PageRequest
from tests.integration.studies.conftest import harder, richer


def deeds() -> list[str]:
    return [line.action for line in list_entries(PageRequest()).items if line.action.startswith("study")]


def test_a_question_is_put_and_answered(shop, ask) -> None:
    made = ask()
    assert (made.state, made.author, made.as_logged) == (StudyState.WAITING, "ann", True)
    assert [(part.place, part.name, part.number) for part in made.parts] == [(0, "", 1), (1, "Draft 1", None)]
    with pytest.raises(StudyUnanswered):
        queries.answered_study(shop.id, made.id)
    run_due()
    view, answer = queries.answered_study(shop.id, made.id)
    assert (view.state, view.failure, answer.reused) == (StudyState.DONE, None, False)
    assert answer.baseline.members == 4
    assert answer.comparison(1).flow == (("base", "base", 3), ("silver", "base", 1))
    assert deeds() == ["study_created"]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"since_on": date(2026, 6, 2), "until_on": date(2026, 6, 1)}, SliceInvalid),
        ({"share": 0}, SliceInvalid),
        ({"share": 10_001}, SliceInvalid),
        ({"history_id": 99}, HistoryUnknown),
        ({"baseline": 99}, VersionMissing),
    ],
)
def test_a_wrong_question_is_refused(ask, more, refusal) -> None:
    with pytest.raises(refusal):
        ask(**more)
    assert deeds() == []


def test_a_question_needs_drafts_that_can_be_read(shop, ask) -> None:
    with pytest.raises(StudyUnnamed):
        ask(name=" ")
    with pytest.raises(StudyEmpty):
        operations.create_study(NewStudy(shop.id, "Nothing", ()), "ann")
    with pytest.raises(StudyCrowded):
        ask(harder(), richer(), harder(), richer())
    with pytest.raises(ProgrammeInvalid):
        ask("id: wrong")


def test_a_question_is_taken_back(shop, ask) -> None:
    made = ask()
    assert operations.cancel_study(shop.id, made.id, "bob").state is StudyState.CANCELLED
    assert run_due() == 0
    with pytest.raises(StudyEnded) as refused:
        operations.cancel_study(shop.id, made.id, "bob")
    assert refused.value.params == {"state": "cancelled"}
    assert operations.run_again(shop.id, made.id, "bob").state is StudyState.WAITING
    with pytest.raises(StudyUnderWay):
        operations.run_again(shop.id, made.id, "bob")
    run_due()
    assert queries.study(shop.id, made.id).state is StudyState.DONE
    assert deeds() == ["study_run_again", "study_cancelled", "study_created"]


def test_a_study_is_deleted_by_its_author_only(shop, ask) -> None:
    made = ask()
    with pytest.raises(StudyNotYours):
        operations.delete_study(shop.id, made.id, "bob")
    with pytest.raises(StudyUnderWay):
        operations.delete_study(shop.id, made.id, "ann")
    run_due()
    assert study_folder(made.id).is_dir()
    operations.delete_study(shop.id, made.id, "ann")
    assert not study_folder(made.id).exists()
    for deed in (operations.delete_study, operations.run_again, operations.cancel_study):
        with pytest.raises(StudyMissing):
            deed(shop.id, made.id, "ann")
    with pytest.raises(StudyMissing):
        queries.study(shop.id, made.id)


def test_a_study_that_went_with_a_version_stays(shop, answered) -> None:
    view = answered()
    operations.hand_in(shop.id, view.id, 1, "to be seen", "ann")
    for deed in (operations.delete_study, operations.run_again):
        with pytest.raises(StudyAttached):
            deed(shop.id, view.id, "ann")


def test_another_programme_sees_nothing_of_it(shop, ask) -> None:
    made = ask()
    with pytest.raises(StudyMissing):
        queries.study(shop.id + 1, made.id)


def test_lists_are_paged_searched_and_cost_the_same(shop, ask, django_assert_max_num_queries) -> None:
    first = ask(name="First")
    with django_assert_max_num_queries(3):
        assert [one.id for one in queries.list_studies(shop.id, PageRequest()).items] == [first.id]
    second, third = ask(richer(), name="Second", actor="bob"), ask(richer(), harder(), name="Third")
    with django_assert_max_num_queries(3):
        found = queries.list_studies(shop.id, PageRequest())
    assert [one.id for one in found.items] == [third.id, second.id, first.id]
    assert found.items[0].drafts == ("Draft 1", "Draft 2")
    page = queries.list_studies(shop.id, PageRequest(limit=2))
    rest = queries.list_studies(shop.id, PageRequest(page.next_cursor, limit=2))
    assert [one.id for one in (*page.items, *rest.items)] == [third.id, second.id, first.id]
    for search, names in (("bob", ["Second"]), ("draft 2", ["Third"]), ("irs", ["First"]), ("nobody", [])):
        assert [one.name for one in queries.list_studies(shop.id, PageRequest(), search).items] == names
