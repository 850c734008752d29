import pytest

from regulars.domain.access.errors import OwnAccessRefused, PasswordWeak, RoleUnknown, UserExists, UserMissing
from regulars.domain.access.models import User
from regulars.domain.access.operations import (
    change_password,
    change_role,
    create_user,
    disable_user,
    enable_user,
    set_language,
)
from regulars.domain.access.queries import list_users
from regulars.domain.access.types import NewUser
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_user_has_a_role_and_a_language() -> None:
    user = create_user(NewUser("mei", PASSWORD, "operator", name="李梅", language="zh-hans"))
    assert (user.username, user.name, user.role, user.language) == ("mei", "李梅", "operator", "zh-hans")
    set_language(user.id, "en")
    (view,) = list_users()
    assert (view.identity.name, view.identity.language, view.is_active) == ("李梅", "en", True)
    assert view.last_sign_in_at is None


def test_a_name_is_taken_once(make_user) -> None:
    make_user("operator")
    with pytest.raises(UserExists) as refused:
        make_user("operator")
    assert (refused.value.code, refused.value.params) == ("user_exists", {"username": "operator"})


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(RoleUnknown) as refused:
        create_user(NewUser("mei", PASSWORD, "cleaner"))
    assert (refused.value.code, refused.value.params["role"]) == ("role_unknown", "cleaner")


@pytest.mark.parametrize("password", ["short", "password123", "mei-mei-mei"])
def test_a_weak_password_is_refused_with_reasons(password) -> None:
    with pytest.raises(PasswordWeak) as refused:
        create_user(NewUser("mei-mei-mei", password, "operator"))
    assert refused.value.code == "password_weak"
    assert len(refused.value.params["reasons"]) == 1


def test_another_persons_role_and_access_change(make_user) -> None:
    admin, operator = make_user("admin"), make_user("operator")
    change_role(operator.id, "analyst", by=admin.id)
    disable_user(operator.id, by=admin.id)
    views = {view.identity.id: view for view in list_users()}
    assert (views[operator.id].identity.role, views[operator.id].is_active) == ("analyst", False)
    enable_user(operator.id)
    assert all(view.is_active for view in list_users())


def test_nobody_changes_their_own_access(make_user) -> None:
    admin = make_user("admin")
    with pytest.raises(OwnAccessRefused) as refused:
        change_role(admin.id, "analyst", by=admin.id)
    assert refused.value.code == "own_access_refused"
    with pytest.raises(OwnAccessRefused):
        disable_user(admin.id, by=admin.id)


def test_a_user_who_is_not_there_is_missing(make_user) -> None:
    admin = make_user("admin")
    with pytest.raises(UserMissing) as refused:
        disable_user(10**6, by=admin.id)
    assert refused.value.code == "user_missing"
    with pytest.raises(UserMissing):
        enable_user(10**6)


def test_a_password_is_changed_and_ends_sessions(client, make_user) -> None:
    user = make_user("operator")
    client.force_login(User.objects.get(pk=user.id))
    change_password("operator", "another horse battery")
    assert client.get("/console/").status_code == 302
    assert client.login(username="operator", password=PASSWORD) is False
    assert client.login(username="operator", password="another horse battery") is True


def test_a_password_is_changed_for_the_known_and_to_a_strong_one(make_user) -> None:
    make_user("operator")
    with pytest.raises(UserMissing) as unknown:
        change_password("nobody", PASSWORD)
    assert unknown.value.params == {"user": "nobody"}
    with pytest.raises(PasswordWeak):
        change_password("operator", "12345678")
