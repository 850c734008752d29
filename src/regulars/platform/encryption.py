"""Encryption of personal identifiers, and the index that finds them again without decrypting.

AES-256-GCM with a random nonce: equal texts give different bytes. The blind index is HMAC-SHA256 under a key of
its own: equal texts give equal bytes, and without the key nobody can try phone numbers against it. `context` (what
the text is, such as "mobile") is bound into both, so a value moved to another column does not decrypt.

The first key of each kind is written with; those behind it read what was written before, until
`regulars.platform.resealing` has brought everything under the first.
"""

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_FORMAT = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12


class Undecipherable(Exception):
    """The bytes were not written by any key of this installation, or were changed, or belong to another context."""


def encrypt(text: str, context: str) -> bytes:
    """Format, key id, nonce and ciphertext under the first of `settings.ENCRYPTION_KEYS`."""
    key_id, cipher = next(iter(_ciphers(settings.ENCRYPTION_KEYS).items()))
    nonce = os.urandom(_NONCE_BYTES)
    return _FORMAT + key_id + nonce + cipher.encrypt(nonce, text.encode(), context.encode())


def decrypt(data: bytes | memoryview, context: str) -> str:
    """The text; raises Undecipherable."""
    data = bytes(data)
    key_id, nonce_at = data[1 : 1 + _KEY_ID_BYTES], 1 + _KEY_ID_BYTES
    text_at = nonce_at + _NONCE_BYTES
    cipher = _ciphers(settings.ENCRYPTION_KEYS).get(key_id)
    if data[:1] != _FORMAT or cipher is None:
        raise Undecipherable(f"no key {key_id.hex()} in this installation")
    try:
        return cipher.decrypt(data[nonce_at:text_at], data[text_at:], context.encode()).decode()
    except InvalidTag as error:
        raise Undecipherable(f"changed, or not a {context}") from error


def is_current(data: bytes | memoryview) -> bool:
    """Whether the bytes were written under the first key."""
    return bytes(data)[1 : 1 + _KEY_ID_BYTES] == next(iter(_ciphers(settings.ENCRYPTION_KEYS)))


def blind_index(text: str, context: str) -> bytes:
    """32 bytes that are equal for equal texts of the same context: what is written."""
    return _digest(settings.INDEX_KEYS[0], text, context)


def blind_indexes(text: str, context: str) -> tuple[bytes, ...]:
    """What finds the text, whichever key it was written under; the first is what `blind_index` gives."""
    return tuple(_digest(key, text, context) for key in settings.INDEX_KEYS)


def _digest(key: bytes, text: str, context: str) -> bytes:
    return hmac.new(key, context.encode() + b"\x00" + text.encode(), hashlib.sha256).digest()


@lru_cache(maxsize=4)
def _ciphers(keys: tuple[bytes, ...]) -> dict[bytes, AESGCM]:
    return {hashlib.sha256(key).digest()[:_KEY_ID_BYTES]: AESGCM(key) for key in keys}
