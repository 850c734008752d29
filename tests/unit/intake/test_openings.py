"""Files of opening balances: what their rows become, and what is said of each."""

import pytest

from regulars.domain.intake.errors import MappingInvalid
from regulars.domain.intake.policy.mapping import check_mapping, suggest_opening_mapping
from regulars.domain.intake.policy.openings import opening_column, opening_of_rows, reconciled
from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.types.files import Mapping, ReconciledRow, Row
from regulars.domain.intake.types.results import Incoming, Problem, Rejection
from regulars.domain.ledger.types import EventResult, EventStatus

HEADINGS = ("卡号", "积分账户", "积分", "有效期至", "等级", "等级有效期")
AS_OF = "2026-01-01"


@pytest.fixture
def mapping():
    return suggest_opening_mapping(HEADINGS, "Asia/Shanghai", AS_OF)


def rows(*cells):
    return [Row(number, number + 2, dict(zip(HEADINGS, one, strict=True))) for number, one in enumerate(cells)]


THREE = rows(
    ("1", "", "1,200", "2026/12/31", "", ""),
    ("1", "miles", "2.5", "", "gold", "2026-12-31"),
    ("1", "points", "30", "2027-03-31", "", ""),
)


def test_the_mapping_is_found_in_headings(mapping):
    assert mapping == Mapping(
        "openings",
        {
            "card": "卡号",
            "wallet": "积分账户",
            "points": "积分",
            "until": "有效期至",
            "tier": "等级",
            "tier_until": "等级有效期",
        },
        {"occurred_at": AS_OF},
        "Asia/Shanghai",
        "opening",
    )
    check_mapping(mapping, HEADINGS)


def test_the_rows_of_a_member_are_one_opening(mapping, reading):
    raw = opening_of_rows(THREE, mapping, reading)
    incoming = read_event(raw, reading, "file")
    assert isinstance(incoming, Incoming), incoming
    assert (incoming.source, incoming.event_id, incoming.enrols) == ("opening", "opening", True)
    assert incoming.body == {
        "kind": "opening",
        "lots": [
            {"wallet": "points", "points": 1200, "until": "2026-12-31"},
            {"wallet": "miles", "points": 25},
            {"wallet": "points", "points": 30, "until": "2027-03-31"},
        ],
        "tier": "gold",
        "until": "2026-12-31",
    }


def test_tiers_must_agree(mapping, reading):
    two = rows(("1", "", "5", "", "gold", ""), ("1", "", "6", "", "entry", ""))
    assert opening_of_rows(two, mapping, reading) == Rejection((Problem("tier", "opening_tiers"),))


def test_a_place_is_found_in_its_row_and_column(mapping):
    only_tier_first = rows(("1", "", "", "", "gold", "x"), ("1", "", "5", "y", "", ""))
    assert opening_column("lots[0].until", only_tier_first, mapping) == (1, "有效期至")
    assert opening_column("until", only_tier_first, mapping) == (0, "等级有效期")
    assert opening_column("member.card", only_tier_first, mapping) == (0, "卡号")


def test_what_came_of_rows_that_were_posted(mapping, reading):
    answer = EventResult(EventStatus.ACCEPTED, 7, balances={"points": 1230, "miles": 25})
    assert reconciled(THREE, answer, mapping, reading) == [
        ReconciledRow(2, 7, "points", "1,200", 1200, 1200, 1230, "accepted"),
        ReconciledRow(3, 7, "miles", "2.5", 25, 25, 25, "accepted"),
        ReconciledRow(4, 7, "points", "30", 30, 30, 1230, "accepted"),
    ]


def test_what_came_of_rows_that_were_not(mapping, reading):
    bad = rows(("1", "", "many", "", "", ""), ("1", "gems", "5", "", "", ""), ("1", "", "", "", "gold", ""))
    rejected = Rejection((Problem("lots[0].points", "number_expected"),))
    assert reconciled(bad, rejected, mapping, reading) == [
        ReconciledRow(2, 0, "points", "many", None, 0, None, "number_expected"),
        ReconciledRow(3, 0, "gems", "5", None, 0, None, "number_expected"),
        ReconciledRow(4, 0, "", "", None, 0, None, "number_expected"),
    ]
    twice = EventResult(EventStatus.CONFLICT, 7, code="event_conflict")
    assert [line.result for line in reconciled(THREE, twice, mapping, reading)] == ["opening_repeated"] * 3
    again = EventResult(EventStatus.DUPLICATE, 7, balances={"points": 5, "miles": 0})
    assert [line.posted for line in reconciled(THREE, again, mapping, reading)] == [1200, 25, 30]


@pytest.mark.parametrize(
    ("columns", "problems"),
    [
        ({"card": "卡号"}, ["points: field_missing"]),
        ({"points": "积分"}, ["member: field_missing"]),
        ({"card": "卡号", "points": "积分", "order_id": "等级"}, ["order_id: no_opening_field"]),
    ],
)
def test_what_a_mapping_lacks(columns, problems):
    with pytest.raises(MappingInvalid) as caught:
        check_mapping(Mapping("openings", columns, {"occurred_at": AS_OF}), HEADINGS)
    assert caught.value.params["problems"] == problems


def test_the_end_of_a_tier_belongs_to_openings():
    constants = {"type": "grant", "occurred_at": AS_OF}
    with pytest.raises(MappingInvalid) as caught:
        check_mapping(Mapping("events", {"card": "卡号", "tier_until": "等级有效期"}, constants), HEADINGS)
    assert caught.value.params["problems"] == ["tier_until: opening_field"]
    with pytest.raises(MappingInvalid) as caught:
        check_mapping(Mapping("pages", {}), HEADINGS)
    assert caught.value.params["problems"] == ["pages: layout_unknown"]
