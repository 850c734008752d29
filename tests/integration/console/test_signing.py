"""Signing in and out."""

import pytest
from django.test import Client

from regulars.domain.access.operations import set_language
from tests.conftest import PASSWORD

ADDRESS = "/console/sign-in"


def enter(client: Client, username: str, password: str = PASSWORD, **more: str):
    """Send the form."""
    return client.post(ADDRESS, {"username": username, "password": password} | more)


@pytest.mark.parametrize(
    ("role", "start"),
    [("admin", "/console/"), ("analyst", "/console/"), ("service", "/console/members/")],
)
def test_each_role_lands_on_the_first_page_it_may_open(role, start, club, make_user, client) -> None:
    make_user(role)
    response = enter(client, role)
    assert (response.status_code, response.headers["Location"]) == (302, start)
    assert client.get(ADDRESS).headers["Location"] == start


def test_the_page_that_was_asked_for_opens(club, make_user, client) -> None:
    make_user("admin")
    assert enter(client, "admin", next="/console/keys/").headers["Location"] == "/console/keys/"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(elsewhere, club, make_user, client) -> None:
    make_user("admin")
    assert enter(client, "admin", next=elsewhere).headers["Location"] == "/console/"


def test_a_wrong_password_is_told_and_no_more(make_user, client) -> None:
    make_user("admin")
    known, unknown = enter(client, "admin", "wrong"), enter(client, "nobody", "wrong")
    assert (known.status_code, unknown.status_code) == (422, 422)
    texts = [response.context["form"].non_field_errors() for response in (known, unknown)]
    assert texts == [["用户名或密码不正确，请检查后重试。"]] * 2


def test_after_five_failures_the_right_password_has_to_wait(make_user, client, frozen_clock) -> None:
    make_user("admin")
    for _ in range(5):
        enter(client, "admin", "wrong")
    response = enter(client, "admin")
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["失败次数过多，请在 15 分钟后重试。"]


def test_an_empty_form_says_what_is_missing(db, client) -> None:
    response = enter(client, "", "")
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"username", "password"}


def test_signing_out_ends_the_session(club, client_as) -> None:
    client = client_as("admin")
    assert client.post("/console/sign-out").headers["Location"] == "/"
    assert client.get("/console/").status_code == 302


def test_the_language_is_remembered_with_the_user(club, make_user, client) -> None:
    who = make_user("admin")
    set_language(who.id, "en")
    enter(client, "admin")
    assert b"<h1>Users</h1>" in client.get("/console/users/").content
    response = client.post("/preferences/language", {"language": "zh-hans", "next": "/console/users/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/console/users/")
    assert "<h1>用户</h1>" in client.get("/console/users/").content.decode()
    client.post("/console/sign-out")
    client.cookies.clear()
    enter(client, "admin")
    assert "<h1>用户</h1>" in client.get("/console/users/").content.decode()


def test_an_unknown_language_or_theme_changes_nothing(db, client) -> None:
    assert "django_language" not in client.post("/preferences/language", {"language": "xx"}).cookies
    assert "regulars_theme" not in client.post("/preferences/theme", {"theme": "pink"}).cookies


def test_the_theme_is_remembered(db, client) -> None:
    client.post("/preferences/theme", {"theme": "dark"})
    assert b'data-bs-theme="dark"' in client.get(ADDRESS).content
    client.post("/preferences/theme", {"theme": "auto"})
    assert b'data-theme="auto"' in client.get(ADDRESS).content


def test_pages_for_what_fails_are_ours(db, client, client_as) -> None:
    missing = client.get("/nowhere")
    assert missing.status_code == 404
    assert "该地址没有内容" in missing.content.decode()
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post(ADDRESS, {})
    assert refused.status_code == 403
    assert "表单已过期" in refused.content.decode()
