"""How a member's code reads: `RG` and Base32, in capitals and digits, so that its QR code stays small.

The bytes are: format and marks (1), then as numbers of seven bits a byte the programme, the key and the member, then
seconds since 1970 UTC (4), a random number (4), perhaps the mark of a benefit (4) or the number of a voucher; behind
these the proof, and a CRC-16 of everything, which tells a misread code without a key. The proof is HMAC-SHA256
(RFC 2104) cut to 12 bytes, or an Ed25519 signature (RFC 8032) of 64, which a till can check by a public key. There
is nothing in it that tells who the member is to anybody but the operator.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from regulars.domain.verifications.errors import CodeAltered
from regulars.domain.verifications.types.codes import CodeSays, CodeSecrets

PREFIX = "RG"
LONGEST = 240
PROOF_BYTES, SIGNATURE_BYTES = 12, 64
MARK_BYTES = NONCE_BYTES = 4

_NAME = b"regulars code 1"
_FORMAT = 0x10
_OFFLINE, _BENEFIT, _VOUCHER = 1, 2, 4
_CHECK_BYTES = 2


def is_member_code(text: str) -> bool:
    """Whether a text begins as codes of members do, and is longer than codes of vouchers that are made here."""
    return tidy(text).startswith(PREFIX) and len(tidy(text)) > 40


def tidy(text: str) -> str:
    """A code as it was made: scanners may put spaces and an end of line around it, or write small letters."""
    return "".join(text[: LONGEST * 2].split()).upper()


def secrets_of(master: bytes) -> CodeSecrets:
    """The two secrets that follow from the one that is kept."""
    return CodeSecrets(*(hmac.digest(master, name, "sha256") for name in (b"shared", b"private")))


def public_key_of(secrets: CodeSecrets) -> bytes:
    """What tills check signatures by: 32 bytes."""
    return _private(secrets.private).public_key().public_bytes_raw()


def mark_of(benefit: str) -> bytes:
    """What names a benefit in a code."""
    return hashlib.sha256(b"benefit " + benefit.encode()).digest()[:MARK_BYTES]


def digest_of(says: CodeSays) -> bytes:
    """What a code is known by once it was shown: 16 bytes, the same however the code is written."""
    return hashlib.sha256(body_of(says)).digest()[:16]


def body_of(says: CodeSays) -> bytes:
    """What is signed."""
    flags = (_OFFLINE if says.offline else 0) | (_BENEFIT if says.mark else 0)
    flags |= 0 if says.voucher is None else _VOUCHER
    numbers = _number(says.programme_id) + _number(says.key) + _number(says.member_id)
    named = says.mark + (b"" if says.voucher is None else _number(says.voucher))
    return bytes([_FORMAT | flags]) + numbers + says.made_at.to_bytes(4, "big") + says.nonce + named


def write_code(says: CodeSays, secrets: CodeSecrets) -> str:
    """The text of a code."""
    body = body_of(says)
    proof = _private(secrets.private).sign(_NAME + body) if says.offline else _proof(secrets.shared, body)
    whole = body + proof
    whole += binascii.crc_hqx(whole, 0).to_bytes(_CHECK_BYTES, "big")
    return PREFIX + base64.b32encode(whole).decode().rstrip("=")


def read_code(text: str) -> tuple[CodeSays, bytes]:
    """What a code says, and its proof, which is not checked here; raises CodeAltered for what cannot be read."""
    said = tidy(text)
    try:
        whole = base64.b32decode(said.removeprefix(PREFIX) + "=" * (-(len(said) - len(PREFIX)) % 8))
        flags, body, proof = _parts(whole)
        says = _read(body, flags)
    except (ValueError, IndexError) as error:
        raise CodeAltered from error
    if PREFIX + base64.b32encode(whole).decode().rstrip("=") != said or body_of(says) != body:
        raise CodeAltered
    return says, proof


def check_proof(says: CodeSays, proof: bytes, secrets: CodeSecrets) -> None:
    """Raise CodeAltered unless the proof was made with these secrets; takes as long for a wrong one as for a right."""
    body = body_of(says)
    if not says.offline:
        if not hmac.compare_digest(proof, _proof(secrets.shared, body)):
            raise CodeAltered
        return
    try:
        Ed25519PublicKey.from_public_bytes(public_key_of(secrets)).verify(proof, _NAME + body)
    except InvalidSignature as error:
        raise CodeAltered from error


def _proof(shared: bytes, body: bytes) -> bytes:
    return hmac.digest(shared, _NAME + body, "sha256")[:PROOF_BYTES]


def _parts(whole: bytes) -> tuple[int, bytes, bytes]:
    """Flags, what is signed, and the proof; raises ValueError."""
    flags = whole[0] ^ _FORMAT
    signed = SIGNATURE_BYTES if flags & _OFFLINE else PROOF_BYTES
    if flags & ~(_OFFLINE | _BENEFIT | _VOUCHER) or len(whole) < signed + _CHECK_BYTES + 12:
        raise ValueError
    rest, check = whole[:-_CHECK_BYTES], whole[-_CHECK_BYTES:]
    if binascii.crc_hqx(rest, 0).to_bytes(_CHECK_BYTES, "big") != check:
        raise ValueError
    return flags, rest[:-signed], rest[-signed:]


def _read(body: bytes, flags: int) -> CodeSays:
    programme_id, place = _taken(body, 1)
    key, place = _taken(body, place)
    member_id, place = _taken(body, place)
    made_at, place = int.from_bytes(body[place : place + 4], "big"), place + 4
    nonce, place = body[place : place + NONCE_BYTES], place + NONCE_BYTES
    mark, voucher = b"", None
    if flags & _BENEFIT:
        mark, place = body[place : place + MARK_BYTES], place + MARK_BYTES
    if flags & _VOUCHER:
        voucher, place = _taken(body, place)
    if place != len(body):
        raise ValueError
    return CodeSays(programme_id, key, member_id, made_at, nonce, mark, voucher, bool(flags & _OFFLINE))


def _number(value: int) -> bytes:
    """A number, seven bits a byte, the lowest first; all but the last byte have their highest bit set (LEB128)."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _taken(body: bytes, place: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        part = body[place]
        value |= (part & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if part < 0x80:
            return value, place
        if shift > 56:
            raise ValueError


@lru_cache(maxsize=64)
def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def sign(secrets: CodeSecrets, message: bytes) -> bytes:
    """The Ed25519 signature of a message to tills."""
    return _private(secrets.private).sign(b"regulars pack 1" + message)


def is_signed_by(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a till signed a message with the key that is known of it."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, b"regulars settlement 1" + message)
    except (InvalidSignature, ValueError):
        return False
    return True
