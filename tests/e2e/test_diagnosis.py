"""The programme is diagnosed, a finding is read, and a change opens as a draft, by people in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from regulars.domain.intake.operations import accept_events
from regulars.platform.jobs import run_due
from tests.e2e.test_every_page import findings, width

NAMES = {
    "en": {
        "menu": "Diagnosis",
        "empty": "No diagnosis yet",
        "go": "Copy the history and diagnose",
        "going": "The history is being copied…",
        "found": "None of 40 active members has come to Growth: its threshold is out of reach.",
        "open": "Open as a draft",
        "replaying": "Both versions are being replayed…",
        "told": "Who gains and who loses",
        "fit": "Threshold fit",
    },
    "zh-hans": {
        "menu": "诊断",
        "empty": "尚未诊断",
        "go": "同步历史并诊断",
        "going": "正在同步历史数据…",
        "found": "40 名活跃会员中无人达到“成长”：门槛过高。",
        "open": "打开为草稿",
        "replaying": "正在回放两个版本…",
        "told": "受益与受损的会员",
        "fit": "门槛合适度",
    },
}


@pytest.fixture
def busy(shop, settings, tmp_path) -> None:
    """Forty more members who buy a little every month."""
    settings.HISTORY_ROOT = tmp_path / "history"
    days = [(date(2026, 9, 1) + timedelta(days=30 * month)).isoformat() for month in range(2)]
    accept_events(shop.id, "till", [_sale(card, day) for card in range(10, 50) for day in days])


def _sale(card: int, on: str) -> dict[str, object]:
    return {
        "type": "purchase",
        "id": f"small-{card}-{on}",
        "order_id": f"small-{card}-{on}",
        "occurred_at": f"{on}T12:00:00-05:00",
        "member": {"card": f"88000000{card}"},
        "store": "7",
        "lines": [{"line_id": "1", "department": "GROCERY", "category": "COFFEE", "amount": f"{card}.00"}],
    }


@pytest.mark.parametrize(("language", "phone"), [("en", False), ("zh-hans", True)])
def test_a_finding_becomes_a_draft(language, phone, busy, signed_in, live_server, complaints) -> None:
    names = NAMES[language]
    page = signed_in(language, phone=phone)
    page.goto(f"{live_server.url}/console/diagnosis/")
    expect(page.get_by_text(names["empty"])).to_be_visible()
    assert (findings(page), width(page)) == ([], page.viewport_size["width"])
    page.get_by_role("button", name=names["go"]).click()
    expect(page.get_by_text(names["going"])).to_be_visible()
    run_due()
    expect(page.get_by_text(names["found"])).to_be_visible()
    assert (findings(page), width(page)) == ([], page.viewport_size["width"])
    page.get_by_role("link", name=names["fit"]).first.click()
    expect(page.get_by_role("heading", name=names["fit"], level=1)).to_be_visible()
    assert (findings(page), width(page)) == ([], page.viewport_size["width"])
    page.get_by_role("button", name=names["open"]).first.click()
    expect(page.get_by_text(names["replaying"])).to_be_visible()
    run_due()
    expect(page.get_by_text(names["told"])).to_be_visible()
    assert (findings(page), width(page)) == ([], page.viewport_size["width"])
