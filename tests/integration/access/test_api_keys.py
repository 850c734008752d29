from datetime import timedelta

import pytest

from regulars.domain.access.errors import ApiKeyMissing, ScopeUnknown
from regulars.domain.access.models import ApiKey
from regulars.domain.access.operations import create_api_key, revoke_api_key
from regulars.domain.access.queries import authenticate_key, forget_keys, list_api_keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    """Start and end without kept answers."""
    forget_keys()
    yield
    forget_keys()


def test_a_key_tells_programme_and_scopes() -> None:
    key = create_api_key(7, "till", ["events:write", "members:read", "events:write"], "ann")
    identity = authenticate_key(key.text)
    assert identity is not None
    assert (identity.key_id, identity.label, identity.programme_id) == (key.id, "till", 7)
    assert identity.scopes == {"events:write", "members:read"}


def test_the_secret_is_not_stored() -> None:
    key = create_api_key(7, "till", ["events:write"], "ann")
    row = ApiKey.objects.get(pk=key.id)
    secret = key.text.split("_", 2)[2]
    assert secret not in repr(ApiKey.objects.filter(pk=key.id).values().get())
    assert len(bytes(row.secret_hash)) == 32
    assert key.text.startswith(f"rgl_{row.prefix}_")


@pytest.mark.parametrize(
    "change", [lambda text: text + "x", lambda text: text[:-1], lambda text: "x" + text, str.upper]
)
def test_a_changed_key_is_nobody(change) -> None:
    assert authenticate_key(change(create_api_key(7, "till", ["events:write"], "ann").text)) is None


@pytest.mark.parametrize("raw", ["", "rgl_", "rgl__", "no key at all", "常客"])
def test_rubbish_is_nobody(raw) -> None:
    assert authenticate_key(raw) is None


def test_answers_are_kept_for_ten_seconds(frozen_clock, django_assert_num_queries) -> None:
    key = create_api_key(7, "till", ["events:write"], "ann")
    authenticate_key(key.text)
    with django_assert_num_queries(0):
        frozen_clock.advance(timedelta(seconds=9))
        assert authenticate_key(key.text) is not None
    frozen_clock.advance(timedelta(seconds=1))
    with django_assert_num_queries(1):
        assert authenticate_key(key.text) is not None


def test_another_process_notices_a_revocation_within_ten_seconds(frozen_clock) -> None:
    key = create_api_key(7, "till", ["events:write"], "ann")
    authenticate_key(key.text)
    ApiKey.objects.filter(pk=key.id).update(revoked_at=frozen_clock.instant)
    assert authenticate_key(key.text) is not None
    frozen_clock.advance(timedelta(seconds=10))
    assert authenticate_key(key.text) is None


def test_a_revoked_key_is_nobody_at_once_here_and_keeps_its_first_date(frozen_clock) -> None:
    key = create_api_key(7, "till", ["events:write"], "ann")
    authenticate_key(key.text)
    revoke_api_key(key.id)
    assert authenticate_key(key.text) is None
    revoked_at = frozen_clock.instant
    frozen_clock.advance(timedelta(days=1))
    revoke_api_key(key.id)
    assert list_api_keys(7)[0].revoked_at == revoked_at


def test_a_key_that_is_not_there_cannot_be_revoked() -> None:
    with pytest.raises(ApiKeyMissing) as refused:
        revoke_api_key(404)
    assert (refused.value.code, refused.value.params) == ("api_key_missing", {"key": 404})


@pytest.mark.parametrize("scopes", [[], ["events:write", "everything"]])
def test_unknown_scopes_are_refused(scopes) -> None:
    with pytest.raises(ScopeUnknown) as refused:
        create_api_key(7, "till", scopes, "ann")
    assert refused.value.code == "scope_unknown"
    assert ApiKey.objects.count() == 0


def test_the_list_is_of_one_programme_newest_first(frozen_clock, django_assert_num_queries) -> None:
    for label in ("first", "second"):
        create_api_key(7, label, ["events:write"], "ann")
        frozen_clock.advance(timedelta(minutes=1))
    create_api_key(8, "other", ["events:write"], "ann")
    with django_assert_num_queries(1):
        assert [view.label for view in list_api_keys(7)] == ["second", "first"]
