from datetime import date
from itertools import pairwise

import pytest

from regulars.surfaces.cli.demo.extras import roll_extras
from regulars.surfaces.cli.demo.timeline import Timeline, lay_out
from regulars.surfaces.cli.demo.year import read_year
from tests.demo_data import write_demo_data

ENDS_ON = date(2026, 11, 22)


@pytest.fixture
def timeline(tmp_path) -> Timeline:
    year = read_year(ENDS_ON, write_demo_data(tmp_path))
    return lay_out(year, roll_extras(year, ENDS_ON), "points")


def test_every_event_comes_once_in_order_of_time(timeline) -> None:
    batches = list(timeline.batches(7, ()))
    events = [planned for batch in batches for planned in batch]
    assert [planned.at for planned in events] == sorted(planned.at for planned in events)
    assert len({planned.event_id for planned in events}) == len(events) == timeline.events
    kinds = [planned.body["kind"] for planned in events]
    assert {kind: kinds.count(kind) for kind in ("enrol", "grant", "purchase", "activity")} == {
        "enrol": 4,
        "grant": 4,
        "purchase": 42,
        "activity": 3,
    }


def test_a_household_enrols_before_anything_else_happens(timeline) -> None:
    first = {}
    for batch in timeline.batches(1000, ()):
        for planned in batch:
            first.setdefault(planned.household, planned.body["kind"])
    assert set(first.values()) == {"enrol"}


def test_no_batch_parts_an_instant_or_reaches_across_a_break(timeline) -> None:
    middle = timeline.agenda["at"][timeline.events // 2]
    batches = list(timeline.batches(5, (middle,)))
    for before, after in pairwise(batches):
        assert before[-1].at < after[0].at
    assert middle in {batch[0].at for batch in batches}


def test_a_basket_keeps_its_lines_whatever_the_size_of_batches(timeline) -> None:
    def purchases(size: int) -> list[dict]:
        return [p.body for batch in timeline.batches(size, ()) for p in batch if p.body["kind"] == "purchase"]

    assert purchases(3) == purchases(1000)
    body = purchases(1000)[-1]
    assert body["order_id"] == "1000"
    assert [line["line_id"] for line in body["lines"]] == ["1", "2"]
    assert body["lines"][0] == {
        "line_id": "1",
        "sku": "1",
        "category": "COFFEE",
        "department": "GROCERY",
        "brand": "Private",
        "quantity": 1,
        "amount_minor": 8110,
        "discount_minor": 30,
    }
    assert "category" not in body["lines"][1]
    assert body["amount_minor"] == sum(line["amount_minor"] for line in body["lines"])
