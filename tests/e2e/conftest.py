"""A browser for people's journeys: the Chromium that script/test found, with the switches a container needs."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from regulars.domain.access.operations import create_user
from regulars.domain.access.types import NewUser
from regulars.domain.intake.operations import accept_events
from regulars.domain.members.queries import find_member
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.project.settings.paths import ROOT
from tests.conftest import PASSWORD

# Playwright keeps an event loop in the test's thread, in which Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium; a machine without one fails these tests and says so."""
    path = os.environ.get("REGULARS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("no Chromium found: run sh script/test, or name one: REGULARS_CHROMIUM=/path/to/chromium")
    return browser_type_launch_args | {"executable_path": path, "args": SWITCHES}


@pytest.fixture
def shop(live_server: Any, settings: Any, tmp_path: Any) -> LiveProgramme:
    """The club, with an administrator and three members; one has risen, one has redeemed."""
    settings.MEDIA_ROOT = tmp_path
    create_user(NewUser(username="admin", password=PASSWORD, role="admin"))
    programme = install_programme((ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8"), actor="test")
    sales = [("01", "2026-03-01", "1500.00"), ("02", "2026-05-05", "40.00"), ("03", "2026-05-07", "260.00")]
    accept_events(programme.id, "till", [_sale(*sale) for sale in sales])
    accept_events(programme.id, "till", [_redemption("03")])
    return programme


def _sale(last: str, on: str, amount: str) -> dict[str, Any]:
    return {
        "type": "purchase",
        "id": f"sale-{last}",
        "order_id": f"order-{last}",
        "occurred_at": f"{on}T12:00:00-05:00",
        "member": {"card": f"88000000{last}", "email": f"member{last}@example.com"},
        "store": "7",
        "lines": [{"line_id": "1", "department": "GROCERY", "category": "COFFEE", "amount": amount}],
    }


def _redemption(last: str) -> dict[str, Any]:
    return {
        "type": "redeem",
        "id": f"redeem-{last}",
        "occurred_at": "2026-05-09T12:00:00-05:00",
        "member": {"card": f"88000000{last}"},
        "points": 100,
    }


@pytest.fixture
def member_id(shop: LiveProgramme) -> int:
    """The member who has risen."""
    return find_member(shop.id, "8800000001").id


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about: errors of scripts and breaches of the content policy. There must be none."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            heard.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert heard == []


@pytest.fixture
def signed_in(shop: LiveProgramme, page: Page, context: BrowserContext, live_server: Any) -> Callable[..., Page]:
    """Sign in as the administrator, in a language and on a screen."""

    def sign_in(language: str = "en", *, phone: bool = False, theme: str = "light") -> Page:
        names = {"django_language": language, "regulars_theme": theme}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in names.items()])
        page.set_viewport_size({"width": 390, "height": 844} if phone else {"width": 1440, "height": 900})
        page.goto(f"{live_server.url}/console/sign-in")
        page.locator("[name=username]").fill("admin")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form .btn-primary").click()
        expect(page).to_have_url(f"{live_server.url}/console/")
        return page

    return sign_in
