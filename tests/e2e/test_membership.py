"""Paid membership on a phone: a member pays for a plan, sees what it gives, uses it, leaves and thinks better of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from regulars.domain.members.queries import find_member
from regulars.domain.plans.queries import subscription_of
from regulars.domain.plans.types.subscriptions import SubscriptionState
from regulars.surfaces.cli.demo.memberships import create_plans
from tests.e2e.test_every_page import findings, width
from tests.e2e.test_portal import CARD, at_home, club

__all__ = ["at_home", "club"]
WORDS = {
    "en": {
        "menu": "Main menu",
        "me": "Me",
        "plans": "Paid membership",
        "take": "Take A year of Premium",
        "pay": "On to payment",
        "page": "Pay, and renewals too",
        "welcome": "Paid. Welcome to A year of Premium!",
        "benefits": "Benefits",
        "flowers": "Flowers of the season",
        "code": "QR code to show at the till",
        "leave": "Leave the plan",
        "after": "Leave after",
        "keep": "Keep my plan after all",
        "back": "Good to have you",
    },
    "zh-hans": {
        "menu": "主菜单",
        "me": "我的",
        "plans": "付费会员",
        "take": "开通尊享年卡",
        "pay": "去支付",
        "page": "支付，续费自动扣款",
        "welcome": "支付成功，欢迎开通尊享年卡！",
        "benefits": "权益",
        "flowers": "当季鲜花",
        "code": "出示给收银台的二维码",
        "leave": "取消套餐",
        "after": "到期取消",
        "keep": "继续保留套餐",
        "back": "欢迎回来，套餐继续有效。",
    },
}


@pytest.fixture
def plans(club, settings) -> None:
    """The plans of the demo, and the payment page for demonstrations."""
    settings.CHECKOUT_TEST = True
    create_plans(club.id)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_member_pays_for_a_plan_and_has_its_benefits(at_home, plans, club, complaints, live_server, language) -> None:
    page, words = at_home(language), WORDS[language]
    menu = page.get_by_role("navigation", name=words["menu"])
    menu.get_by_role("link", name=words["me"], exact=True).click()
    page.get_by_role("link", name=words["plans"]).click()
    assert (findings(page), width(page)) == ([], 390)
    page.get_by_role("link", name=words["take"]).click()
    assert (findings(page), width(page)) == ([], 390)
    page.get_by_role("button", name=words["pay"]).click()
    page.get_by_role("button", name=words["page"]).click()
    expect(page.get_by_role("status")).to_contain_text(words["welcome"])
    assert (findings(page), width(page)) == ([], 390)
    menu.get_by_role("link", name=words["benefits"], exact=True).click()
    page.get_by_role("link", name=words["flowers"]).click()
    expect(page.get_by_role("img", name=words["code"])).to_be_visible()
    page.goto(f"{live_server.url}/portal/membership/")
    page.get_by_role("link", name=words["leave"]).click()
    assert (findings(page), width(page)) == ([], 390)
    page.get_by_role("button", name=words["after"]).click()
    page.get_by_role("button", name=words["keep"]).click()
    expect(page.get_by_role("status")).to_contain_text(words["back"])
    own = subscription_of(club.id, find_member(club.id, CARD).id)
    assert (own.plan, own.state) == ("premium-year", SubscriptionState.ACTIVE)


def test_waiting_for_the_payment_page_goes_on_by_itself(at_home, plans, club, context, live_server) -> None:
    page = at_home()
    page.goto(f"{live_server.url}/portal/membership/plans/premium-year/")
    page.get_by_role("button", name="On to payment").click()
    expect(page.get_by_role("button", name="Pay this once")).to_be_visible()
    other = context.new_page()
    other.goto(page.url)
    page.goto(f"{live_server.url}/portal/membership/back")
    expect(page.get_by_role("heading", name="Waiting for your payment")).to_be_visible()
    assert findings(page) == []
    other.get_by_role("button", name="Pay this once").click()
    expect(page.get_by_role("heading", name="Paid membership")).to_be_visible()
    expect(page.locator(".tag", has_text="Running")).to_be_visible()
