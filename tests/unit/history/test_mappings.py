"""Columns of an operator's file: what headings say, and what somebody says otherwise."""

import pytest

from regulars.domain.history.policy.mappings import mapping_for, suggested
from regulars.domain.intake.errors import MappingInvalid
from regulars.engine.programme.loading import load_programme
from tests.integration.ledger.stories import document_text

SHOP = load_programme(document_text())
HEADINGS = ("订单号", "会员卡号", "下单时间", "订单金额", "应收", "品类", "行金额")


def test_what_is_chosen_goes_before_what_headings_say() -> None:
    mapping = suggested(HEADINGS, SHOP, {"amount": "应收", "category": "", "line_amount": ""})
    assert mapping.columns == {"order_id": "订单号", "card": "会员卡号", "occurred_at": "下单时间", "amount": "应收"}
    assert (mapping.layout, mapping.constants, mapping.time_zone) == ("events", {"type": "purchase"}, SHOP.time_zone)


def test_a_chosen_column_is_nothing_else() -> None:
    mapping = suggested(HEADINGS, SHOP, {"external_id": "会员卡号"})
    assert "card" not in mapping.columns
    assert (mapping.columns["external_id"], mapping.layout) == ("会员卡号", "lines")


def test_a_kind_from_a_column_needs_none_for_all() -> None:
    assert suggested(HEADINGS, SHOP, {"type": "品类"}).constants == {}
    assert suggested(("type", "card"), SHOP, {"type": ""}).constants == {"type": "purchase"}


def test_what_keeps_rows_from_becoming_events_is_refused() -> None:
    with pytest.raises(MappingInvalid) as refused:
        mapping_for(HEADINGS, SHOP, {"card": "", "sku": "no such column", "nothing": "应收"})
    assert refused.value.params["problems"] == [
        "nothing: field_unknown",
        "no such column: column_missing",
        "member: field_missing",
    ]
