"""Pictures of console and portal over a loaded demo: `screenshots.py FOLDER [NAME...]`; see script/screenshots."""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
DESKTOP, PHONE = (1440, 1060), (390, 844)
LANGUAGES = {"": "en", "-zh": "zh-hans"}
PORTAL_PAGES = {
    "portal-card": "/portal/",
    "portal-points": "/portal/points/",
    "portal-tiers": "/portal/tiers",
    "portal-benefits": "/portal/benefits/",
    "portal-rewards": "/portal/rewards/",
}
PORTAL_VIEWS = (
    ("-phone", "en", "light", PHONE),
    ("-phone-zh", "zh-hans", "light", PHONE),
    ("-phone-dark", "en", "dark", PHONE),
    ("", "en", "light", DESKTOP),
)
ONCE = {"-phone-dark", ""}
"""Views of which the card is enough."""
NAME = "screenshots"
AUTHOR, STUDY = "mei", "A second tier that is harder to reach"
WAIT_SECONDS = 60


EVERY_VIEW = frozenset({"", "-zh", "-phone", "-phone-zh"})
TWO_VIEWS = frozenset({"", "-phone-zh"})
COLOURS = 192


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the page, and what is done on it before.

    `entry`: of the ledger, to be opened; `typed`: what a scanner types; `views`: the screens and languages of it.
    """

    name: str
    address: str
    entry: str = ""
    typed: str = ""
    views: frozenset[str] = TWO_VIEWS


def main(folder: Path, names: list[str]) -> None:
    """Take all pictures, or those named, in both languages, on a desktop and on a phone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    os.environ["REGULARS_SIGN_IN_CODES"] = "page"
    django.setup()
    shots = [one for one in plan() if not names or one.name in names]
    password, token = open_account(), member_token()
    folder.mkdir(parents=True, exist_ok=True)
    with serving() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["REGULARS_CHROMIUM"], args=SWITCHES)
        for suffix, language in LANGUAGES.items():
            for kind, size in (("", DESKTOP), ("-phone", PHONE)):
                page = sign_in(browser, site, password, language=language, size=size)
                for shot in shots:
                    if f"{kind}{suffix}" in shot.views:
                        take(page, site, shot, folder / f"{shot.name}{kind}{suffix}.png")
                page.context.close()
        if not names or PORTAL_PAGES.keys() & set(names):
            take_portal(browser, site, folder, token)
        browser.close()


def member_token() -> str:
    """A session of the demo's member in the portal."""
    from regulars.domain.programmes.queries import list_programmes
    from regulars.domain.sign_ins.operations import enter_code, request_code
    from regulars.domain.sign_ins.types import CodeRequest, Visit
    from regulars.surfaces.cli.demo.guest import EMAIL, name_guest

    programme_id = list_programmes()[0].programme_id
    name_guest(programme_id)
    ticket = request_code(CodeRequest(programme_id, EMAIL, "en", Visit("127.0.0.1")))
    return enter_code(programme_id, ticket.handle, ticket.shown_code, Visit("127.0.0.1")).token


def take_portal(browser: Browser, site: str, folder: Path, token: str) -> None:
    """The portal as a member sees it: on a phone in both languages, once in the dark, and on a desktop."""
    from regulars.surfaces.portal.door import SESSION_COOKIE

    for suffix, language, theme, size in PORTAL_VIEWS:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, device_scale_factor=1.5)
        chosen = {"django_language": language, "regulars_theme": theme}
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in chosen.items()])
        context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": f"{site}/portal/"}])
        page = context.new_page()
        for name, address in list(PORTAL_PAGES.items())[: 1 if suffix in ONCE else None]:
            take(page, site, Shot(name, address), folder / f"{name}{suffix}.png")
        context.close()


def plan() -> list[Shot]:
    """What is worth seeing, with a member whose page has something of everything."""
    from regulars.domain.programmes.queries import list_programmes

    programme_id = list_programmes()[0].programme_id
    member_id, seq = telling_member(programme_id)
    return [
        Shot("console-overview", "/console/", views=EVERY_VIEW),
        Shot("member-page", f"/console/members/{member_id}/?wallet=points", f"points-{seq}", views=EVERY_VIEW),
        Shot("programme", "/console/programme/", views=EVERY_VIEW),
        *studies(programme_id),
        *benefits_and_insight(programme_id),
    ]


