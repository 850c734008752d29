"""What the database itself refuses, whatever the code says."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from regulars.domain.programmes import operations
from regulars.domain.programmes.models import Activation, Cancellation, ProgrammeVersion, Review
from regulars.platform import clock

pytestmark = pytest.mark.django_db

MINUTE_US = 60_000_000


def run(statement: str, *values: object) -> None:
    """Run one statement by hand."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def activation(approved, minimal) -> dict[str, object]:
    """The fields of an activation that is in order."""
    now = clock.now_us()
    return {
        "programme_id": minimal.id,
        "version_id": approved().version_id,
        "starts_at": now + MINUTE_US,
        "share": 10_000,
        "kind": "publication",
        "known_at": now,
        "actor": "bob",
    }


@pytest.mark.parametrize(
    "change",
    ["text = 'other'", "sha256 = 'other'", "author = 'eve'", "reason = 'other'", "number = 9", "base_id = NULL"],
)
def test_a_submitted_version_never_changes(change, submitted) -> None:
    version = submitted()
    with pytest.raises(DatabaseError, match="a submitted version never changes"):
        run(f"UPDATE programmes_programmeversion SET {change} WHERE id = %s", version.version_id)


def test_a_submitted_version_is_no_draft_again(submitted) -> None:
    with pytest.raises(DatabaseError, match="never becomes a draft again"):
        run("UPDATE programmes_programmeversion SET state = 'draft' WHERE id = %s", submitted().version_id)


def test_a_version_in_review_has_a_document(draft) -> None:
    with pytest.raises(IntegrityError):
        run("UPDATE programmes_programmeversion SET state = 'in_review' WHERE id = %s", draft().version_id)
    with pytest.raises(IntegrityError):
        run("UPDATE programmes_programmeversion SET state = 'finished' WHERE id = %s", draft().version_id)


def test_the_author_does_not_review(submitted) -> None:
    version = submitted()
    fields = {"version_id": version.version_id, "decided_at": clock.now(), "decision": "approved"}
    with pytest.raises(DatabaseError, match="the author does not review"), transaction.atomic():
        Review.objects.create(**fields, reviewer="ann")
    review = Review.objects.create(**fields, reviewer="bob")
    with pytest.raises(DatabaseError, match="the author does not review"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(reviewer="ann")
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(**fields, reviewer="carol")


@pytest.mark.parametrize("fields", [{"decision": "rejected"}, {"decision": "maybe"}])
def test_a_rejection_says_why(fields, submitted) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            version_id=submitted().version_id, reviewer="bob", decided_at=clock.now(), comment="", **fields
        )


@pytest.mark.parametrize(
    "change",
    [
        {"share": 0, "kind": "pilot"},
        {"share": 10_000, "kind": "pilot"},
        {"share": 5_000},
        {"share": 10_001},
        {"kind": "whim"},
        {"starts_at": 1},
        {"starts_at": 0},
        {"kind": "correction"},
        {"actor": "ann"},
        {"actor": "ann", "kind": "pilot", "share": 100},
    ],
)
def test_an_activation_out_of_order_is_refused(change, activation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Activation.objects.create(**activation | change)


def test_an_activation_in_order_is_taken(activation) -> None:
    Activation.objects.create(**activation)
    Activation.objects.create(**activation | {"actor": "ann", "kind": "stop"})


def test_only_an_approved_version_of_the_programme_comes_into_force(activation, submitted) -> None:
    for change in ({"version_id": submitted(3).version_id}, {"programme_id": activation["programme_id"] + 1}):
        with pytest.raises(DatabaseError, match="only an approved version"), transaction.atomic():
            Activation.objects.create(**activation | change)


def test_activations_and_cancellations_never_change(approved) -> None:
    record = operations.publish_version(approved().version_id, None, "", "bob")
    operations.cancel_activation(record.view.id, "No", "bob")
    emptied = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    for table in ("programmes_activation", "programmes_cancellation"):
        for statement in (f"UPDATE {table} SET actor = 'eve'", f"DELETE FROM {table}", f"{emptied} {table}"):
            with pytest.raises(DatabaseError, match="append-only"):
                run(statement)


def test_what_has_started_is_not_cancelled(activation, frozen_clock) -> None:
    row = Activation.objects.create(**activation)
    with pytest.raises(DatabaseError, match="only what has not started"), transaction.atomic():
        Cancellation.objects.create(activation=row, known_at=row.starts_at, actor="bob", reason="Late")
    Cancellation.objects.create(activation=row, known_at=row.starts_at - 1, actor="bob", reason="In time")
    with pytest.raises(IntegrityError), transaction.atomic():
        Cancellation.objects.create(activation=row, known_at=row.starts_at - 1, actor="bob", reason="Again")


def test_a_draft_may_change(draft) -> None:
    version = draft()
    ProgrammeVersion.objects.filter(pk=version.version_id).update(text="other", reason="other")
    assert ProgrammeVersion.objects.get(pk=version.version_id).text == "other"
