"""How a till signs what it settles."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def signature(private_key: str, body: bytes) -> str:
    """The signature of a body, in base64, by a private key in base64."""
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_key))
    return base64.b64encode(key.sign(b"regulars settlement 1" + body)).decode()
