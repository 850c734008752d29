"""A card as Apple's wallet wants it: a ZIP of `pass.json`, texts in two languages and pictures, with a manifest of
SHA-1 sums and a detached PKCS #7 signature of the manifest.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7

from regulars.domain.passes.errors import PassUnavailable
from regulars.domain.passes.policy.pictures import ink_on, pictures
from regulars.domain.passes.types import AppleKeys, Card, PassKind

MEDIA_TYPE = "application/vnd.apple.pkpass"
_LANGUAGES = ("zh-Hans", "en")
_LABELS = {
    "label_tier": ("等级", "Tier"),
    "label_member": ("会员", "Member"),
    "label_number": ("卡号", "Card number"),
    "card_of": ("会员卡", "Membership card"),
}
_MOST_FIELDS = 3


def apple_pass_of(card: Card, keys: AppleKeys, now: datetime) -> bytes:
    """The file `*.pkpass`; raises PassUnavailable when the certificate has run out or the keys cannot be read."""
    files = {"pass.json": _json(content_of(card, keys)), **pictures(card.colour)}
    for place, language in enumerate(_LANGUAGES):
        files[f"{language}.lproj/pass.strings"] = _strings(texts_of(card, place))
    manifest = _json({name: hashlib.sha1(data, usedforsecurity=False).hexdigest() for name, data in files.items()})
    files["manifest.json"] = manifest
    files["signature"] = signature_of(manifest, keys, now)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def content_of(card: Card, keys: AppleKeys) -> dict[str, Any]:
    """`pass.json`: texts are keys into `pass.strings` where they differ by language."""
    ink = _rgb(ink_on(card.colour))
    barcodes = [
        {"format": kind, "message": card.number, "messageEncoding": "iso-8859-1", "altText": card.number}
        for kind in ("PKBarcodeFormatQR", "PKBarcodeFormatCode128")
    ]
    held = [
        {"key": f"wallet_{one.wallet}", "label": f"wallet_{one.wallet}", "value": one.amount} for one in card.holdings
    ]
    named = [{"key": "member", "label": "label_member", "value": card.name}] if card.name else []
    return {
        "formatVersion": 1,
        "passTypeIdentifier": keys.pass_type,
        "teamIdentifier": keys.team,
        "organizationName": card.programme_name.en,
        "serialNumber": card.serial,
        "description": "card_of",
        "logoText": "programme_name",
        "backgroundColor": _rgb(card.colour),
        "foregroundColor": ink,
        "labelColor": ink,
        "sharingProhibited": True,
        "barcodes": barcodes,
        "storeCard": {
            "headerFields": [{"key": "tier", "label": "label_tier", "value": "tier_name"}],
            "primaryFields": held[:1],
            "secondaryFields": named,
            "auxiliaryFields": held[1:_MOST_FIELDS],
            "backFields": [{"key": "number", "label": "label_number", "value": card.number}],
        },
    }


def texts_of(card: Card, place: int) -> dict[str, str]:
    """The texts of one language: 0 Chinese, 1 English."""
    texts = {name: both[place] for name, both in _LABELS.items()}
    texts |= {"tier_name": card.tier[place], "programme_name": card.programme_name[place]}
    return texts | {f"wallet_{one.wallet}": one.name[place] for one in card.holdings}


def signature_of(manifest: bytes, keys: AppleKeys, now: datetime) -> bytes:
    """The detached signature (DER) of a manifest; raises PassUnavailable."""
    try:
        certificate = x509.load_pem_x509_certificate(keys.certificate)
        above = x509.load_pem_x509_certificate(keys.above)
        key = load_pem_private_key(keys.key, keys.password)
    except (ValueError, TypeError) as error:
        raise PassUnavailable(kind=PassKind.APPLE.value, why="certificate or key cannot be read") from error
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise PassUnavailable(kind=PassKind.APPLE.value, why="the certificate has run out, or is not valid yet")
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise PassUnavailable(kind=PassKind.APPLE.value, why="a key of this kind signs no passes")
    if key.public_key() != certificate.public_key():
        raise PassUnavailable(kind=PassKind.APPLE.value, why="the key is not that of the certificate")
    builder = pkcs7.PKCS7SignatureBuilder().set_data(manifest).add_signer(certificate, key, hashes.SHA256())
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    return builder.add_certificate(above).sign(Encoding.DER, options)


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def _strings(texts: dict[str, str]) -> bytes:
    """A file of strings; quotes and backslashes are escaped."""
    lines = [f'"{_escaped(name)}" = "{_escaped(text)}";' for name, text in sorted(texts.items())]
    return ("\n".join(lines) + "\n").encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[place : place + 2], 16) for place in (1, 3, 5)))
