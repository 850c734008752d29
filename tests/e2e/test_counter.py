"""The counter: a hand scanner types a member's code, one tap verifies it, another undoes that."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from regulars.domain.members.queries import find_member
from regulars.domain.verifications.operations import code_for
from regulars.domain.verifications.queries import list_verifications
from regulars.platform.paging import PageRequest
from tests.e2e.test_every_page import findings, width

WORDS = {
    "en": ("Verify", "Verify Member price on our own brands", "Undo", "Reason", "Undo it", "is undone"),
    "zh-hans": ("核销", "核销 自有品牌会员价", "撤销", "原因", "确认撤销", "已撤销"),
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_scan_verify_and_undo_on_a_phone(signed_in, shop, live_server, complaints, language) -> None:
    page, member = signed_in(language), find_member(shop.id, "8800000001").id
    title, tap, undo, reason, confirm, undone = WORDS[language]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/console/counter/")
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    page.keyboard.type(code_for(shop.id, member).text)
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name=tap)
    expect(button).to_be_visible()
    assert (findings(page), width(page)) == ([], 390)
    button.click()
    expect(page.get_by_role("status")).to_be_visible()
    assert list_verifications(shop.id, PageRequest()).items[0].member_id == member
    page.get_by_text(undo, exact=True).click()
    page.get_by_label(reason).fill("test")
    page.get_by_role("button", name=confirm).click()
    expect(page.get_by_text(undone).first).to_be_visible()
    assert list_verifications(shop.id, PageRequest()).items[0].reversed_why == "test"
    for address in ("counter/verifications/", "tills/"):
        page.goto(f"{live_server.url}/console/{address}")
        assert (findings(page), width(page)) == ([], 390)
