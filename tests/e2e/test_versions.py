"""A change of the programme by two people: drafted by one, reviewed and published by the other."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from regulars.domain.access.operations import create_user
from regulars.domain.access.types import NewUser
from regulars.domain.programmes import operations, queries
from regulars.domain.programmes.types import Decision, NewDraft
from regulars.platform import clock
from tests.conftest import PASSWORD
from tests.e2e.test_every_page import findings, width


@pytest.fixture
def second(shop) -> str:
    """Bob, an operator."""
    return create_user(NewUser(username="bob", password=PASSWORD, role="operator")).username


def change_to(page: Page, name: str, address: str) -> None:
    """Sign out, and in as somebody else."""
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{address}/console/sign-in")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form .btn-primary").click()
    expect(page).to_have_url(f"{address}/console/")


def test_a_change_is_drafted_reviewed_and_published(signed_in, second, shop, live_server, complaints) -> None:
    page = signed_in()
    page.get_by_role("link", name="Programme", exact=True).click()
    page.get_by_role("link", name="Versions").click()
    page.get_by_role("button", name="New draft").click()
    editor = page.get_by_label("Document (YAML or JSON)")
    text = editor.input_value()
    editor.fill(text.replace("currency: USD", "currency: EUR"))
    page.get_by_role("button", name="Look for findings").click()
    expect(page.get_by_text("The currency changes from 'USD' to 'EUR'.")).to_be_visible()
    line = text.splitlines().index("currency: USD") + 1
    expect(page.locator(".editor-lines .mark-error")).to_have_text(str(line))
    page.get_by_role("button", name=f"Line {line}", exact=True).click()
    expect(editor).to_be_focused()
    editor.fill(text.replace("award: {points: 1, per: 1}", "award: {points: 1.5, per: 1}", 1))
    page.get_by_label("Why, and what you expect of it").fill("More visits on quiet days")
    page.get_by_role("button", name="Save and hand in").click()
    expect(page.get_by_role("status")).to_contain_text("A second person reviews it now.")
    expect(page.get_by_text("1 points per 1 USD becomes 1.5 points per 1 USD")).to_be_visible()
    page.get_by_role("link", name="Review it").click()
    expect(page.get_by_text("You wrote this version, so you cannot review it")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    review = page.url
    change_to(page, second, live_server.url)
    page.goto(review)
    page.get_by_label("Comment").fill("As we agreed")
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("Scheduled.")
    expect(page.get_by_role("cell", name="Publication Scheduled")).to_be_visible()
    assert queries.live_programme(shop.id).number == 1
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        assert queries.live_programme(shop.id).number == 2
        page.reload()
        expect(page.get_by_role("row", name="Version 2 Published all members")).to_be_visible()


@pytest.fixture
def addresses(shop) -> list[str]:
    """Every page about versions, with a pilot, something cancelled, a rejected version and a draft with findings."""
    text = queries.text_of(shop.version_id)
    numbers = {}
    for name, words in (("piloted", "points: 1.5,"), ("rejected", "points: 3,"), ("waiting", "points: 4,")):
        changed = text.replace("points: 1,", words, 1).replace(
            "growth_in_12_months >= 2800", "growth_in_12_months >= 3"
        )
        draft = operations.create_draft(NewDraft(shop.id, changed, "More visits"), "ann")
        numbers[name] = operations.submit_draft(draft.version_id, "ann")
    operations.review_version(numbers["piloted"].version_id, Decision.APPROVED, "", "bea")
    operations.review_version(numbers["rejected"].version_id, Decision.REJECTED, "Too much", "bea")
    record = operations.publish_version(numbers["piloted"].version_id, None, "", "bea")
    operations.cancel_activation(record.view.id, "Not yet", "bea")
    operations.pilot_version(numbers["piloted"].version_id, 6_000, None, "", "bea")
    wrong = text.replace("currency: USD", "currency: EUR").replace("'purchase'", "'purchase", 1)
    operations.create_draft(NewDraft(shop.id, wrong, "Wrong"), "admin")
    pages = ["", *(f"{number}/" for number in range(1, 6)), "4/review", "2/publish", "1/roll-back", "5/edit"]
    return [*(f"programme/versions/{one}" for one in pages), "programme/pilot/", "programme/pilot/stop", "audit/"]


@pytest.mark.parametrize(("language", "phone", "theme"), [("zh-hans", True, "light"), ("en", False, "dark")])
def test_pages_are_for_everybody(language, phone, theme, signed_in, addresses, live_server, complaints) -> None:
    page = signed_in(language, phone=phone, theme=theme)
    found, too_wide = [], []
    for address in addresses:
        page.goto(f"{live_server.url}/console/{address}")
        for details in page.locator("details").all():
            details.locator("summary").click()
        found += findings(page)
        if width(page) > page.viewport_size["width"]:
            too_wide.append(address)
    assert (found, too_wide) == ([], [])
