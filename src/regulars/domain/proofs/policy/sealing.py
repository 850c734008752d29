"""The hash of an entry from its parts, for documents that travel without a database."""

from __future__ import annotations

import hashlib
import struct

from regulars.domain.proofs.types import SealedEntry


def sealed_content(programme_id: int, entry: SealedEntry) -> bytes:
    """What is hashed after the hash before: programme, numbers and postings as little-endian int64, then the text."""
    numbers = [programme_id, *entry.values.values()]
    for posting in entry.postings:
        numbers.extend(posting)
    return struct.pack(f"<{len(numbers)}q", *numbers) + (entry.detail or "").encode()


def entry_hash(programme_id: int, before: bytes, entry: SealedEntry) -> bytes:
    """The hash of an entry that follows a hash."""
    return hashlib.sha256(before + sealed_content(programme_id, entry)).digest()
