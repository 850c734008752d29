"""What of an anchor is hashed and signed, and whether a signature holds.

docs/concepts/proofs.md says it for others, byte by byte; what changes here changes there, under a new name.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from regulars.domain.proofs.policy.merkle import leaf_hash, merkle_root
from regulars.domain.proofs.types import Anchor, Leaf

NAME = b"regulars-anchor-1\n"
NOTHING_BEFORE = bytes(32)


def hash_of_leaf(programme_id: int, leaf: Leaf) -> bytes:
    """The hash of a leaf: programme, member, wallet and entry as little-endian int64, then the chain's head."""
    return leaf_hash(struct.pack("<4q", programme_id, leaf.member_id, leaf.wallet, leaf.seq) + leaf.chain_head)


def root_of(programme_id: int, leaves: Sequence[Leaf]) -> bytes:
    """The Merkle root over leaves in their order."""
    return merkle_root([hash_of_leaf(programme_id, leaf) for leaf in leaves])


def message_of(anchor: Anchor) -> bytes:
    """What is signed: a name, the digest of the anchor before, four numbers as little-endian int64, the root."""
    numbers = struct.pack("<4q", anchor.programme_id, anchor.number, anchor.made_at, anchor.leaves)
    return NAME + anchor.previous + numbers + anchor.root


def digest_of(anchor: Anchor) -> bytes:
    """What the next anchor names as the one before it."""
    return hashlib.sha256(message_of(anchor)).digest()


def signed(anchor: Anchor, private_key: bytes) -> Anchor:
    """The anchor with the public key and the signature of a private key (32 bytes of Ed25519)."""
    key = Ed25519PrivateKey.from_private_bytes(private_key)
    with_key = replace(anchor, public_key=key.public_key().public_bytes_raw())
    return replace(with_key, signature=key.sign(message_of(with_key)))


def is_signed(anchor: Anchor) -> bool:
    """Whether the signature is that of the anchor's own public key."""
    try:
        Ed25519PublicKey.from_public_bytes(anchor.public_key).verify(anchor.signature, message_of(anchor))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key_of(private_key: bytes) -> bytes:
    """The public key that belongs to a private key."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()
