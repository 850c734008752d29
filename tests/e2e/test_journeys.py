"""What people come to the console for, step by step."""

import re

from playwright.sync_api import expect

from regulars.domain.access.queries import authenticate_key
from regulars.domain.ledger.queries import balances
from regulars.domain.members.queries import find_member
from regulars.platform import jobs

ROWS = """order_id,date,card,amount
A1,2026-05-01,8800000009,20.50
A2,2026-05-02,8800000009,x12
A3,2026-05-03,8800000001,9.00
"""


def test_find_a_member_and_ask_why(signed_in, complaints) -> None:
    page = signed_in()
    page.get_by_role("link", name="Members", exact=True).click()
    page.get_by_label("Search").fill("member01@example.com")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="8800000001").click()
    expect(page.get_by_role("heading", name="8800000001")).to_be_visible()
    expect(page.get_by_text("1,300 missing")).to_be_visible()
    page.get_by_role("link", name="Why +1,500?").last.click()
    opened = page.locator("tr.opened")
    expect(opened).to_contain_text("Points for spending")
    expect(opened.locator(".trace")).to_be_focused()
    opened.get_by_role("button", name="Close").click()
    expect(opened).to_have_count(0)
    page.get_by_role("link", name="Why +1,500?").last.click()
    page.get_by_role("link", name="Open as a page").click()
    expect(page.get_by_role("heading", name="Why +1,500 Points?")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/ledger/points/\d+/$"))


def test_import_a_file_with_bad_rows(signed_in, shop, tmp_path, complaints) -> None:
    page = signed_in("zh-hans")
    file = tmp_path / "may.csv"
    file.write_text(ROWS, encoding="utf-8")
    page.get_by_role("link", name="数据导入").click()
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_label("“card”列是什么？").or_(page.get_by_label("「card」列是什么？"))).to_have_value("card")
    page.get_by_role("button", name="试运行（不入库）").click()
    expect(page.locator("#progress")).to_be_visible()
    jobs.run_due()
    expect(page.get_by_role("heading", name="试运行结果")).to_be_visible()
    expect(page.locator("#problems")).to_be_visible()
    with page.expect_download() as report:
        page.get_by_role("link", name="下载全部").click()
    assert report.value.path().read_text(encoding="utf-8-sig").splitlines()[1].startswith("3,amount,")
    page.get_by_role("button", name="开始导入").click()
    expect(page.locator("#progress")).to_be_visible()
    jobs.run_due()
    expect(page.get_by_role("heading", name="导入结果")).to_be_visible()
    assert balances(shop.id, find_member(shop.id, "8800000009").id)[0].available == 20


def test_create_and_revoke_a_key(signed_in, complaints) -> None:
    page = signed_in()
    page.get_by_role("link", name="API keys").click()
    page.get_by_label("Label").fill("Till system")
    page.get_by_label("Send events").check()
    page.get_by_role("button", name="Create key").click()
    text = page.locator("#key-text").inner_text()
    assert authenticate_key(text).label == "Till system"
    page.get_by_role("link", name="API keys").click()
    expect(page.get_by_text(text)).to_have_count(0)
    page.get_by_role("button", name="Revoke", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke key").click()
    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()


def test_grant_points_by_hand(signed_in, shop, member_id, live_server, complaints) -> None:
    page = signed_in()
    page.goto(f"{live_server.url}/console/members/{member_id}/")
    page.get_by_role("link", name="Grant points").click()
    page.get_by_label("Points", exact=True).fill("250")
    page.get_by_label("Reason").fill("Late delivery")
    page.get_by_role("button", name="Continue").click()
    before = balances(shop.id, member_id)[0].available
    expect(page.get_by_role("row", name="Points")).to_contain_text(f"{before + 250:,}")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("status")).to_contain_text("The entry is in the ledger.")
    assert balances(shop.id, member_id)[0].available == before + 250


def test_the_charts_are_drawn_and_can_be_read_as_tables(signed_in, complaints) -> None:
    page = signed_in()
    expect(page.locator("[data-chart] svg")).to_have_count(2)
    page.get_by_text("Show the numbers").first.click()
    expect(page.get_by_role("cell", name="1,600")).to_be_visible()


def test_language_and_theme_stay_chosen(signed_in, live_server, complaints) -> None:
    page = signed_in()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1, name="概览")).to_be_visible()
    page.get_by_role("button", name="跟随设备主题").click()
    page.get_by_role("button", name="深色主题").click()
    page.goto(f"{live_server.url}/console/members/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_the_menu_of_a_phone_works_by_keyboard(signed_in, complaints) -> None:
    page = signed_in(phone=True)
    menu = page.get_by_role("button", name="Menu")
    expect(page.get_by_role("link", name="Members", exact=True)).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.get_by_role("link", name="Members", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Members")).to_be_visible()


def test_the_keyboard_reaches_the_content_first(signed_in, complaints) -> None:
    page = signed_in()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_a_wrong_password_is_told(shop, page, context, live_server) -> None:
    context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    page.goto(f"{live_server.url}/console/")
    page.locator("[name=username]").fill("admin")
    page.locator("[name=password]").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
