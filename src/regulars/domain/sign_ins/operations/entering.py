"""Opening a session, by a code or by a token of the operator's app."""

from __future__ import annotations

import hmac
import secrets

from django.db import IntegrityError, transaction
from django.db.models import F

from regulars.domain.members.errors import MemberMissing
from regulars.domain.members.queries import find_member_by
from regulars.domain.members.types import MemberState
from regulars.domain.programmes.queries import live_programme
from regulars.domain.sign_ins.errors import EntryTokenInvalid, EntryTokenUsed, SignInCodeWrong
from regulars.domain.sign_ins.models import SECRET, AppKey, MemberSession, SignInCode, UsedToken
from regulars.domain.sign_ins.operations.asking import code_hash
from regulars.domain.sign_ins.operations.limiting import demand_room, hash_of, note, subject_of
from regulars.domain.sign_ins.policy.devices import device_name
from regulars.domain.sign_ins.policy.limits import SESSION_IDLE, TRIES_PER_CODE, network_of
from regulars.domain.sign_ins.policy.tokens import audience_of, key_of, read_entry
from regulars.domain.sign_ins.types import NewSession, Visit, Way
from regulars.platform import clock
from regulars.platform.encryption import decrypt


def enter_code(programme_id: int, handle: str, code: str, visit: Visit) -> NewSession:
    """Open a session with a code; raises SignInCodeWrong, whatever is wrong with it, and TooManyCodes by address.

    Each try is counted before it is looked at, so that many at once are no more than the limit.
    """
    address = subject_of("fail_address", network_of(visit.address))
    demand_room("fail_address", address)
    rows = SignInCode.objects.filter(programme_id=programme_id, handle_hash=hash_of(handle), used_at=None)
    rows = rows.filter(ends_at__gt=clock.now_us())
    tried = rows.filter(attempts__lt=TRIES_PER_CODE).update(attempts=F("attempts") + 1)
    row = rows.first() if tried else None
    right = row is not None and hmac.compare_digest(bytes(row.code_hash), code_hash(handle, code))
    if row is None or row.member_id is None or not right:
        note("fail_address", address)
        raise SignInCodeWrong
    with transaction.atomic():
        if not rows.filter(pk=row.pk).update(used_at=clock.now_us(), letter=None):
            raise SignInCodeWrong
        return _open(programme_id, row.member_id, Way.CODE, visit)


@transaction.atomic
def enter_by_app(programme_id: int, token: str, visit: Visit) -> NewSession:
    """Open a session with a token that the operator's app signed; raises EntryTokenInvalid and EntryTokenUsed."""
    key = AppKey.objects.filter(programme_id=programme_id, key_id=key_of(token), revoked_at=None).first()
    if key is None:
        raise EntryTokenInvalid
    audience = audience_of(live_programme(programme_id).code)
    entry = read_entry(token, decrypt(key.secret, SECRET), audience, clock.now())
    try:
        with transaction.atomic():
            digest = hash_of(f"{key.key_id}:{entry.number}")
            UsedToken.objects.create(digest=digest, ends_at=clock.to_us(entry.ends_at))
    except IntegrityError as error:
        raise EntryTokenUsed from error
    try:
        view = find_member_by(programme_id, entry.kind, entry.identifier)
    except MemberMissing as error:
        raise EntryTokenInvalid from error
    if view.state is not MemberState.ACTIVE:
        raise EntryTokenInvalid
    AppKey.objects.filter(pk=key.pk).update(last_used_at=clock.now_us())
    return _open(programme_id, view.id, Way.APP, visit)


def _open(programme_id: int, member_id: int, way: Way, visit: Visit) -> NewSession:
    token, now = secrets.token_urlsafe(32), clock.now()
    MemberSession.objects.create(
        programme_id=programme_id,
        token_hash=hash_of(token),
        member_id=member_id,
        way=way.value,
        device=device_name(visit.device),
        started_at=clock.to_us(now),
        seen_at=clock.to_us(now),
        ends_at=clock.to_us(now + SESSION_IDLE),
    )
    return NewSession(token, member_id, now + SESSION_IDLE)
