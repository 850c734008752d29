"""An entry of the journal as it is sealed, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.domain.proofs.types.anchors import AnchoredLeaf


@dataclass(frozen=True)
class SealedEntry:
    """The numbers of an entry by column in the order in which they are sealed, postings as (leg, account, points)."""

    values: dict[str, int]
    postings: tuple[tuple[int, int, int], ...]
    detail: str | None
    hash: bytes


@dataclass(frozen=True)
class EntryProof:
    """An entry (the first of `entries`) with those after it up to an anchored head.

    `before` is the hash of the entry before it. `wallet` is the wallet's id.
    """

    programme_id: int
    programme: str
    wallet: str
    before: bytes
    entries: tuple[SealedEntry, ...]
    anchored: AnchoredLeaf


@dataclass(frozen=True)
class CheckedEntry:
    """What a proof that holds says: which entry, what it moved, and who vouches for it since when (microseconds).

    `balance` is what was available after it. `steps` are the entries between it and the anchored head.
    """

    member_id: int
    wallet: str
    seq: int
    points: int
    balance: int
    occurred_at: int
    steps: int
    anchor: int
    anchored_at: int
    public_key: str
