"""Tills: registered with a key of their own, told what they need to work without a network, taken out of use."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import replace
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db.models import Q

from regulars.domain.programmes.queries import live_programme
from regulars.domain.verifications.errors import TillExists, TillInvalid, TillOfOtherStore, TillRevoked
from regulars.domain.verifications.models import CodeKey, Till
from regulars.domain.verifications.operations.keys import signing_key
from regulars.domain.verifications.policy.formats import public_key_of, sign
from regulars.domain.verifications.policy.packing import PackKey, pack_of
from regulars.domain.verifications.policy.timing import PACK_DAYS
from regulars.domain.verifications.queries.keys import secrets_in
from regulars.domain.verifications.queries.tills import till_row, till_view
from regulars.domain.verifications.types.tills import NewTill, RegisteredTill, TillView
from regulars.domain.verifications.types.verifying import Showing
from regulars.platform import audit, clock
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us
from regulars.platform.statements import Reading

KEY_BYTES = 32
_CALLED = Reading(Till, "WHERE programme_id = %s AND code = %s")


def register_till(programme_id: int, new: NewTill) -> RegisteredTill:
    """Register a till; without a public key a pair is made, whose private part is in the answer and nowhere else.

    From then on members' codes are such as tills can check by themselves. Raises TillInvalid and TillExists.
    """
    if not (new.code.strip() and new.name.strip() and new.store.strip()) or len(new.code) > KEY_BYTES:
        raise TillInvalid(till=new.code[:40])
    private = None if new.public_key else Ed25519PrivateKey.generate()
    public = _public_key(new) if private is None else private.public_key().public_bytes_raw()

    def deed() -> TillView:
        if Till.objects.filter(programme_id=programme_id, code=new.code).exists():
            raise TillExists(till=new.code)
        row = Till.objects.create(
            programme_id=programme_id,
            code=new.code,
            name=new.name[:100],
            store=new.store[:100],
            public_key=public,
            registered_at=now_us(),
            registered_by=new.actor,
        )
        audit.record(new.actor, "till_registered", f"till {new.code}", {"store": new.store})
        return till_view(row)

    view = in_transaction(deed)
    signing_key(programme_id)
    return RegisteredTill(view, "" if private is None else base64.b64encode(private.private_bytes_raw()).decode())


def revoke_till(programme_id: int, code: str, actor: str) -> TillView:
    """Take a till out of use: nothing is verified or settled there any more. Revoked twice, it stays so."""

    def deed() -> TillView:
        row = till_row(programme_id, code)
        if row.revoked_at is None:
            row.revoked_at = now_us()
            row.save(update_fields=["revoked_at"])
            audit.record(actor, "till_revoked", f"till {code}")
        return till_view(row)

    return in_transaction(deed)


def till_pack(programme_id: int, code: str) -> dict[str, object]:
    """What a till needs to check codes without a network, signed with every key that is good; raises TillRevoked.

    `pack` is the text of a JSON document, `signatures` are by number of the key, in base64.
    """
    till = till_row(programme_id, code)
    demand_till(till)
    signing_key(programme_id)
    now = now_us()
    lasting = Q(ends_at=None) | Q(ends_at__gt=now - timedelta(days=PACK_DAYS) // timedelta(microseconds=1))
    rows = list(CodeKey.objects.filter(lasting, programme_id=programme_id, revoked_at=None).order_by("number"))
    programme = live_programme(programme_id)
    keys = [
        PackKey(row.number, public_key_of(secrets_in(row)), row.starts_at // 1_000_000, _seconds(row.ends_at))
        for row in rows
    ]
    content = pack_of(programme, till_view(till), keys, clock.now())
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    signed = {str(row.number): _base64(sign(secrets_in(row), text.encode())) for row in rows}
    return {"pack": text, "signatures": signed}


def placed(programme_id: int, showing: Showing) -> Showing:
    """What is shown, with the store of the till where it is shown, if that is registered.

    Raises TillRevoked, and TillOfOtherStore when another store is named.
    """
    place = showing.place
    if not place.till:
        return showing
    till = _CALLED.first(programme_id, place.till)
    if till is None:
        return showing
    demand_till(till)
    if place.store and place.store != till.store:
        raise TillOfOtherStore(till=till.code, store=till.store)
    return replace(showing, place=replace(place, store=till.store))


def demand_till(till: Till) -> None:
    """Raise TillRevoked for a till that was taken out of use."""
    if till.revoked_at is not None:
        raise TillRevoked(till=till.code)


def _public_key(new: NewTill) -> bytes:
    try:
        found = base64.b64decode(new.public_key, validate=True)
    except (binascii.Error, ValueError) as error:
        raise TillInvalid(till=new.code) from error
    if len(found) != KEY_BYTES:
        raise TillInvalid(till=new.code)
    return found


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _seconds(instant: int | None) -> int | None:
    return None if instant is None else instant // 1_000_000
