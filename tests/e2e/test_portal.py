"""Members on their phones: signing in, the card, points with reasons, a gift, benefits, a reward."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from regulars.domain.offers.types import ItemKind, ItemState, NewItem, Price, Terms, Words
from regulars.domain.rewards.operations import add_item, set_item_state
from regulars.domain.sign_ins.operations import enter_code, request_code
from regulars.domain.sign_ins.types import CodeRequest, Visit
from regulars.surfaces.cli.demo.memberships import create_plans
from tests.e2e.test_every_page import findings, width

WITHOUT_SCRIPT = {
    "en": {
        "code": "QR code of your card",
        "points": "All points",
        "why": "How it came about",
        "ordered": "Done: it is yours.",
    },
    "zh-hans": {"code": "会员卡二维码", "points": "全部明细", "why": "积分来由", "ordered": "兑换成功。"},
}
MORE = (
    "benefits/own_brand_price/",
    "benefits/choices/season_picks/",
    "membership/",
    "membership/plans/premium-year/",
    "me/privacy",
    "offline",
)
CARD, FRIEND = "8800000001", "8800000002"
LARGEST_BYTES, MOST_REQUESTS, LARGEST_SHIFT = 100_000, 14, 0.01
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def club(shop, settings):
    """The shop, where codes stand on the page, with a voucher to order."""
    settings.SIGN_IN_CODES = "page"
    terms = Terms(ItemKind.VOUCHER, Words("咖啡券", "Coffee voucher"), "points", Price(300), voucher_days=30)
    add_item(shop.id, NewItem("coffee", terms, 10, "admin"))
    set_item_state(shop.id, "coffee", ItemState.LISTED, "admin")
    return shop


@pytest.fixture
def at_home(club, page, context, live_server) -> Callable[..., Page]:
    """A phone on which a member has signed in."""

    def sign_in(language: str = "en", *, theme: str = "light", card: str = CARD) -> Page:
        names = {"django_language": language, "regulars_theme": theme}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in names.items()])
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{live_server.url}/portal/")
        page.locator("[name=identifier]").fill(card)
        page.locator("main .button").click()
        page.locator("[name=code]").fill(page.locator("#shown-code").inner_text())
        expect(page).to_have_url(f"{live_server.url}/portal/")
        return page

    return sign_in


def test_a_member_earns_understands_and_gives(at_home, complaints, live_server, club) -> None:
    page = at_home()
    expect(page.locator("#balance")).to_have_text("1,600")
    expect(page.get_by_text("and you are Premium.")).to_be_visible()
    page.get_by_role("link", name="Enlarge").click()
    expect(page.get_by_role("link", name="Close")).to_be_visible()
    page.get_by_role("link", name="Close").click()
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Points").click()
    page.wait_for_load_state()
    page.locator("a.entry").last.click()
    expect(page.locator(".why")).to_contain_text("1500.00")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("link", name="Give points").first.click()
    page.get_by_label("To whom").fill(FRIEND)
    page.get_by_label("How many").fill("200")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Give them").click()
    expect(page.get_by_role("status")).to_contain_text("200 Points are with your friend now.")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Benefits").click()
    page.get_by_role("link", name="Freshly ground coffee").or_(page.locator("a.entry")).first.click()
    expect(page.get_by_text("Show this at the till")).to_be_visible()


def test_a_member_orders_and_cancels_in_chinese(at_home, complaints, live_server, club) -> None:
    page = at_home("zh-hans")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="兑换").click()
    page.get_by_role("link", name="咖啡券").click()
    page.get_by_role("button", name="兑换").click()
    expect(page.get_by_role("status")).to_contain_text("兑换成功")
    expect(page.get_by_role("img", name="出示给收银台的二维码")).to_be_visible()
    page.get_by_role("button", name="取消订单").click()
    expect(page.get_by_role("status")).to_contain_text("积分已退回")
    page.goto(f"{live_server.url}/portal/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="欢迎来到常客会")).to_be_visible()


@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_every_page_of_the_portal_is_for_everybody(
    at_home, club, settings, language, theme, live_server, complaints
) -> None:
    settings.CHECKOUT_TEST = True
    create_plans(club.id)
    page = at_home(language, theme=theme)
    found, too_wide = [], []
    addresses = (
        "",
        "points/",
        "points/points/1/",
        "tiers",
        "benefits/",
        "give",
        "family",
        "orders?order=order-01",
        "me",
    )
    for address in (*addresses, "rewards/", "rewards/items/coffee/", "rewards/mine", *MORE):
        page.goto(f"{live_server.url}/portal/{address}")
        found += findings(page)
        if width(page) > 390:
            too_wide.append(address)
    page.context.clear_cookies(name="regulars_member")
    page.goto(f"{live_server.url}/portal/sign-in")
    found += findings(page)
    assert (found, too_wide) == ([], [])


@pytest.fixture
def token(club) -> str:
    """The token of a session."""
    ticket = request_code(CodeRequest(club.id, CARD, "en", Visit("127.0.0.1")))
    return enter_code(club.id, ticket.handle, ticket.shown_code, Visit("127.0.0.1")).token


@pytest.fixture
def visit(browser: Browser, token, live_server) -> Iterator[Callable[..., Page]]:
    """A phone that comes for the first time, in a language; options of its browser beside."""
    contexts: list[BrowserContext] = []

    def come(language: str = "en", **options: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, **options))
        contexts[-1].add_cookies(
            [
                {"name": "regulars_member", "value": token, "url": f"{live_server.url}/portal/"},
                {"name": "django_language", "value": language, "url": live_server.url},
            ]
        )
        return contexts[-1].new_page()

    yield come
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_first_view_is_light(visit, live_server, language) -> None:
    phone = visit(language)
    sizes: dict[str, int] = {}
    kinds: dict[str, str] = {}
    session = phone.context.new_cdp_session(phone)
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    phone.add_init_script(WATCH)
    phone.goto(f"{live_server.url}/portal/", wait_until="load")
    phone.wait_for_timeout(300)
    weighed = sum(size for request, size in sizes.items() if kinds.get(request) in {"Script", "Stylesheet"})
    assert 0 < weighed < LARGEST_BYTES
    assert len(sizes) <= MOST_REQUESTS
    assert phone.evaluate("window.shift") < LARGEST_SHIFT


@pytest.mark.parametrize(("language", "name"), [("en", "The Club"), ("zh-hans", "常客会")])
def test_a_phone_can_install_it(visit, live_server, language, name) -> None:
    phone = visit(language)
    phone.goto(f"{live_server.url}/portal/")
    phone.evaluate("navigator.serviceWorker.ready")
    session = phone.context.new_cdp_session(phone)
    manifest = session.send("Page.getAppManifest")
    assert (manifest["errors"], json.loads(manifest["data"])["name"]) == ([], name)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in errors] == ["in-incognito"]  # as windows of tests are


def test_the_card_shows_without_a_network(visit, live_server) -> None:
    phone = visit()
    phone.goto(f"{live_server.url}/portal/")
    phone.evaluate("navigator.serviceWorker.ready")
    phone.reload()
    phone.wait_for_function("caches.match('/portal/').then((card) => card !== undefined)")
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/portal/")
    expect(phone.locator("#balance")).to_have_text("1,600")
    expect(phone.get_by_text("You are offline")).to_be_visible()
    phone.goto(f"{live_server.url}/portal/tiers")
    expect(phone.get_by_role("heading", name="No network")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_everything_can_be_read_without_script(visit, live_server, club, language) -> None:
    words, page = WITHOUT_SCRIPT[language], visit(language, java_script_enabled=False)
    page.goto(f"{live_server.url}/portal/")
    expect(page.get_by_role("img", name=words["code"])).to_be_visible()
    page.get_by_role("link", name=words["points"]).click()
    page.locator("a.entry").last.click()
    expect(page.get_by_role("heading", name=words["why"])).to_be_visible()
    page.goto(f"{live_server.url}/portal/rewards/items/coffee/")
    page.locator("main form button.button").click()
    expect(page.get_by_text(words["ordered"])).to_be_visible()
