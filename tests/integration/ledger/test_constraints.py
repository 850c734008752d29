"""The database refuses what must never be, whoever asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from regulars.domain.ledger.models import (
    Account,
    Event,
    EventKey,
    GoalReached,
    Journal,
    Lot,
    LotUse,
    MemberState,
    Posting,
    TierChange,
)
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.types import LiveProgramme
from tests.integration.ledger.stories import purchase, redeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(story: LiveProgramme) -> LiveProgramme:
    """A ledger with one row of each kind."""
    apply_batch(story.id, [*(purchase(1, number, number, 600) for number in range(3)), redeem(1, 9, 9, 5)])
    return story


def table(model: type[Model]) -> str:
    """The model's table."""
    return model._meta.db_table


def run(statement: str) -> None:
    """Run a statement by itself, so that a refusal ends nothing but it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


APPEND_ONLY = [Event, EventKey, Journal, Posting, LotUse]
FIXED_PARTS = [(Lot, "earned"), (Lot, "source_seq"), (TierChange, "to_tier"), (GoalReached, "goal")]


@pytest.mark.parametrize("model", [*APPEND_ONLY, Lot, TierChange, GoalReached])
def test_rows_are_never_deleted(written: LiveProgramme, model: type[Model]) -> None:
    assert model._default_manager.exists()
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"DELETE FROM {table(model)}")


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_rows_never_change(written: LiveProgramme, model: type[Model]) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"UPDATE {table(model)} SET member_id = 2")


@pytest.mark.parametrize(("model", "column"), FIXED_PARTS)
def test_facts_of_projections_never_change(written: LiveProgramme, model: type[Model], column: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"UPDATE {table(model)} SET {column} = {column} + 1")


@pytest.mark.parametrize("model", [*APPEND_ONLY, Lot, TierChange, GoalReached])
def test_tables_are_never_truncated(written: LiveProgramme, model: type[Model]) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE {table(model)}" if connection.vendor == "postgresql" else f"DELETE FROM {table(model)}")


BROKEN: list[tuple[type[Model], dict[str, Any]]] = [
    (Event, {"log_seq": 0}),
    (EventKey, {"request_hash": b"short"}),
    (Journal, {"seq": 0}),
    (Journal, {"seq": 90, "kind": 22}),
    (Journal, {"seq": 90, "kind": 1, "points": -1}),
    (Journal, {"seq": 90, "kind": 4, "points": 0}),
    (Journal, {"seq": 90, "kind": 2, "points": 5}),
    (Journal, {"seq": 90, "kind": 3, "points": 5}),
    (Journal, {"seq": 90, "kind": 5, "points": 5}),
    (Journal, {"seq": 90, "debt_after": -1}),
    (Journal, {"seq": 90, "available_after": -1, "debt_after": 0}),
    (Journal, {"seq": 90, "event_seq": 0}),
    (Journal, {"seq": 90, "lot_no": -1}),
    (Journal, {"seq": 90, "kind": 6, "detail": None}),
    (Journal, {"seq": 90, "kind": 1, "detail": "{}"}),
    (Journal, {"seq": 90, "hash": b"short"}),
    (Posting, {"seq": 90, "points": 0}),
    (Posting, {"seq": 90, "account": 5}),
    (Posting, {"seq": 90, "leg": 0}),
    (Lot, {"lot_no": 0}),
    (Lot, {"lot_no": 90, "earned": 0, "remaining": 0}),
    (Lot, {"lot_no": 90, "remaining": -1}),
    (Lot, {"lot_no": 90, "remaining": 601}),
    (Lot, {"lot_no": 90, "remaining": 600, "expired": 1}),
    (Lot, {"lot_no": 90, "expired": -1}),
    (Lot, {"lot_no": 90, "taken": -1}),
    (Lot, {"lot_no": 90, "refunded": -1}),
    (Lot, {"lot_no": 90, "source_seq": 0}),
    (Lot, {"lot_no": 90, "remaining": 1, "superseded_at": 5}),
    (LotUse, {"seq": 90, "points": 0}),
    (Account, {"wallet": 9, "seq": -1}),
    (Account, {"wallet": 9, "lots": -1}),
    (Account, {"wallet": 9, "debt": -1}),
    (Account, {"wallet": 9, "available": -6, "debt": 5}),
    (Account, {"wallet": 9, "chain_head": b""}),
    (MemberState, {"member_id": 9, "birth_month": 13}),
    (MemberState, {"member_id": 9, "tier": -1}),
    (MemberState, {"member_id": 9, "events": -1}),
    (MemberState, {"member_id": 9, "log_seq": -1}),
    (TierChange, {"ordinal": 0}),
    (TierChange, {"ordinal": 9, "reason": 11}),
    (TierChange, {"ordinal": 9, "event_seq": 0}),
    (GoalReached, {"posted_at": 1}),
    (GoalReached, {"period": 1, "event_seq": 0}),
]


@pytest.mark.parametrize(("model", "change"), BROKEN)
def test_rows_that_break_a_rule_are_refused(written: LiveProgramme, model: type[Model], change: dict[str, Any]) -> None:
    row = model._default_manager.values().first()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(model, row | change)


@pytest.mark.parametrize("model", [*APPEND_ONLY, Lot, Account, MemberState, TierChange, GoalReached])
def test_keys_are_taken_once(written: LiveProgramme, model: type[Model]) -> None:
    row = model._default_manager.values().first()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(model, row)


def test_a_row_as_it_should_be_is_taken(written: LiveProgramme) -> None:
    row = Lot.objects.values().first()
    assert row is not None
    insert(Lot, row | {"lot_no": 90})
    assert Lot.objects.filter(lot_no=90).count() == 1


def insert(model: type[Model], row: dict[str, Any]) -> None:
    """Insert a row as it is, whatever the write door would say."""
    names = ", ".join(row)
    marks = ", ".join(["%s"] * len(row))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table(model)} ({names}) VALUES ({marks})", list(row.values()))
