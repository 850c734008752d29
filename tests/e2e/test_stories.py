"""Two whole stories, in both languages: a member and the staff at the counter; an operator and a second person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from regulars.domain.access.operations import create_user
from regulars.domain.access.types import NewUser
from regulars.domain.intake.operations import accept_events
from regulars.domain.members.queries import find_member
from regulars.domain.programmes.queries import live_programme
from regulars.domain.verifications.queries import list_verifications
from regulars.platform import clock
from regulars.platform.paging import PageRequest
from tests.conftest import PASSWORD
from tests.e2e.test_portal import at_home, club
from tests.e2e.test_versions import change_to

__all__ = ["at_home", "club"]
CARD = "8800000077"
MEMBER = {
    "en": {
        "menu": "Main menu",
        "benefits": "Benefits",
        "choice": "Your picks of the season",
        "coffee": "Freshly ground coffee",
        "keep": "Keep this choice",
        "rewards": "Rewards",
        "voucher": "Coffee voucher",
        "order": "Order for",
        "ordered": "Done: it is yours.",
        "verify": "Verify Freshly ground coffee",
        "cancel": "Cancel the order",
        "back": "Cancelled. Your points are back.",
    },
    "zh-hans": {
        "menu": "主菜单",
        "benefits": "权益",
        "choice": "每季自选",
        "coffee": "现磨咖啡",
        "keep": "确认选择",
        "rewards": "兑换",
        "voucher": "咖啡券",
        "order": "用 ",
        "ordered": "兑换成功。",
        "verify": "核销 现磨咖啡",
        "cancel": "取消订单",
        "back": "已取消，积分已退回。",
    },
}
OPERATOR = {
    "en": {
        "benefits": "Benefits",
        "compose": "Compose in a draft",
        "coupon": "A coupon of your own every month",
        "look": "Look for findings",
        "worse": "4 times a year",
        "save": "Save in the draft",
        "mend": "Give the higher tier what the lower has",
        "mended": "No higher tier has a worse deal than a lower one.",
        "over": "Look over and hand in",
        "why": "Why, and what you expect of it",
        "hand_in": "Save and hand in",
        "handed_in": "A second person reviews it now.",
        "review": "Review it",
        "comment": "Comment",
        "approve": "Approve",
        "publish": "Publish",
        "scheduled": "Scheduled.",
    },
    "zh-hans": {
        "benefits": "权益",
        "compose": "在草稿中编写",
        "coupon": "每月专属券",
        "look": "检查问题",
        "worse": "每年可用权益",
        "save": "存入草稿",
        "mend": "高等级补齐低等级的权益",
        "mended": "没有高等级不如低等级的情况。",
        "over": "检查并提交",
        "why": "原因与预期效果",
        "hand_in": "保存并提交审核",
        "handed_in": "等待另一人审核。",
        "review": "审核",
        "comment": "意见",
        "approve": "批准",
        "publish": "发布",
        "scheduled": "已安排，",
    },
}


@pytest.fixture
def counter(browser: Browser, club, live_server) -> Any:
    """The browser of staff at the counter, signed in; called with a language."""
    create_user(NewUser(username="till", password=PASSWORD, role="service"))
    contexts = []

    def sign_in(language: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 390, "height": 844}))
        contexts[-1].add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}/console/sign-in?next=/console/counter/")
        page.locator("[name=username]").fill("till")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form .btn-primary").click()
        page.goto(f"{live_server.url}/console/counter/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def join(programme_id: int) -> None:
    """A member joins at the till and spends much on the first day."""
    told = {"occurred_at": "2026-05-10T12:00:00-05:00", "member": {"card": CARD, "email": "new@example.com"}}
    line = {"line_id": "1", "department": "GROCERY", "category": "COFFEE", "amount": "1500.00"}
    sale = {"type": "purchase", "id": "first", "order_id": "first", "store": "7", "lines": [line]}
    accept_events(programme_id, "till", [{"type": "enrol", "id": "joined"} | told, sale | told])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_member_joins_earns_chooses_redeems_shows_and_cancels(
    at_home, counter, club, complaints, live_server, language
) -> None:
    words = MEMBER[language]
    join(club.id)
    page = at_home(language, card=CARD)
    expect(page.locator("#balance")).to_have_text("1,600")
    menu = page.get_by_role("navigation", name=words["menu"])
    menu.get_by_role("link", name=words["benefits"], exact=True).click()
    page.get_by_role("link", name=words["choice"]).click()
    page.get_by_label(words["coffee"]).check()
    page.get_by_role("button", name=words["keep"]).click()
    page.get_by_role("link", name=words["coffee"]).first.click()
    code = page.locator("#live-code .voucher-code").inner_text()

    staff = counter(language)
    staff.keyboard.type(code)
    staff.keyboard.press("Enter")
    staff.get_by_role("button", name=words["verify"]).click()
    expect(staff.get_by_role("status")).to_be_visible()
    member = find_member(club.id, CARD).id
    assert [one.member_id for one in list_verifications(club.id, PageRequest()).items] == [member]

    menu.get_by_role("link", name=words["rewards"], exact=True).click()
    page.get_by_role("link", name=words["voucher"]).click()
    page.get_by_role("button", name=words["order"]).click()
    expect(page.get_by_role("status")).to_contain_text(words["ordered"])
    expect(page.locator("#live-code")).to_be_visible()
    page.get_by_role("button", name=words["cancel"]).click()
    expect(page.get_by_role("status")).to_contain_text(words["back"])
    page.goto(f"{live_server.url}/portal/")
    expect(page.locator("#balance")).to_have_text("1,600")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_benefit_is_composed_mended_reviewed_and_published(
    signed_in, shop, live_server, complaints, language
) -> None:
    words, page = OPERATOR[language], signed_in(language)
    second = create_user(NewUser(username="bob", password=PASSWORD, role="operator")).username
    page.get_by_role("link", name=words["benefits"], exact=True).click()
    page.get_by_role("button", name=words["compose"]).click()
    page.get_by_role("link", name=words["coupon"]).click()
    page.locator("[name='tiers.premium.quota']").fill("1")
    page.locator("[name='tiers.premium.per']").select_option("quarter")
    page.get_by_role("button", name=words["look"]).click()
    expect(page.locator(".form-error")).to_contain_text(words["worse"])
    page.get_by_role("button", name=words["save"]).click()
    page.get_by_role("button", name=words["mend"]).click()
    expect(page.get_by_text(words["mended"])).to_be_visible()
    page.get_by_role("link", name=words["over"]).click()
    page.get_by_label(words["why"]).fill("Fewer coupons")
    page.get_by_role("button", name=words["hand_in"]).click()
    expect(page.get_by_role("status")).to_contain_text(words["handed_in"])
    page.get_by_role("link", name=words["review"]).click()
    review = page.url
    change_to(page, second, live_server.url)
    page.goto(review)
    page.get_by_label(words["comment"]).fill("As we agreed")
    page.get_by_role("button", name=words["approve"]).click()
    page.get_by_role("link", name=words["publish"], exact=True).click()
    page.get_by_role("button", name=words["publish"], exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(words["scheduled"])
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        assert live_programme(shop.id).number == 2
