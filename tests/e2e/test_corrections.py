"""Corrections in a browser: records merged and taken apart, events put right, a rule corrected; for everybody."""

import re

import pytest
from playwright.sync_api import Page, expect

from regulars.domain.corrections.operations import approve_correction, merge_members, propose_correction
from regulars.domain.corrections.types import NewCorrection, NewMerge
from regulars.domain.members.queries import find_member
from regulars.domain.programmes import operations
from regulars.domain.programmes.types import Decision, NewDraft
from regulars.platform.clock import to_us
from regulars.platform.jobs import run_due
from regulars.project.settings.paths import ROOT
from tests.e2e.test_every_page import findings, width

CLUB = (ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8")


@pytest.fixture
def version(shop) -> int:
    """The number of an approved version with another rate."""
    text = CLUB.replace("per: 1", "per: 2", 1)
    draft = operations.create_draft(NewDraft(shop.id, text, "The rate was wrong"), "carl")
    operations.submit_draft(draft.version_id, "carl")
    return operations.review_version(draft.version_id, Decision.APPROVED, "", "bob").number


@pytest.fixture
def addresses(shop, member_id, version) -> list[str]:
    """Pages about corrections: one rule posted, one proposed, one merge, one event."""
    since = to_us(find_member(shop.id, "8800000002").enrolled_at)
    other = find_member(shop.id, "8800000003").id
    merge = merge_members(shop.id, NewMerge(member_id, other, "one person, two cards", "olga"))
    first = propose_correction(shop.id, NewCorrection(version, since, "promised since May", "ann"))
    run_due()
    approve_correction(shop.id, first.id, "olga", "as promised")
    run_due()
    member = f"members/{member_id}/"
    return [
        "corrections/",
        "corrections/propose",
        f"corrections/{first.id}/",
        f"corrections/{first.id}/?tab=up",
        "corrections/merges/",
        f"corrections/merges/{merge.id}/undo",
        f"members/{other}/",
        f"{member}merge",
        f"{member}events/1/",
        f"{member}events/1/void",
        f"{member}events/1/correct",
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("phone", [False, True])
def test_every_page_of_corrections_is_for_everybody(language, phone, signed_in, addresses, live_server) -> None:
    page, found, too_wide = signed_in(language, phone=phone), [], []
    for address in addresses:
        page.goto(f"{live_server.url}/console/{address}")
        found += findings(page)
        if width(page) > page.viewport_size["width"]:
            too_wide.append(address)
    assert (found, too_wide) == ([], [])


def confirmed(page: Page) -> None:
    """Look at what would come of it, then do it."""
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What would come of it")).to_be_visible()
    page.locator("button[value=confirm]").click()


def test_two_records_become_one_and_two_again(signed_in, member_id, shop, live_server, complaints) -> None:
    page = signed_in("en")
    page.goto(f"{live_server.url}/console/members/{member_id}/")
    page.get_by_role("link", name="Merge with…").click()
    page.get_by_label("The other record").fill("8800000003")
    page.get_by_label("Reason").fill("one person, two cards")
    confirmed(page)
    expect(page.get_by_role("heading", name="Merged records")).to_be_visible()
    page.get_by_role("link", name="Undo…").click()
    page.get_by_label("Reason").fill("two people after all")
    page.get_by_role("button", name="Undo the merge").click()
    expect(page).to_have_url(re.compile(rf"/members/{find_member(shop.id, '8800000003').id}/$"))


def test_an_event_is_put_right(signed_in, member_id, live_server, complaints) -> None:
    page = signed_in("en")
    page.goto(f"{live_server.url}/console/members/{member_id}/?tab=timeline")
    page.locator(".timeline a", has_text="Purchase").first.click()
    page.get_by_role("link", name="Put right…").click()
    page.get_by_label("Amount").fill("150.00")
    page.get_by_label("Reason").fill("a typing error")
    confirmed(page)
    expect(page.get_by_text("Taken back by admin: a typing error")).to_be_visible()
    page.get_by_role("link", name="See the event that stands instead").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("150.00")
