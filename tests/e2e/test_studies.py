"""A draft is replayed, read, shared and handed in, by people in both languages."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from regulars.domain.programmes.queries import text_of
from regulars.domain.responses.policy.assumptions import PUBLISHED
from regulars.domain.studies import operations, queries
from regulars.domain.studies.types import Given, NewStudy, Responding, Sweeping
from regulars.platform.jobs import run_due
from tests.e2e.test_every_page import findings, width

NAMES = {
    "en": {
        "studio": "Replay studio",
        "new": "New study",
        "text": "Document of the draft (YAML or JSON)",
        "error": "1 error: it cannot be replayed yet.",
        "replay": "Replay",
        "going": "The history is being replayed…",
        "told": "What changes",
        "kept": "What members did stays as it was",
        "all": "All of them",
        "share": "Make a link",
        "why": "Why, and what you expect of it",
        "hand_in": "Hand in",
        "handed": "Handed in with this study.",
        "says": "What the replay says",
    },
    "zh-hans": {
        "studio": "回放工作室",
        "new": "新建推演",
        "text": "草稿文档（YAML 或 JSON）",
        "error": "1 个错误，暂不能回放。",
        "replay": "回放",
        "going": "正在回放历史…",
        "told": "变化概要",
        "kept": "会员行为保持原样",
        "all": "查看全部",
        "share": "生成链接",
        "why": "原因与预期效果",
        "hand_in": "提交",
        "handed": "已连同此推演提交",
        "says": "回放结论",
    },
}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path) -> None:
    settings.HISTORY_ROOT, settings.STUDIES_ROOT = tmp_path / "history", tmp_path / "studies"


def changed(text: str) -> str:
    """The club with a rate of two points."""
    found = text.replace("award: {points: 1, per: 1}", "award: {points: 2, per: 1}", 1)
    assert found != text
    return found


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_draft_is_replayed_shared_and_handed_in(language, signed_in, shop, live_server, complaints) -> None:
    names, page = NAMES[language], signed_in(language)
    page.get_by_role("link", name=names["studio"], exact=True).click()
    page.get_by_role("link", name=names["new"]).click()
    editor = page.get_by_label(names["text"])
    text = editor.input_value()
    page.wait_for_load_state()
    editor.fill(text.replace("currency: USD", "currency: EUR"))
    expect(page.get_by_text(names["error"])).to_be_visible(timeout=30_000)
    line = text.splitlines().index("currency: USD") + 1
    expect(page.locator(".editor-lines .mark-error")).to_have_text(str(line))
    editor.fill(changed(text))
    expect(page.get_by_text(names["error"])).to_have_count(0)
    expect(page.locator(".editor-lines .mark-error")).to_have_count(0)
    page.get_by_role("button", name=names["replay"], exact=True).click()
    expect(page.get_by_role("heading", name=names["going"])).to_be_visible()
    run_due()
    expect(page.get_by_role("heading", name=names["told"], exact=True)).to_be_visible()
    expect(page.get_by_text(names["kept"])).to_be_visible()
    expect(page.locator("[data-chart] svg").first).to_be_visible()
    study = page.url
    page.get_by_role("link", name=names["all"]).first.click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.goto(study)
    page.get_by_role("button", name=names["share"]).click()
    address = page.locator("[id^=link-]").inner_text()
    page.get_by_label(names["why"]).fill("More points for all")
    page.get_by_role("button", name=names["hand_in"], exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(names["handed"])
    expect(page.get_by_role("heading", name=names["says"])).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.goto(address)
    expect(page.get_by_role("heading", name=names["told"], exact=True)).to_be_visible()
    expect(page.get_by_text("88000000")).to_have_count(0)
    assert findings(page) == []


def replayed(page: Page, shop) -> list[str]:
    """Every page of the studio, with two drafts compared, a link, a history that could not be built."""
    text = text_of(shop.version_id)
    harder = text.replace("growth_in_12_months >= 1000", "growth_in_12_months >= 9000")
    drafts = (Given("Twice", changed(text)), Given("Harder", harder))
    made = operations.create_study(NewStudy(shop.id, "Two drafts", drafts), "admin")
    tried = tuple(Decimal(value) for value in (500, 1000, 1500))
    swept = operations.create_study(
        NewStudy(
            shop.id,
            "Ranges and other values",
            drafts,
            responding=Responding(PUBLISHED, 2),
            sweeping=Sweeping("ladder.tiers.growth.enter/growth_in_12_months", tried),
        ),
        "admin",
    )
    failed = operations.create_study(NewStudy(shop.id, "Nothing there", drafts, share=1), "admin")
    rows = b"order_id,date,card,amount\nA1,2026-05-01,88,x\nA2,2026-05-01,88,20\n"
    to_map, built = (operations.upload_history(shop.id, name, [rows], "admin") for name in ("may.csv", "june.csv"))
    operations.build_from(shop.id, built.id, queries.history_file(shop.id, built.id).mapping, "admin")
    run_due()
    waiting = operations.create_study(NewStudy(shop.id, "Waits", drafts), "admin")
    operations.cancel_study(shop.id, waiting.id, "admin")
    link = operations.share_study(shop.id, made.id, 3, "admin")
    pages = ["", "?q=two", "?q=nobody", "new", "new?from=1", f"new?study={made.id}&place=2", "histories/"]
    pages += [f"histories/{one.id}/" for one in (to_map, built)]
    lists = [f"{made.id}/drafts/1/members", f"{made.id}/drafts/2/members?tab=losers"]
    studies = [f"{one}/" for one in (made.id, swept.id, failed.id, waiting.id)]
    return [*(f"studies/{one}" for one in (*pages, *studies, *lists)), f"shared/{link.token}/", "shared/nothing/"]


@pytest.mark.parametrize(("language", "phone", "theme"), [("zh-hans", True, "light"), ("en", False, "dark")])
def test_pages_of_the_studio_are_for_everybody(language, phone, theme, signed_in, shop, live_server) -> None:
    page = signed_in(language, phone=phone, theme=theme)
    found, too_wide = [], []
    for address in replayed(page, shop):
        page.goto(f"{live_server.url}/console/{address}")
        for details in page.locator("details").all():
            details.locator("summary").click()
        found += findings(page)
        if width(page) > page.viewport_size["width"]:
            too_wide.append(address)
    assert (found, too_wide) == ([], [])
