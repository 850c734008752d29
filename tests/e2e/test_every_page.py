"""Every page of the console: for everybody (axe-core), on every screen, within the content policy."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from playwright.sync_api import Page

from regulars.domain.access.operations import create_api_key
from regulars.domain.access.types import SCOPES
from regulars.domain.arrivals.queries import list_parked
from regulars.domain.benefits.operations import grant_benefit
from regulars.domain.benefits.types import NewGrant
from regulars.domain.intake.operations import Bringing, accept_events, check_file, drop_parked, receive_file
from regulars.domain.offers.types import ItemKind, ItemState, NewItem, Price, Terms, Words
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.operations import add_item, place_order, set_item_state
from regulars.domain.rewards.queries import offer_for
from regulars.domain.rewards.types.orders import NewOrder
from regulars.domain.tags.operations import NewTag, make_rule
from regulars.domain.tags.types import Words as TagWords
from regulars.domain.verifications.operations import code_of_grant
from regulars.platform.paging import PageRequest
from tests.e2e.filled import benefit_pages, insight_pages, people_pages
from tests.integration.console.conftest import purchase
from tests.memberships import SILVER, offer_plan, start

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
ONLY_COLOURS = {"runOnly": ["color-contrast"]}
REFUSED = {"nowhere", "members/?balance=-1"}
"""Addresses that are answered with an error, of which the browser complains."""
ROWS = b"order_id,date,card,amount\nA1,2026-05-01,8800000009,20.50\nA2,2026-05-02,8800000009,x12\n"


def findings(page: Page) -> list[str]:
    """What axe-core finds that matters."""
    return _told(page, Axe().run(page).response["violations"])


def dark_findings(page: Page) -> list[str]:
    """What axe-core, which looked at the page before, finds of its colours in the dark theme."""
    page.evaluate("document.documentElement.setAttribute('data-bs-theme', 'dark')")
    return _told(page, page.evaluate("(options) => axe.run(options)", ONLY_COLOURS)["violations"])


def _told(page: Page, violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{found['id']} on {page.url}: {node['html'][:160]}"
        for found in violations
        if found["impact"] in {"serious", "critical"}
        for node in found["nodes"]
    ]


def width(page: Page) -> int:
    """How wide the page is, wider than the screen if something sticks out."""
    return page.evaluate("document.documentElement.scrollWidth")


def order_reward(shop: LiveProgramme, member_id: int) -> None:
    """A voucher in the mall, and an order of one."""
    terms = Terms(ItemKind.VOUCHER, Words("咖啡券", "Coffee voucher"), "points", Price(100))
    add_item(shop.id, NewItem("coffee", terms, 5, "admin"))
    set_item_state(shop.id, "coffee", ItemState.LISTED, "admin")
    price = offer_for(shop.id, member_id, "coffee").price
    place_order(shop.id, NewOrder("order-1", member_id, "coffee", price))


def leave_undecided(shop: LiveProgramme) -> None:
    """A rule of tags, and two events of which nobody knows whose they are, one of them dropped."""
    names = NewTag("spenders", TagWords("大户", "Spenders"), TagWords("消费多", "Who spend much"), "admin")
    make_rule(shop.id, names, "spend_90 > 5000")
    sales = [purchase(number, card) for number, card in ((901, "8800000091"), (902, "8800000092"))]
    torn = {"member": {"card": "8800000091", "email": "8800000092@example.com"}}
    accept_events(shop.id, "till", [*sales, purchase(903, "8800000091") | torn, purchase(904, "8800000091") | torn])
    dropped = list_parked(shop.id, PageRequest()).items[0]
    drop_parked(shop.id, dropped.id, "A test of the till", "admin")


def grant_coupon(shop: LiveProgramme, member_id: int) -> int:
    """A coupon granted by hand, with a code on paper; its number."""
    granted = grant_benefit(shop.id, NewGrant("g1", member_id, "apology", "late", "admin"))
    code_of_grant(shop.id, granted.id, "admin")
    return granted.id


def sell_plan(shop: LiveProgramme, member_id: int) -> int:
    """A plan that costs a little, and the number of the member's subscription to it, paid."""
    tier = shop.document.ladder.tiers[1].id
    offer_plan(shop, "paid", SILVER, tier=tier)
    with override_settings(CHECKOUT_TEST=True):
        return start(shop, member_id, "paid").number


