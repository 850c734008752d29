"""Rows read and added by statements whose text is made once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from regulars.domain.members.models import Member
from regulars.domain.verifications.models import CodeKey
from regulars.platform.statements import Reading, add, listed

pytestmark = pytest.mark.django_db

BY_NUMBER = Reading(Member, "WHERE programme_id = %s AND id {any} ORDER BY id")


def member(**more: object) -> Member:
    """A member, added."""
    row = Member(programme_id=1, enrolled_at=5, **more)
    add(row)
    return row


def test_rows_come_out_as_from_a_queryset() -> None:
    first = member(attributes={"city": "Lyon"}, name=b"\x01secret", birth_month=6)
    second = member(attributes={})
    found = BY_NUMBER(1, listed([second.pk, first.pk, 404]))
    assert found == list(Member.objects.filter(programme_id=1).order_by("id")) == [first, second]
    assert (found[0].attributes, bytes(found[0].name or b""), found[0].birth_month) == (
        {"city": "Lyon"},
        b"\x01secret",
        6,
    )
    assert found[1].name is None


def test_no_rows_and_none_asked_for() -> None:
    member()
    assert BY_NUMBER(1, listed([])) == []
    assert BY_NUMBER.first(2, listed([1])) is None


def test_only_some_fields_are_read(django_assert_num_queries) -> None:
    row = member(birth_month=6)
    short = Reading(Member, "WHERE id = %s", ("id", "birth_month"))
    with django_assert_num_queries(1):
        assert short(row.pk)[0].birth_month == 6
    assert "name" in short(row.pk)[0].get_deferred_fields()


def test_what_is_added_has_a_number_and_may_be_changed() -> None:
    row = member()
    row.birth_month = 7
    row.save(update_fields=["birth_month"])
    assert Member.objects.get(pk=row.pk).birth_month == 7


def test_what_the_database_refuses_is_refused() -> None:
    add(CodeKey(programme_id=1, number=1, secret=b"s", starts_at=0, made_at=0, made_by="anna"))
    with pytest.raises(IntegrityError):
        add(CodeKey(programme_id=1, number=1, secret=b"t", starts_at=0, made_at=0, made_by="anna"))
