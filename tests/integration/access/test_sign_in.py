from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from regulars.domain.access.errors import SignInFailed, TooManySignIns
from regulars.domain.access.models import SignInFailure
from regulars.domain.access.operations import confirm_person, disable_user, sign_in, sign_out
from regulars.domain.access.queries import identity_of
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def request_from(address: str = "192.0.2.1"):
    """A request with a session of its own."""
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.session, request.user = SessionStore(), AnonymousUser()
    return request


def fail(times: int, username: str = "operator", address: str = "192.0.2.1") -> None:
    """Try wrong passwords."""
    for _ in range(times):
        with pytest.raises(SignInFailed):
            sign_in(request_from(address), username, "wrong")


def test_name_and_password_open_a_session(make_user) -> None:
    operator = make_user("operator")
    request = request_from()
    assert sign_in(request, "operator", PASSWORD) == operator
    assert identity_of(request.user) == operator
    sign_out(request)
    assert identity_of(request.user) is None


@pytest.mark.parametrize(("username", "password"), [("operator", "wrong"), ("nobody", PASSWORD), ("operator", "")])
def test_a_wrong_pair_is_refused_and_noted(make_user, username, password) -> None:
    make_user("operator")
    with pytest.raises(SignInFailed) as refused:
        sign_in(request_from(), username, password)
    assert refused.value.code == "sign_in_failed"
    assert SignInFailure.objects.count() == 1


def test_a_disabled_user_cannot_sign_in(make_user) -> None:
    operator, admin = make_user("operator"), make_user("admin")
    disable_user(operator.id, by=admin.id)
    fail(1)


def test_five_failures_close_the_name_for_a_quarter_of_an_hour(make_user, frozen_clock) -> None:
    make_user("operator")
    fail(5)
    with pytest.raises(TooManySignIns) as refused:
        sign_in(request_from("192.0.2.99"), "Operator", PASSWORD)
    assert (refused.value.code, refused.value.params) == ("too_many_sign_ins", {"minutes": 15})
    frozen_clock.advance(timedelta(minutes=15))
    assert sign_in(request_from(), "operator", PASSWORD).username == "operator"


def test_thirty_failures_from_an_address_close_the_address(make_user, frozen_clock) -> None:
    make_user("operator")
    for number in range(30):
        fail(1, username=f"guess{number}")
    with pytest.raises(TooManySignIns):
        sign_in(request_from(), "operator", PASSWORD)
    assert sign_in(request_from("192.0.2.2"), "operator", PASSWORD).username == "operator"


def test_a_success_forgets_the_failures_of_the_name(make_user, frozen_clock) -> None:
    make_user("operator")
    fail(4)
    sign_in(request_from(), "operator", PASSWORD)
    fail(4)
    assert sign_in(request_from(), "operator", PASSWORD).username == "operator"


def test_a_person_at_the_command_line_is_confirmed(make_user) -> None:
    operator = make_user("operator")
    assert confirm_person("operator", PASSWORD) == operator
    for _ in range(5):
        with pytest.raises(SignInFailed):
            confirm_person("operator", "wrong")
    with pytest.raises(TooManySignIns):
        confirm_person("operator", PASSWORD)
