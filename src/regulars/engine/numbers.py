"""Numbers that stand for texts where only numbers can be compared."""

from __future__ import annotations

import hashlib


def stable_number(text: str) -> int:
    """A number for a text, the same on every machine and in every release: 63 bits of its BLAKE2b, never 0."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 1) or 1
