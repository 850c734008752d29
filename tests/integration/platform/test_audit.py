"""The audit trail."""

import pytest
from django.db import DatabaseError, connection, transaction

from regulars.platform import audit, clock
from regulars.platform.audit import AuditFilter
from regulars.platform.models import AuditEntry
from regulars.platform.paging import PageRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(frozen_clock) -> list[str]:
    """Five deeds of two people, a minute apart."""
    for minute, (actor, action) in enumerate(
        [
            ("ada of audit", "published"),
            ("bert of audit", "reviewed"),
            ("ada of audit", "drafted"),
            ("ada of audit", "published"),
            ("bert of audit", "merged"),
        ]
    ):
        frozen_clock.set(frozen_clock.instant.replace(minute=minute))
        audit.record(actor, action, f"programme club version {minute}", {"number": minute})
    return [line.subject for line in audit.list_entries(PageRequest(limit=5)).items]


def test_deeds_are_listed_newest_first(trail, frozen_clock) -> None:
    newest = audit.list_entries(PageRequest()).items[0]
    assert (newest.actor, newest.action, newest.params) == ("bert of audit", "merged", {"number": 4})
    assert newest.recorded_at == clock.to_us(frozen_clock.instant)
    assert [subject[-1] for subject in trail] == ["4", "3", "2", "1", "0"]


def test_pages_follow_one_another(trail) -> None:
    first = audit.list_entries(PageRequest(limit=2))
    second = audit.list_entries(PageRequest(first.next_cursor, 2))
    assert [line.subject for page in (first, second) for line in page.items] == trail[:4]
    last = audit.list_entries(PageRequest(limit=200), AuditFilter(subject=trail[-1]))
    assert last.next_cursor is None


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        (AuditFilter(actor="bert of audit"), "41"),
        (AuditFilter(action="published"), "30"),
        (AuditFilter(actor="ada of audit", action="drafted"), "2"),
        (AuditFilter(subject="VERSION 1"), "1"),
        (AuditFilter(subject="%"), ""),
        (AuditFilter(actor="nobody"), ""),
    ],
)
def test_the_trail_is_narrowed(criteria, found, trail) -> None:
    assert "".join(line.subject[-1] for line in audit.list_entries(PageRequest(), criteria).items) == found


def test_the_trail_is_narrowed_by_time(trail, frozen_clock) -> None:
    second, fourth = (clock.to_us(frozen_clock.instant.replace(minute=minute)) for minute in (1, 3))
    criteria = AuditFilter(recorded_from=second, recorded_before=fourth)
    assert [line.params["number"] for line in audit.list_entries(PageRequest(), criteria).items] == [2, 1]


def test_choices_of_filters_are_what_stands_there(trail) -> None:
    others = audit.list_actors(), audit.list_actions()
    audit.record("zoe", "unheard_of", "programme club version 5")
    assert (audit.list_actors(), audit.list_actions()) == tuple(
        sorted([*known, new]) for known, new in zip(others, ("zoe", "unheard_of"), strict=True)
    )
    assert {"ada of audit", "bert of audit"} <= set(others[0])


def test_a_deed_that_is_undone_leaves_no_trail() -> None:
    @transaction.atomic
    def fail() -> None:
        audit.record("ada of audit", "published", "programme club version 1")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert audit.list_entries(PageRequest(), AuditFilter(actor="ada of audit")).items == ()


@pytest.mark.parametrize(
    "change", ["UPDATE platform_audit_entry SET actor = 'eve'", "DELETE FROM platform_audit_entry"]
)
def test_nothing_in_the_trail_changes(change, trail) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert (AuditEntry.objects.count(), AuditEntry.objects.filter(actor="eve").count()) == (before, 0)


def test_the_trail_is_not_emptied(trail) -> None:
    statement = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement} platform_audit_entry")
