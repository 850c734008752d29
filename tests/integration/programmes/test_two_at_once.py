"""Two people at once: one wins, the other is told."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from regulars.domain.programmes import operations, queries
from regulars.domain.programmes.models import Review
from regulars.domain.programmes.types import Decision, DraftEdit
from regulars.platform.errors import DomainError
from tests.integration.programmes.conftest import generous

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


def both(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """Do both at once, each on a connection of its own; the codes of refusals in order, `done` for what was done."""
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            deed()
            outcomes.append("done")
        except DomainError as error:
            outcomes.append(error.code)
        except Exception as error:  # noqa: BLE001 - anything else is a failure that the test shows
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(outcomes)


def test_one_of_two_reviewers_decides(submitted) -> None:
    for points in range(2, 2 + ROUNDS):
        version_id = submitted(points).version_id
        outcomes = both(
            partial(operations.review_version, version_id, Decision.APPROVED, "", "bob"),
            partial(operations.review_version, version_id, Decision.REJECTED, "No", "carol"),
        )
        assert outcomes == ["done", "version_not_in_review"]
        assert Review.objects.filter(version_id=version_id).count() == 1


def test_one_of_two_publishers_publishes(approved, minimal) -> None:
    for points in range(2, 2 + ROUNDS):
        version_id = approved(points).version_id
        outcomes = both(
            partial(operations.publish_version, version_id, None, "", "bob"),
            partial(operations.publish_version, version_id, None, "", "carol"),
        )
        assert outcomes == ["done", "version_in_force"]
    assert len(queries.schedule(minimal.id).activations) == 1 + ROUNDS


def test_one_of_two_pilots_is_tried(approved, minimal) -> None:
    version_id = approved().version_id
    outcomes = both(
        partial(operations.pilot_version, version_id, 100, None, "", "bob"),
        partial(operations.pilot_version, version_id, 100, None, "", "carol"),
    )
    assert outcomes == ["done", "pilot_not_wider"]


def test_a_submission_and_a_change_do_not_cross(draft, minimal) -> None:
    for points in range(2, 2 + ROUNDS):
        view = draft(points)
        both(
            partial(operations.submit_draft, view.version_id, "ann"),
            partial(operations.change_draft, view.version_id, DraftEdit(generous(9), "Other", 1), "ann"),
        )
        found = queries.find_version(minimal.id, view.number)
        text = queries.text_of(view.version_id)
        assert queries.version(view.version_id).document.rules[0].award.points == (9 if found.revision == 2 else points)
        assert text == generous(9 if found.revision == 2 else points)


def test_two_drafts_have_two_numbers(draft, minimal) -> None:
    assert both(draft, draft) == ["done", "done"]
    assert [view.number for view in queries.list_versions(minimal.id)] == [3, 2, 1]