@pytest.fixture
def addresses(shop, member_id, settings, tmp_path) -> list[str]:
    """Every page there is."""
    create_api_key(shop.id, "till", SCOPES[:2], "test")
    file = SimpleUploadedFile("may.csv", ROWS)
    drafts = [receive_file(Bringing(shop.id, "may.csv", "admin"), file.chunks()).id for _ in range(2)]
    check_file(shop.id, drafts[1])
    member = f"members/{member_id}/"
    order_reward(shop, member_id)
    leave_undecided(shop)
    return [
        "",
        "members/",
        "members/?q=nobody",
        "members/?balance=-1",
        member,
        f"{member}?tab=timeline",
        f"{member}ledger/points/1/",
        f"{member}grant-points",
        f"{member}grant-tier",
        f"{member}lock-tier",
        f"{member}benefits/",
        f"{member}grant-benefit",
        f"benefits/grants/{grant_coupon(shop, member_id)}/",
        f"{member}match-status",
        f"{member}write-off/points",
        "tags/",
        "tags/of/spend_90/",
        "tags/new-rule",
        "tags/of/spenders/",
        "tags/of/spenders/change",
        "data/parked/",
        "data/parked/?show=decided",
        "tags/new",
        "insight/rfm/grid",
        "diagnosis/",
        "forecast/",
        "forecast/?tab=rising",
        "outbox/",
        "recovery/",
        "corrections/",
        "corrections/propose",
        "corrections/merges/",
        f"{member}merge",
        f"{member}events/1/",
        "rewards/",
        "rewards/new",
        "rewards/items/coffee/",
        "rewards/items/coffee/edit",
        "rewards/vouchers/",
        "rewards/vouchers/use",
        "counter/",
        "counter/verifications/",
        "tills/",
        "orders/",
        "orders/order-1/",
        "plans/",
        "plans/add",
        "plans/paid/",
        "subscriptions/",
        "subscriptions/?state=ended",
        f"subscriptions/{sell_plan(shop, member_id)}/",
        "programme/",
        "programme/budgets/",
        "imports/",
        *(f"imports/{draft}/" for draft in drafts),
        "users/",
        "keys/",
        *benefit_pages(shop),
        *people_pages(shop, member_id),
        *insight_pages(shop, settings, tmp_path),
        "nowhere",
    ]


def test_every_page_is_for_everybody(signed_in, addresses, live_server, complaints) -> None:
    """Each page is loaded once in each language: in Chinese looked at wide, light and dark, in English on a phone."""
    found, too_wide = [], []
    page = signed_in()
    page.emulate_media(reduced_motion="reduce")
    for language in ("zh-hans", "en"):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        for address in addresses:
            heard = len(complaints)
            page.goto(f"{live_server.url}/console/{address}")
            if page.locator("[hx-trigger^=load]").count():
                page.wait_for_load_state("networkidle")
            if address in REFUSED:
                del complaints[heard:]
            if language == "zh-hans":
                found += findings(page) + dark_findings(page)
            page.set_viewport_size(PHONE)
            if width(page) > PHONE["width"]:
                too_wide.append((address, language))
            if language == "en":
                found += findings(page)
            page.set_viewport_size(DESKTOP)
    assert (found, too_wide) == ([], [])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_sign_in_page_is_for_everybody(language, shop, page, context, live_server, complaints) -> None:
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page.goto(f"{live_server.url}/console/sign-in")
    assert findings(page) == []
