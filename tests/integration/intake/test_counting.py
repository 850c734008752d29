"""What came in is counted with what became of it, and the catalogue knows its fields."""

from datetime import UTC, date, datetime

import pytest

from regulars.domain.arrivals.models import EventCount
from regulars.domain.arrivals.queries import data_quality, event_catalogue, event_sources
from regulars.domain.intake.operations import accept_events, preview_incoming
from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.queries import reading_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]

TODAY = date(2026, 6, 15)


def purchase(event_id, hour=11, **fields):
    own = {"type": "purchase", "id": event_id, "occurred_at": f"2026-06-15T{hour}:00:00+08:00", "order_id": event_id}
    return own | {"member": {"card": "1"}, "amount": 10} | fields


def visit(event_id, **attributes):
    own = {"type": "activity", "name": "visit", "id": event_id, "occurred_at": "2026-06-15T11:30:00+08:00"}
    return own | {"member": {"card": "1"}, "attributes": attributes}


def test_every_event_is_counted_with_what_became_of_it(minimal):
    sent = [
        purchase("1"),
        purchase("1"),
        purchase("2", hour=10),
        purchase("3", member={"card": "9"}, enrol=False),
        purchase("4", amount="x"),
        {"type": "nonsense", "source": "till"},
        None,
    ]
    accept_events(minimal.id, "api", sent[:1])
    accept_events(minimal.id, "api", sent[1:])
    lines = {line.source: line for line in data_quality(minimal.id, TODAY, TODAY)}
    assert lines["api"].outcomes == {"accepted": 1, "late": 1, "duplicate": 1, "unknown": 1, "rejected": 2}
    assert lines["api"].codes == {"member_not_found": 1, "number_expected": 1, "object_expected": 1}
    assert lines["till"].outcomes["rejected"] == 1
    assert event_sources(minimal.id) == ["api", "till"]
    assert [line.source for line in data_quality(minimal.id, TODAY, TODAY, "till")] == ["till"]
    assert data_quality(minimal.id, date(2026, 6, 1), date(2026, 6, 14)) == []


def test_the_catalogue_knows_kinds_fields_and_volumes(minimal):
    lines = [{"sku": "A", "amount": 10, "quantity": 2}]
    accept_events(minimal.id, "api", [purchase("1", lines=lines), visit("2", rating=5), visit("3", rating="good")])
    found = {(one.kind, one.name): one for one in event_catalogue(minimal.id, TODAY, TODAY)}
    assert set(found) == {("purchase", ""), ("activity", "visit")}
    seen = found["activity", "visit"]
    assert (seen.total, seen.days) == (2, ((TODAY, 2),))
    assert {one.field: one.types for one in seen.fields} == {
        "attributes.rating": ("number", "text"),
        "name": ("text",),
    }
    assert {"lines.sku", "lines.quantity", "order_id"} <= {one.field for one in found["purchase", ""].fields}
    assert seen.first_at == seen.last_at == datetime(2026, 6, 15, 4, tzinfo=UTC)
    assert (seen.member_id, seen.seq) != (0, 0)


def test_what_is_only_tried_is_not_counted(minimal):
    reading = reading_of(minimal.id)
    preview_incoming(reading, [read_event(purchase("1"), reading, "api")])
    assert EventCount.objects.count() == 0
