"""Rows of files as public events, and what headings suggest."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from regulars.domain.intake.errors import MappingInvalid
from regulars.domain.intake.policy.mapping import check_mapping, suggest_mapping
from regulars.domain.intake.policy.rows import column_of, event_of_rows
from regulars.domain.intake.types.files import Mapping, Row

SHANGHAI = "Asia/Shanghai"


def events(**columns):
    return Mapping("events", columns, {"type": "purchase"}, SHANGHAI)


def rows(*values):
    return [Row(number, number + 2, cells) for number, cells in enumerate(values)]


def test_english_headings_of_events():
    headings = ("Order No.", "Paid Amount", "Transaction Timestamp", "Customer ID", "Store", "campaign", "weather")
    assert suggest_mapping(headings, SHANGHAI, ["campaign"]) == Mapping(
        layout="events",
        columns={
            "occurred_at": "Transaction Timestamp",
            "external_id": "Customer ID",
            "order_id": "Order No.",
            "amount": "Paid Amount",
            "store": "Store",
            "attributes.campaign": "campaign",
        },
        constants={"type": "purchase"},
        time_zone=SHANGHAI,
    )


def test_chinese_headings_of_lines():
    headings = ("订单号", "下单时间", "手机号", "商品编码", "数量", "金额", "优惠", "品类", "事件类型")
    assert suggest_mapping(headings, SHANGHAI) == Mapping(
        layout="lines",
        columns={
            "type": "事件类型",
            "occurred_at": "下单时间",
            "mobile": "手机号",
            "order_id": "订单号",
            "sku": "商品编码",
            "category": "品类",
            "quantity": "数量",
            "line_amount": "金额",
            "line_discount": "优惠",
        },
        time_zone=SHANGHAI,
    )


def test_a_heading_that_names_the_order_stays_the_orders():
    mapping = suggest_mapping(("order_id", "sku", "order_amount", "line_amount"), SHANGHAI)
    assert (mapping.columns["amount"], mapping.columns["line_amount"]) == ("order_amount", "line_amount")


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        (events(card="c"), "occurred_at: field_missing"),
        (events(occurred_at="t"), "member: field_missing"),
        (Mapping("events", {"occurred_at": "t", "card": "c"}), "type: field_missing"),
        (events(occurred_at="t", card="x"), "x: column_missing"),
        (events(occurred_at="t", card="c", colour="c"), "colour: field_unknown"),
        (events(occurred_at="t", card="c", sku="c"), "sku: line_field"),
        (Mapping("lines", {"occurred_at": "t", "card": "c"}, {"type": "purchase"}), "order_id: field_missing"),
        (Mapping("events", {"occurred_at": "t", "card": "c"}, {"type": "x"}, "Mars"), "time_zone: zone_unknown"),
    ],
)
def test_a_mapping_that_cannot_work_says_why(mapping, problem):
    with pytest.raises(MappingInvalid) as refusal:
        check_mapping(mapping, ("t", "c"))
    assert refusal.value.params == {"problems": [problem]}


def test_a_row_is_an_event_named_after_file_and_row(reading):
    mapping = events(occurred_at="t", mobile="m", amount="a", order_id="o", birth_month="b")
    cells = {"t": "2026/3/1 9:05", "m": "13800138000", "a": "¥1,234.50", "o": 12.0, "b": ""}
    assert event_of_rows(rows(cells), mapping, reading, "f" * 64) == {
        "type": "purchase",
        "source": "file",
        "id": "ffffffffffffffff:1",
        "occurred_at": "2026-03-01T09:05:00+08:00",
        "member": {"mobile": "13800138000"},
        "amount": "1234.50",
        "order_id": "12",
    }


def test_rows_of_an_order_are_its_lines(reading):
    mapping = Mapping(
        "lines",
        {
            "order_id": "o",
            "occurred_at": "t",
            "card": "c",
            "sku": "s",
            "quantity": "q",
            "line_amount": "a",
            "line_discount": "d",
        },
        {"type": "销售", "channel": "store"},
        SHANGHAI,
    )
    common = {"o": "7", "t": date(2026, 3, 1), "c": 4711}
    first = common | {"s": "A", "q": 2.0, "a": 59.97000000000001, "d": None}
    second = common | {"s": "B", "q": 1, "a": Decimal("5.00"), "d": "0.5"}
    assert event_of_rows(rows(first, second), mapping, reading, "") == {
        "type": "purchase",
        "source": "file",
        "id": "purchase:7",
        "occurred_at": "2026-03-01T00:00:00+08:00",
        "member": {"card": "4711"},
        "order_id": "7",
        "channel": "store",
        "lines": [
            {"sku": "A", "quantity": 2, "amount": "59.97"},
            {"sku": "B", "quantity": 1, "amount": Decimal("5.00"), "discount": "0.5"},
        ],
    }


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-03-01T09:05:00Z", "2026-03-01T09:05:00+00:00"),
        ("2026-03-01 09:05:07.25+0200", "2026-03-01T09:05:07.250000+02:00"),
        ("2026年3月1日 9:05", "2026-03-01T09:05:00+08:00"),
        ("2026.03.01", "2026-03-01T00:00:00+08:00"),
        (datetime(2026, 3, 1, 9, tzinfo=UTC), "2026-03-01T09:00:00+00:00"),
        (datetime(2026, 3, 1, 9), "2026-03-01T09:00:00+08:00"),  # noqa: DTZ001 - Parquet columns without a zone
        ("01/03/2026", "01/03/2026"),
        ("2026-13-01", "2026-13-01"),
    ],
)
def test_times_as_files_write_them(written, instant, reading):
    raw = event_of_rows(rows({"t": written, "c": "1"}), events(occurred_at="t", card="c"), reading, "")
    assert raw["occurred_at"] == instant


def test_date_and_time_of_day_in_two_columns(reading):
    mapping = events(occurred_at="d", time_of_day="t", card="c")
    raw = event_of_rows(rows({"d": "2026-03-01", "t": "09:05", "c": "1"}), mapping, reading, "")
    assert raw["occurred_at"] == "2026-03-01T09:05:00+08:00"


def test_attributes_take_their_declared_type(reading):
    columns = {"attributes.guests": "g", "attributes.gift": "f", "attributes.campaign": "k", "attributes.free": "x"}
    mapping = Mapping("events", {"card": "c", "occurred_at": "t"} | columns, {"type": "activity"}, SHANGHAI)
    cells = {"c": "1", "t": "2026-03-01", "g": "3", "f": "是", "k": 5.0, "x": "y"}
    raw = event_of_rows(rows(cells), mapping, reading, "")
    assert raw["attributes"] == {"guests": 3, "gift": True, "campaign": "5", "free": "y"}


def test_a_problem_is_shown_at_its_row_and_column():
    mapping = Mapping("lines", {"line_amount": "Betrag", "mobile": "Handy", "amount": "Summe"})
    assert column_of("lines[2].amount", mapping) == (2, "Betrag")
    assert column_of("member.mobile", mapping) == (0, "Handy")
    assert column_of("amount", mapping) == (0, "Summe")
    assert column_of("order_id", mapping) == (0, "")