def benefits_and_insight(programme_id: int) -> list[Shot]:
    """Benefits with a draft that has an error, the counter, the mall, and what is known of members."""
    from scenes import draft_with_error, set_scenes

    from regulars.domain.verifications.operations import code_for
    from regulars.surfaces.cli.demo.guest import name_guest

    guest = name_guest(programme_id) or 1
    set_scenes(programme_id, AUTHOR)
    draft = draft_with_error(programme_id, NAME)
    return [
        Shot("benefit-library", "/console/benefits/"),
        Shot("benefit-gradient", f"/console/benefits/drafts/{draft}/#gradient"),
        Shot("benefit-health", "/console/benefits/health/"),
        Shot("counter", "/console/counter/", typed=code_for(programme_id, guest).text),
        Shot("mall", "/console/rewards/"),
        Shot("plans", "/console/plans/premium-year/"),
        Shot("tags", "/console/tags/"),
        Shot("segment-builder", "/console/segments/drifting_away/edit"),
        Shot("rfm", "/console/insight/of/rfm/"),
        Shot("cohorts", "/console/insight/of/cohorts/"),
        Shot("predictions", "/console/predictions/"),
        Shot("model-card", "/console/predictions/churn_90/"),
        Shot("member-insight", f"/console/members/{guest}/#value"),
        Shot("duplicates", "/console/duplicates/"),
        Shot("data-quality", "/console/data/quality/"),
    ]


def studies(programme_id: int) -> list[Shot]:
    """The replay studio, with a study in which the first threshold of a tier is half as high again."""
    from regulars.domain.programmes.queries import document_text, live_programme
    from regulars.domain.replay.policy.parameters import companions_of, find_parameters, with_value
    from regulars.domain.studies.operations import create_study
    from regulars.domain.studies.types import Given, NewStudy, Sweeping
    from regulars.platform.jobs import run_due

    document = live_programme(programme_id).document
    number = next(one for one in find_parameters(document) if ".enter/" in one.address)
    draft = with_value(document, number.address, number.value * 3 / 2, companions_of(document, number.address))
    values = tuple(number.value * step / 10 for step in range(5, 25))
    given = Given("Harder to reach", document_text(draft))
    asked = NewStudy(programme_id, STUDY, (given,), sweeping=Sweeping(number.address, values))
    study = create_study(asked, AUTHOR)
    run_due()
    return [
        Shot("replay-studio", f"/console/studies/{study.id}/", views=EVERY_VIEW),
        Shot("replay-studio-new", f"/console/studies/new?study={study.id}&place=1", views=EVERY_VIEW),
    ]


def telling_member(programme_id: int) -> tuple[int, int]:
    """A member on the second tier with many expiry dates, and the largest of their newest entries."""
    from regulars.domain.ledger import queries as ledger
    from regulars.domain.ledger.queries.roster import RosterFilter, list_roster
    from regulars.domain.programmes.queries import live_programme
    from regulars.platform.paging import PageRequest

    programme = live_programme(programme_id)
    roster = list_roster(programme_id, PageRequest(limit=200), RosterFilter(tier=programme.compiled.tier_ids[1]))
    chosen = max(roster.items, key=lambda line: len(ledger.expiries(programme_id, line.member_id)))
    wallet = programme.document.wallets[0].id
    newest = ledger.transactions(programme_id, chosen.member_id, PageRequest(limit=4), wallet).items
    return chosen.member_id, max(newest, key=lambda entry: entry.points).seq


def open_account() -> str:
    """A user who signs in for the pictures; returns the password."""
    from django.contrib.auth import get_user_model

    password = secrets.token_urlsafe(16)
    user, _ = get_user_model().objects.get_or_create(username=NAME, defaults={"role": "admin", "first_name": "Mei"})
    user.set_password(password)
    user.is_active = True
    user.save()
    return password


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The console on a free port, as long as the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    server = subprocess.Popen([*command, "regulars.project.wsgi:application"])
    try:
        wait_for(f"http://127.0.0.1:{port}/console/sign-in")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            urlopen(address).close()  # noqa: S310 - our own server
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def sign_in(browser: Browser, site: str, password: str, *, language: str, size: tuple[int, int]) -> Page:
    """A browser window in which the user has signed in."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, device_scale_factor=1.5)
    context.add_cookies(
        [
            {"name": "django_language", "value": language, "url": site},
            {"name": "regulars_theme", "value": "light", "url": site},
        ]
    )
    page = context.new_page()
    page.goto(f"{site}/console/sign-in")
    page.locator("[name=username]").fill(NAME)
    page.locator("[name=password]").fill(password)
    page.locator("main form .btn-primary").click()
    page.wait_for_load_state("networkidle")
    return page


def take(page: Page, site: str, shot: Shot, path: Path) -> None:
    """Open the page, and the entry if there is one, and keep what the window shows."""
    page.goto(site + shot.address)
    if shot.entry:
        page.locator(f"#open-{shot.entry}").click()
        page.locator("tr.opened").wait_for()
        page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    if shot.typed:
        page.keyboard.type(shot.typed)
        page.keyboard.press("Enter")
        page.locator("#found").wait_for()
    page.wait_for_load_state("networkidle")
    if "#" in shot.address:
        part = page.locator(f"#{shot.address.partition('#')[2]}")
        part.evaluate("element => element.scrollIntoView({behavior: 'instant'})")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
