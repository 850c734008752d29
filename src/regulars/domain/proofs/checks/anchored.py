"""Holding anchors against the journal: only an anchor kept elsewhere shows a chain that was rewritten as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from regulars.domain.ledger.models.statements import array, fetch
from regulars.domain.proofs.policy.anchor_file import ExportedAnchor
from regulars.domain.proofs.policy.anchoring import NOTHING_BEFORE, digest_of, is_signed, root_of
from regulars.domain.proofs.queries.anchors import kept_anchors, leaves_of
from regulars.domain.proofs.types import Divergence
from regulars.platform.databases import is_postgres, parts

Key = tuple[int, int, int]
"""Member, wallet number and entry."""

Hashes = Callable[[Sequence[Key]], Mapping[Key, bytes]]

SIGNED = "anchors are signed"
LINKED = "each anchor follows from the one before"
HEADS = "anchors hold the heads of chains"
KEPT = "exported anchors are the ones that are kept"
ANCHOR_CHECKS = (SIGNED, LINKED, HEADS)

_AT_ONCE = 10_000
_WANTED = {
    True: "unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS wanted(member_id, wallet, seq)",
    False: "(SELECT value ->> 0 AS member_id, value ->> 1 AS wallet, value ->> 2 AS seq FROM json_each(%s)) AS wanted",
}
_HASHES = """
    SELECT j.member_id, j.wallet, j.seq, j.hash FROM {wanted} JOIN ledger_journal j
      ON j.programme_id = %s AND j.member_id = wanted.member_id AND j.wallet = wanted.wallet AND j.seq = wanted.seq
"""


def wrong_anchors(
    anchors: Iterable[ExportedAnchor], hashes: Hashes, wallets: Mapping[int, str]
) -> Iterator[Divergence]:
    """The first divergence of each kind, anchor by anchor: signature, order, heads of chains.

    `hashes` are those of the journal, whose chains have been recomputed apart. Anchors come with their leaves.
    """
    found: set[str] = set()
    number, before = 0, NOTHING_BEFORE
    for anchor, leaves in anchors:
        number += 1
        if (anchor.number, anchor.previous) != (number, before) and LINKED not in found:
            found.add(LINKED)
            yield _told(
                LINKED, f"anchor {number} after {before.hex()}", f"{anchor.number} after {anchor.previous.hex()}"
            )
        if not is_signed(anchor) and SIGNED not in found:
            found.add(SIGNED)
            yield _told(SIGNED, f"anchor {anchor.number} signed by {anchor.public_key.hex()}", "another signature")
        if HEADS not in found:
            wrong = _wrong_heads(ExportedAnchor(anchor, leaves), hashes, wallets)
            if wrong is not None:
                found.add(HEADS)
                yield wrong
        number, before = anchor.number, digest_of(anchor)


def wrong_kept(
    programme_id: int, exported: Sequence[ExportedAnchor], wallets: Mapping[int, str]
) -> Iterator[Divergence]:
    """What of exported anchors the database does not bear out; roots without leaves are read with those kept."""
    completed = (
        one if one.leaves is not None else ExportedAnchor(one.anchor, leaves_of(programme_id, one.anchor.number))
        for one in exported
    )
    yield from wrong_anchors(completed, lambda keys: hashes_of(programme_id, keys), wallets)
    kept = {one.anchor.number: one.anchor for one in kept_anchors(programme_id, leaves=False)}
    for anchor, _ in exported:
        if kept.get(anchor.number) != anchor:
            found = kept.get(anchor.number)
            yield _told(KEPT, f"anchor {anchor.number} {anchor.root.hex()}", found.root.hex() if found else "none")
            return


def hashes_of(programme_id: int, keys: Sequence[Key]) -> dict[Key, bytes]:
    """The hashes of entries by member, wallet and entry, as far as they exist."""
    found: dict[Key, bytes] = {}
    query = _HASHES.replace("{wanted}", _WANTED[is_postgres()])
    for part in parts(keys, _AT_ONCE):
        wanted = (
            [array(list(column)) for column in zip(*part, strict=True)] if is_postgres() else [json.dumps(list(part))]
        )
        for member, wallet, seq, block in fetch(query, [*wanted, programme_id]):
            found[member, wallet, seq] = bytes(block)
    return found


def _wrong_heads(exported: ExportedAnchor, hashes: Hashes, wallets: Mapping[int, str]) -> Divergence | None:
    """The first leaf whose head the journal does not have, or a root that its leaves do not give."""
    anchor, leaves = exported.anchor, exported.leaves or ()
    found = hashes([leaf[:3] for leaf in leaves])
    for leaf in leaves:
        head = found.get(leaf[:3])
        if head != leaf.chain_head:
            name = wallets.get(leaf.wallet, str(leaf.wallet))
            told = head.hex() if head is not None else "no entry"
            expected = f"{leaf.chain_head.hex()} of anchor {anchor.number}"
            return Divergence(HEADS, leaf.member_id, name, leaf.seq, expected, told)
    root = root_of(anchor.programme_id, leaves)
    if (len(leaves), root) != (anchor.leaves, anchor.root):
        return _told(HEADS, f"anchor {anchor.number} with root {anchor.root.hex()}", root.hex())
    return None


def _told(check: str, expected: str, found: str) -> Divergence:
    return Divergence(check, None, None, None, expected, found)
