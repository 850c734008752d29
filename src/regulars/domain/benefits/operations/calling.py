"""Telling an address of the operator's own of uses of a benefit of the kind `custom`.

A use is a POST of JSON, `{"use", "benefit", "member_id", "used_at", "channel", "store", "till", "order"}`, signed like
this: `Regulars-Signature: t=<seconds since 1970>,v1=<hex of HMAC-SHA256 over "t.body" with the programme's key>`. Any
answer of the 2xx range counts as taken.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings

from regulars.domain.benefits.models import Use
from regulars.domain.programmes.queries import version
from regulars.platform import clock
from regulars.platform.calling import post
from regulars.platform.clock import from_us
from regulars.platform.jobs import enqueue

CALL = "benefits.call"
_SECONDS = 10


def ask_for_call(row: Use, address: str) -> None:
    """Put a job in the caller's transaction that tells an address of a use."""
    enqueue(CALL, {"use": row.pk, "address": address})


def call_address(use_number: int, address: str) -> None:
    """Tell an address of a use; raises what the way raises, to be tried again. Nothing of one taken back meanwhile."""
    row = Use.objects.get(id=use_number)
    if row.returned_at is not None:
        return
    body = json.dumps(_said(row), ensure_ascii=False).encode()
    stamp = str(int(clock.now().timestamp()))
    key = signing_key(version(row.version_id).code)
    signature = hmac.new(key.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "Regulars-Signature": f"t={stamp},v1={signature}"}
    post(address, body, headers, _SECONDS)


def signing_key(programme: str) -> str:
    """The key under which calls of a programme are signed, the same as long as the installation's secret is."""
    return hmac.new(settings.SECRET_KEY.encode(), f"benefits {programme}".encode(), hashlib.sha256).hexdigest()


def _said(row: Use) -> dict[str, Any]:
    return {
        "use": row.use_id,
        "benefit": row.benefit,
        "member_id": row.member_id,
        "used_at": from_us(row.used_at).isoformat(),
        "channel": row.channel,
        "store": row.store,
        "till": row.till,
        "order": row.order_id,
    }
