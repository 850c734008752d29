"""Anchors: a signed root over heads of hash chains, each bound to the anchor before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Leaf(NamedTuple):
    """The head of one wallet's chain, as it was after entry `seq`."""

    member_id: int
    wallet: int
    seq: int
    chain_head: bytes


@dataclass(frozen=True)
class Anchor:
    """A Merkle root over `leaves` heads, made at an instant (microseconds) and signed.

    `previous` is the digest of the anchor before, 32 zero bytes for the first. Keys, hashes and the signature are
    bytes: 32, 32 and 64.
    """

    programme_id: int
    number: int
    made_at: int
    leaves: int
    root: bytes
    previous: bytes
    public_key: bytes
    signature: bytes


@dataclass(frozen=True)
class AnchoredLeaf:
    """A leaf with its anchor, its place among the anchor's leaves, and the way from it to the root."""

    anchor: Anchor
    leaf: Leaf
    place: int
    path: tuple[tuple[str, bytes], ...]
