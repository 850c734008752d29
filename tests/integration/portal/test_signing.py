"""Signing in and out, as a browser does it."""

import re

import jwt
import pytest
from django.test import Client

from regulars.domain.sign_ins.operations import create_app_key
from regulars.platform import jobs
from regulars.surfaces.portal.door import SESSION_COOKIE
from tests.integration.portal.conftest import CARD


def shown(page: str) -> str:
    return re.search(r'id="shown-code">(\d{6})<', page)[1]


def test_a_code_leads_to_the_card_and_out_again(programme, member_id) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert client.get("/portal/").url == "/portal/sign-in"
    assert client.get("/portal/tiers").url == "/portal/sign-in?next=%2Fportal%2Ftiers"
    asked = client.post("/portal/sign-in", {"identifier": CARD, "next": "/portal/tiers"})
    assert asked.url == "/portal/sign-in/code"
    code = shown(client.get(asked.url).content.decode())
    wrong = client.post(asked.url, {"code": "x"})
    assert wrong.status_code == 422
    opened = client.post(asked.url, {"code": f" {code[:3]} {code[3:]}"})
    assert opened.url == "/portal/tiers"
    cookie = opened.cookies[SESSION_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/portal/")
    assert client.get("/portal/").status_code == 200
    assert client.post("/portal/sign-out").url == "/portal/sign-in"
    client.cookies[SESSION_COOKIE] = cookie.value
    assert client.get("/portal/").status_code == 302


def test_the_page_is_the_same_for_nobody(programme, member_id, settings) -> None:
    settings.SIGN_IN_CODES, settings.SIGN_IN_MAIL = "send", True
    pages = []
    for identifier in (f"m{CARD}@example.com", "nobody@example.com"):
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.post("/portal/sign-in", {"identifier": identifier})
        page = client.get("/portal/sign-in/code").content.decode()
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.replace(identifier, "X")))
    assert pages[0] == pages[1]
    assert "shown-code" not in pages[0]


def test_what_cannot_be_an_identifier_is_said(programme) -> None:
    answer = Client(HTTP_ACCEPT_LANGUAGE="en").post("/portal/sign-in", {"identifier": "two words@"})
    assert answer.status_code == 422
    assert "This is no e-mail address, mobile or card number." in answer.content.decode()


def test_a_foreign_page_is_no_next_page(programme, member_id) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    for wanted in ("https://evil.example/", "//evil.example", "/console/"):
        client.post("/portal/sign-in", {"identifier": CARD, "next": wanted})
        code = shown(client.get("/portal/sign-in/code").content.decode())
        assert client.post("/portal/sign-in/code", {"code": code}).url == "/portal/"


def test_the_app_opens_the_portal_once(programme, member_id, frozen_clock) -> None:
    key = create_app_key(programme.id, "shop app", "test")
    now = int(frozen_clock().timestamp())
    claims = {"aud": "regulars:club", "sub": CARD, "kind": "card", "iat": now, "exp": now + 60, "jti": "one"}
    token = jwt.encode(claims, key.secret, "HS256", {"kid": key.key_id})
    client = Client(HTTP_ACCEPT_LANGUAGE="en", enforce_csrf_checks=True)
    assert client.get("/portal/enter", {"token": token, "next": "/portal/points/"}).url == "/portal/points/"
    assert client.get("/portal/points/").status_code == 200
    again = Client(HTTP_ACCEPT_LANGUAGE="en", enforce_csrf_checks=True).post("/portal/enter", {"token": token})
    assert again.status_code == 403
    assert "This entrance was used already." in again.content.decode()


def test_sessions_are_seen_and_ended(signed_in) -> None:
    client, other = signed_in(), signed_in()
    page = client.get("/portal/me").content.decode()
    (number,) = re.findall(r"/portal/me/sessions/(\d+)/end", page)
    assert client.post(f"/portal/me/sessions/{number}/end", follow=True).status_code == 200
    assert other.get("/portal/").status_code == 302
    third = signed_in()
    assert client.post("/portal/me/sessions/end-others").url == "/portal/me"
    assert (third.get("/portal/").status_code, client.get("/portal/").status_code) == (302, 200)
    gone = client.post(f"/portal/me/sessions/{number}/end", follow=True).content.decode()
    assert "This session has ended already." in gone


@pytest.mark.django_db
def test_without_a_programme_nothing_is_open() -> None:
    assert Client().get("/portal/").status_code == 404
    assert Client().get("/portal/mark.svg").status_code == 404


def test_a_code_is_sent_by_the_job(programme, member_id, settings, mailoutbox) -> None:
    settings.SIGN_IN_CODES, settings.SIGN_IN_MAIL = "send", True
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.post("/portal/sign-in", {"identifier": CARD})
    assert mailoutbox == []
    jobs.run_due()
    code = re.search(r"\d{6}", mailoutbox[0].subject)[0]
    assert client.post("/portal/sign-in/code", {"code": code}).url == "/portal/"


def test_an_old_form_leads_back_into_the_portal(programme) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en", enforce_csrf_checks=True)
    answer = client.post("/portal/sign-in", {"identifier": CARD})
    assert answer.status_code == 403
    assert 'href="/portal/"' in answer.content.decode()
    assert 'href="/"' in client.post("/console/sign-in", {}).content.decode()
