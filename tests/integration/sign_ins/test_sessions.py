"""Sessions, tokens of the operator's app, and looking for others."""

from datetime import timedelta

import jwt
import pytest

from regulars.domain.sign_ins.errors import (
    AppKeyMissing,
    EntryTokenInvalid,
    EntryTokenUsed,
    MemberSessionMissing,
    TooManyLookups,
)
from regulars.domain.sign_ins.operations import (
    create_app_key,
    end_other_sessions,
    end_session,
    enter_by_app,
    note_lookup,
    revoke_app_key,
    sign_out,
)
from regulars.domain.sign_ins.queries import authenticate_member, list_app_keys, list_sessions
from regulars.domain.sign_ins.types import Way
from tests.integration.sign_ins.conftest import EMAIL, HERE


@pytest.fixture
def key(programme):
    """A key of the operator's app."""
    return create_app_key(programme.id, "shop app", "admin")


@pytest.fixture
def sign(key, frozen_clock):
    """Sign a token as the app does, with some claims changed; None leaves one out."""

    def signed(secret: str = key.secret, algorithm: str = "HS256", **changes) -> str:
        now = int(frozen_clock().timestamp())
        claims = {"aud": "regulars:club", "sub": "crm-7", "iat": now, "exp": now + 60, "jti": "one"} | changes
        said = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(said, secret, algorithm, headers={"kid": key.key_id})

    return signed


def test_the_app_opens_a_session_once(programme, mei, sign) -> None:
    token = sign()
    opened = enter_by_app(programme.id, token, HERE)
    assert authenticate_member(opened.token).session.way is Way.APP
    with pytest.raises(EntryTokenUsed):
        enter_by_app(programme.id, token, HERE)
    assert enter_by_app(programme.id, sign(jti="two", sub=EMAIL, kind="email"), HERE).member_id == mei


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "regulars:other"},
        {"aud": None},
        {"sub": "nobody"},
        {"jti": None},
        {"jti": ""},
        {"exp": None},
        {"exp": 4_000_000_000},
        {"kind": "passport"},
        {"iat": 1},
        {"iat": True},
        {"secret": "x" * 40},
        {"algorithm": "HS512"},
    ],
)
def test_other_tokens_are_refused(programme, mei, sign, changes) -> None:
    with pytest.raises(EntryTokenInvalid):
        enter_by_app(programme.id, sign(**changes), HERE)


def test_tokens_run_out_and_keys_are_revoked(programme, mei, sign, key, frozen_clock) -> None:
    token, unsigned = sign(), jwt.encode({"sub": "crm-7"}, "", "none", headers={"kid": key.key_id})
    for text in ("", "a.b.c", unsigned):
        with pytest.raises(EntryTokenInvalid):
            enter_by_app(programme.id, text, HERE)
    frozen_clock.advance(timedelta(seconds=91))
    with pytest.raises(EntryTokenInvalid):
        enter_by_app(programme.id, token, HERE)
    fresh = sign()
    revoke_app_key(programme.id, key.key_id, "admin")
    with pytest.raises(EntryTokenInvalid):
        enter_by_app(programme.id, fresh, HERE)
    assert [one.revoked_at for one in list_app_keys(programme.id)] == [frozen_clock()]
    with pytest.raises(AppKeyMissing):
        revoke_app_key(programme.id, "app_none", "admin")


def test_sessions_are_listed_and_ended(programme, mei, enrol, sign) -> None:
    tokens = [enter_by_app(programme.id, sign(jti=str(number)), HERE).token for number in range(4)]
    visitors = [authenticate_member(token) for token in tokens]
    end_session(visitors[0], visitors[1].session.id)
    assert authenticate_member(tokens[1]) is None
    stranger = enrol(external_id="crm-8")
    foreign = authenticate_member(enter_by_app(programme.id, sign(jti="x", sub="crm-8"), HERE).token)
    assert foreign.member.id == stranger
    with pytest.raises(MemberSessionMissing):
        end_session(foreign, visitors[0].session.id)
    assert end_other_sessions(visitors[0]) == 2
    sign_out(visitors[0])
    assert list_sessions(programme.id, mei) == []
    assert authenticate_member("made-up") is None


def test_a_session_lasts_as_long_as_it_is_used(programme, mei, sign, frozen_clock) -> None:
    token = enter_by_app(programme.id, sign(), HERE).token
    for _ in range(3):
        frozen_clock.advance(timedelta(days=40))
        assert authenticate_member(token).session.seen_at == frozen_clock()
    frozen_clock.advance(timedelta(days=60))
    assert authenticate_member(token) is None


def test_looking_for_others_has_an_end(programme, mei) -> None:
    for _ in range(10):
        note_lookup(mei)
    with pytest.raises(TooManyLookups):
        note_lookup(mei)
    note_lookup(mei + 1)
