"""Sending a code outside the request: who asked does not notice whether there was anything to send."""

from __future__ import annotations

import json

from regulars.domain.sign_ins.models import CODE, SignInCode
from regulars.domain.sign_ins.operations.delivering import deliver
from regulars.domain.sign_ins.types import Channel, Letter
from regulars.platform.clock import now_us
from regulars.platform.encryption import decrypt


def send_code(code_id: int) -> bool:
    """Send the letter of a code and forget it; False where there is none, or where it would come too late."""
    row = SignInCode.objects.filter(pk=code_id, letter__isnull=False, ends_at__gt=now_us()).first()
    if row is None or row.letter is None:
        return False
    said = json.loads(decrypt(row.letter, CODE))
    deliver(Letter(**said | {"channel": Channel(said["channel"])}))
    SignInCode.objects.filter(pk=code_id).update(letter=None)
    return True
