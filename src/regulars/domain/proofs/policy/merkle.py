"""Merkle trees as in RFC 6962: leaves and nodes are hashed apart, so that neither can pass for the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

LEFT, RIGHT = "left", "right"


def leaf_hash(content: bytes) -> bytes:
    """SHA-256 over a zero byte and the content."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 over a one byte and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over hashes of leaves; of none the hash of nothing. A node without a sibling moves up as it is."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def merkle_path(leaves: Sequence[bytes], place: int) -> tuple[tuple[str, bytes], ...]:
    """The siblings on the way from a leaf to the root, lowest first: on which side each stands, and its hash."""
    path: list[tuple[str, bytes]] = []
    level = list(leaves)
    while len(level) > 1:
        sibling = place ^ 1
        if sibling < len(level):
            path.append((LEFT if sibling < place else RIGHT, level[sibling]))
        level, place = _above(level), place // 2
    return tuple(path)


def root_from(leaf: bytes, path: Iterable[tuple[str, bytes]]) -> bytes:
    """The root to which a path leads from the hash of a leaf."""
    node = leaf
    for side, sibling in path:
        node = node_hash(sibling, node) if side == LEFT else node_hash(node, sibling)
    return node


def _above(level: list[bytes]) -> list[bytes]:
    above = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    if len(level) % 2:
        above.append(level[-1])
    return above
