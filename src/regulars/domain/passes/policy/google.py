"""A card as Google's wallet wants it: a loyalty class and object in a JSON Web Token, signed with RS256 (RFC 7515) by
the operator's service account, at the end of an address at which the member saves it.
"""

from __future__ import annotations

import base64
import json
import re
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from regulars.domain.passes.errors import PassUnavailable
from regulars.domain.passes.types import Card, GoogleKeys, PassKind, Words

SAVE_AT = "https://pay.google.com/gp/v/save/"
_ID = re.compile(r"[^A-Za-z0-9._-]")


def google_link_of(card: Card, keys: GoogleKeys, now: datetime) -> str:
    """The address at which the member saves the card; raises PassUnavailable when the key cannot be used."""
    claims = {
        "iss": keys.account,
        "aud": "google",
        "typ": "savetowallet",
        "iat": int(now.timestamp()),
        "origins": [],
        "payload": {"loyaltyClasses": [class_of(card, keys)], "loyaltyObjects": [object_of(card, keys)]},
    }
    signed = f"{_part({'alg': 'RS256', 'typ': 'JWT'})}.{_part(claims)}"
    return f"{SAVE_AT}{signed}.{_base64(_signature(signed.encode(), keys))}"


def class_of(card: Card, keys: GoogleKeys) -> dict[str, Any]:
    """What all cards of the programme share."""
    return {
        "id": _class_id(card, keys),
        "issuerName": card.programme_name.en,
        "localizedIssuerName": _localised(card.programme_name),
        "programName": card.programme_name.en,
        "localizedProgramName": _localised(card.programme_name),
        "programLogo": {"sourceUri": {"uri": keys.logo}},
        "reviewStatus": "UNDER_REVIEW",
    }


def object_of(card: Card, keys: GoogleKeys) -> dict[str, Any]:
    """The member's own card."""
    points = [
        {"localizedLabel": _localised(one.name), "label": one.name.en, "balance": {"string": one.amount}}
        for one in card.holdings
    ]
    made: dict[str, Any] = {
        "id": f"{keys.issuer}.{_ID.sub('_', card.serial)}",
        "classId": _class_id(card, keys),
        "state": "ACTIVE",
        "accountId": card.number,
        "accountName": card.name or card.number,
        "hexBackgroundColor": card.colour,
        "barcode": {"type": "QR_CODE", "value": card.number, "alternateText": card.number},
        "textModulesData": [
            {
                "id": "tier",
                "localizedHeader": _localised(Words("等级", "Tier")),
                "localizedBody": _localised(card.tier),
            }
        ],
    }
    return made | dict(zip(("loyaltyPoints", "secondaryLoyaltyPoints"), points, strict=False))


def _class_id(card: Card, keys: GoogleKeys) -> str:
    return f"{keys.issuer}.{_ID.sub('_', card.programme)}"


def _localised(words: Words) -> dict[str, Any]:
    chinese = {"language": "zh-CN", "value": words.zh}
    return {"defaultValue": {"language": "en", "value": words.en}, "translatedValues": [chinese]}


def _signature(data: bytes, keys: GoogleKeys) -> bytes:
    try:
        key = load_pem_private_key(keys.key, None)
    except (ValueError, TypeError) as error:
        raise PassUnavailable(kind=PassKind.GOOGLE.value, why="the key cannot be read") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise PassUnavailable(kind=PassKind.GOOGLE.value, why="the key is no RSA key")
    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _part(content: dict[str, Any]) -> str:
    return _base64(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
