"""Reading and signing what passes between here and the payment page.

A body is signed as `t=<seconds since 1970>,v1=<hex of HMAC-SHA256 over "t.body" with the shared secret>`. A notice
that was signed more than five minutes ago, or ahead, is not taken, so that a copy is of no use later; sent again, it is
signed anew. Whatever reads like the number of a card is refused before anything is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import asdict
from typing import Any

from regulars.domain.plans.errors import CardDataRefused, NoticeForged, NoticeInvalid
from regulars.domain.plans.types.payments import Charge, Notice, NoticeKind

HEADER = "Regulars-Signature"
TOLERANCE_SECONDS = 300
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
_LIMITS = {"id": 100, "reference": 60, "currency": 3, "mandate": 200, "invoice": 200, "error": 200}
_REQUIRED = ("id", "reference")
_FREE = ("mandate", "error")
"""Fields in which a payment page that was set up wrongly might send a number of a card."""
_DIGITS = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){12,18}(?![0-9A-Za-z])")
_LARGEST = 10**12


def signature_of(body: bytes, secret: str, seconds: int) -> str:
    """The value of the header for a body."""
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def check_signature(header: str, body: bytes, secret: str, seconds: int) -> None:
    """Raise NoticeForged unless the header is the secret's for this body, and signed just now."""
    found = _SIGNATURE.fullmatch(header.strip())
    if found is None or not secret or abs(int(found[1]) - seconds) > TOLERANCE_SECONDS:
        raise NoticeForged
    if not hmac.compare_digest(signature_of(body, secret, int(found[1])), header.strip()):
        raise NoticeForged


def read_notice(body: bytes) -> Notice:
    """The notice in a body; raises NoticeInvalid, which names what is wrong, and CardDataRefused."""
    try:
        said = json.loads(body)
    except ValueError as error:
        raise NoticeInvalid(field="body") from error
    if not isinstance(said, dict):
        raise NoticeInvalid(field="body")
    texts = {name: _text(said, name) for name in _LIMITS}
    kind = said.get("type")
    if kind not in tuple(NoticeKind):
        raise NoticeInvalid(field="type")
    amount = said.get("amount_minor")
    if amount is not None and (type(amount) is not int or not 0 <= amount <= _LARGEST):
        raise NoticeInvalid(field="amount_minor")
    if kind == NoticeKind.PAID and amount is None:
        raise NoticeInvalid(field="amount_minor")
    rest = {name: texts[name] for name in ("currency", "mandate", "invoice", "error")}
    return Notice(texts["id"], texts["reference"], NoticeKind(kind), amount, **rest)


def body_of(charge: Charge) -> bytes:
    """A charge as the payment page is told it."""
    said = asdict(charge) | {"kind": "refund" if charge.refund_of else "charge"}
    given = {name: value for name, value in said.items() if value != ""}
    return json.dumps(given, ensure_ascii=False, sort_keys=True).encode()


def digest_of(notice: Notice) -> str:
    """What tells two notices of one id apart."""
    return hashlib.sha256(json.dumps(asdict(notice), sort_keys=True).encode()).hexdigest()


def is_like_a_card(text: str) -> bool:
    """Whether 13 to 19 digits that stand alone have the check digit of a card's number (ISO/IEC 7812-1 Annex B)."""
    return any(_adds_up(re.sub(r"\D", "", found[0])) for found in _DIGITS.finditer(text))


def _adds_up(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > _LIMITS[name] or (name in _REQUIRED and not value):
        raise NoticeInvalid(field=name)
    if name in _FREE and is_like_a_card(value):
        raise CardDataRefused(field=name)
    return value
