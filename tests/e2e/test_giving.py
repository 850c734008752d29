"""Points that move between members: a gift and its undoing, and a family that spends together."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from regulars.domain.ledger.queries import available_points
from regulars.domain.members.queries import find_member
from regulars.domain.pools.operations import accept_invitation, create_pool, invite_member, spend_from_pool
from regulars.domain.pools.types import NewPool, NewSpending, Rights
from regulars.domain.transfers.operations import transfer_points
from regulars.domain.transfers.types import NewTransfer
from tests.e2e.test_every_page import findings, width

CARDS = ("8800000001", "8800000002", "8800000003")


@pytest.fixture
def people(shop) -> list[int]:
    """The three members of the shop, by number."""
    return [find_member(shop.id, card).id for card in CARDS]


def points(programme, members) -> list[int]:
    """What each has available."""
    held = available_points(programme.id, members)
    return [held[member]["points"] for member in members]


def test_give_points_and_take_them_back(signed_in, shop, people, live_server, complaints) -> None:
    page, before = signed_in(), points(shop, people)
    page.goto(f"{live_server.url}/console/members/{people[0]}/")
    page.get_by_role("link", name="Transfer points").click()
    page.get_by_label("To whom").fill(CARDS[1])
    page.get_by_label("Points", exact=True).fill("200")
    page.get_by_label("Reason").fill("Birthday")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("200 are given, and 10 are paid as a fee on top.")).to_be_visible()
    expect(page.get_by_role("row", name="002")).to_contain_text(f"{before[1] + 200:,}")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("status")).to_contain_text("Both entries are in the ledger.")
    assert points(shop, people[:2]) == [before[0] - 210, before[1] + 200]
    page.goto(f"{live_server.url}/console/members/{people[1]}/?tab=timeline")
    expect(page.get_by_text("001").first).to_be_visible()
    page.get_by_role("link", name="Gift from a member").click()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("dialog").get_by_label("Reason").fill("Wrong member")
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("status")).to_contain_text("back where they came from")
    assert points(shop, people) == before


def test_a_family_spends_together(signed_in, shop, people, complaints) -> None:
    page, before = signed_in("zh-hans"), points(shop, people)
    page.get_by_role("link", name="积分池", exact=True).click()
    page.get_by_label("池主").fill(CARDS[0])
    page.locator("section").get_by_label("积分池名称").fill("李家")
    page.get_by_role("button", name="建立").click()
    page.get_by_role("textbox", name="会员").fill(CARDS[2])
    page.get_by_role("button", name="邀请", exact=True).click()
    page.get_by_role("button", name=f"代 {CARDS[2]} 接受").click()
    expect(page.get_by_text(f"{before[0] + before[2]:,}").first).to_be_visible()
    page.get_by_role("link", name="使用积分").click()
    page.get_by_label("使用人").select_option(label=CARDS[2])
    page.get_by_label("积分", exact=True).fill("500")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", name="各成员将支付的积分")).to_be_visible()
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("status")).to_contain_text("各成员的账目已记入账本")
    assert sum(points(shop, people)) == sum(before) - 500
    page.get_by_role("button", name="退回").first.click()
    page.get_by_role("dialog").get_by_label("原因").fill("商品缺货")
    page.get_by_role("dialog").get_by_role("button", name="退回").click()
    expect(page.get_by_role("status")).to_contain_text("积分已退回原处")
    assert points(shop, people) == before


@pytest.mark.parametrize(("language", "phone", "theme"), [("zh-hans", False, "light"), ("en", True, "dark")])
def test_pages_of_gifts_and_pools_are_for_everybody(
    language, phone, theme, signed_in, shop, people, live_server, complaints
) -> None:
    pool = create_pool(shop.id, NewPool(people[0], "Li", "admin")).line.id
    for member in people[1:]:
        invite_member(shop.id, pool, member, Rights(), "admin")
    accept_invitation(shop.id, pool, people[1], "admin")
    spend_from_pool(shop.id, NewSpending("r1", pool, people[0], "points", 500, reason="test", actor="admin"))
    transfer_points(shop.id, NewTransfer("t1", people[0], people[1], "points", 200, "gift", "admin"))
    page = signed_in(language, phone=phone, theme=theme)
    found, too_wide = [], []
    addresses = ["pools/", "pools/?q=nobody", f"pools/{pool}/", f"pools/{pool}/spend", "transfers/t1/"]
    addresses += [f"members/{people[0]}/transfer-points", f"members/{people[1]}/?tab=timeline"]
    for address in addresses:
        page.goto(f"{live_server.url}/console/{address}")
        found += findings(page)
        if width(page) > page.viewport_size["width"]:
            too_wide.append(address)
    assert (found, too_wide) == ([], [])
