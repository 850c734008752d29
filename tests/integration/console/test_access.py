"""API keys and users."""

import pytest

from regulars.domain.access.queries import authenticate_key, list_api_keys, list_users
from tests.conftest import PASSWORD


@pytest.fixture
def client(club, client_as):
    return client_as("admin")


def test_a_key_is_shown_once_and_works(club, client) -> None:
    response = client.post("/console/keys/create", {"label": "till", "scopes": ["events:write"]})
    text = response.context["new_key"].text
    assert text in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert text not in client.get("/console/keys/").content.decode()
    identity = authenticate_key(text)
    assert (identity.label, identity.scopes) == ("till", frozenset({"events:write"}))


@pytest.mark.parametrize("fields", [{"label": "till"}, {"scopes": ["events:write"]}, {"label": "x", "scopes": ["all"]}])
def test_a_key_needs_a_label_and_known_scopes(fields, club, client) -> None:
    response = client.post("/console/keys/create", fields)
    assert response.status_code == 422
    assert list_api_keys(club.id) == []


def test_a_revoked_key_is_refused_and_stays_listed(club, client, make_key) -> None:
    text = make_key(club.id)
    (key,) = list_api_keys(club.id)
    assert client.post(f"/console/keys/{key.id}/revoke").headers["Location"] == "/console/keys/"
    assert authenticate_key(text) is None
    assert "已吊销" in client.get("/console/keys/").content.decode()
    assert client.post("/console/keys/999/revoke").status_code == 404


def test_a_new_user_can_sign_in(client) -> None:
    fields = {"username": "mei", "name": "李梅", "role": "analyst", "password": "a long sentence of words"}
    assert client.post("/console/users/add", fields).headers["Location"] == "/console/users/"
    assert {user.identity.username: user.identity.role for user in list_users()}["mei"] == "analyst"
    client.post("/console/sign-out")
    signed_in = client.post("/console/sign-in", {"username": "mei", "password": fields["password"]})
    assert signed_in.headers["Location"] == "/console/"


@pytest.mark.parametrize(
    "wrong", [{"password": "12345678"}, {"username": "admin"}, {"role": "emperor"}, {"username": ""}]
)
def test_a_user_that_cannot_be_is_refused(wrong, client) -> None:
    fields = {"username": "mei", "role": "analyst", "password": "a long sentence of words"} | wrong
    response = client.post("/console/users/add", fields)
    assert response.status_code == 422
    assert [user.identity.username for user in list_users()] == ["admin"]


def test_roles_change_and_users_are_disabled(client, make_user) -> None:
    other = make_user("analyst")
    client.post(f"/console/users/{other.id}/role", {"role": "operator"})
    client.post(f"/console/users/{other.id}/active", {"active": "0"})
    changed = next(user for user in list_users() if user.identity.id == other.id)
    assert (changed.identity.role, changed.is_active) == ("operator", False)
    refused = client.post("/console/sign-in", {"username": "analyst", "password": PASSWORD})
    assert refused.status_code == 302  # the administrator is still signed in
    client.post(f"/console/users/{other.id}/active", {"active": "1"})
    assert next(user for user in list_users() if user.identity.id == other.id).is_active


def test_nobody_locks_themselves_out(client) -> None:
    (admin,) = list_users()
    client.post(f"/console/users/{admin.identity.id}/role", {"role": "analyst"})
    page = client.get("/console/users/").content.decode()
    assert "不能修改自己的角色或停用自己" in page
    assert list_users()[0].identity.role == "admin"


def test_an_unknown_role_for_a_user_is_refused(client, make_user) -> None:
    other = make_user("analyst")
    assert client.post(f"/console/users/{other.id}/role", {"role": "emperor"}).status_code == 422
