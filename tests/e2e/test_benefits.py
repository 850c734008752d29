"""An operator composes a benefit, sees the gradient error, mends it and hands the draft in; on a phone, in Chinese."""

import pytest
from playwright.sync_api import expect

from regulars.domain.benefit_health.operations import read_health
from regulars.domain.history.operations import sync_history
from tests.e2e.test_every_page import findings, width


def test_a_benefit_is_composed_its_gradient_mended_and_handed_in(signed_in, complaints) -> None:
    page = signed_in()
    page.get_by_role("link", name="Benefits", exact=True).click()
    page.get_by_role("button", name="Compose in a draft").click()
    page.get_by_role("link", name="A coupon of your own every month").click()
    quota = page.locator("[name='tiers.premium.quota']")
    quota.fill("1")
    page.locator("[name='tiers.premium.per']").select_option("quarter")
    page.get_by_role("button", name="Look for findings").click()
    expect(page.locator(".form-error")).to_contain_text("4 times a year")
    page.get_by_role("button", name="Save in the draft").click()
    page.get_by_role("button", name="Give the higher tier what the lower has").click()
    expect(page.get_by_text("No higher tier has a worse deal than a lower one.")).to_be_visible()
    page.get_by_role("link", name="Look over and hand in").click()
    page.get_by_label("Why, and what you expect of it").fill("Fewer coupons")
    page.get_by_role("button", name="Save and hand in").click()
    expect(page.get_by_role("status")).to_contain_text("A second person reviews it now.")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_pages_fit_a_phone_and_everybody(shop, signed_in, live_server, complaints, settings, theme) -> None:
    settings.HISTORY_ROOT = settings.MEDIA_ROOT / "history"
    sync_history(shop.id)
    read_health(shop.id)
    page = signed_in("zh-hans", phone=True, theme=theme)
    page.goto(f"{live_server.url}/console/benefits/")
    page.get_by_role("button", name="在草稿中编写").click()
    address = page.url
    drafts = [f"{address}{place}" for place in ("", "monthly_coupon/", "new?kind=custom")]
    for target in [f"{live_server.url}/console/benefits/", f"{live_server.url}/console/benefits/health/", *drafts]:
        page.goto(target)
        page.wait_for_load_state("networkidle")
        assert (target, findings(page), width(page)) == (target, [], 390)
