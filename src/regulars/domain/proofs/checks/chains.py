"""The hash chains, recomputed entry by entry, and the hashes of what was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from regulars.domain.ledger.models import MemberState
from regulars.domain.ledger.models.loading import GENESIS
from regulars.domain.ledger.models.sealing import canonical_rows, seal
from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS, fetch, listing
from regulars.domain.proofs.types import Divergence

CHUNK = 20_000
"""Entries or events held in memory at once, unless one member has more."""

_JOURNAL = f"""
    SELECT {", ".join(f"COALESCE({name}, 0)" if name == "event_seq" else name for name in JOURNAL_COLUMNS)},
        detail, hash
    FROM ledger_journal WHERE programme_id = %s AND member_id {{any}} ORDER BY member_id, wallet, seq
"""
_POSTINGS = """
    SELECT member_id, wallet, seq, leg, account, points FROM ledger_posting
    WHERE programme_id = %s AND member_id {any} ORDER BY member_id, wallet, seq, leg
"""
_HEADS = "SELECT member_id, wallet, chain_head FROM ledger_account WHERE programme_id = %s AND member_id {any}"
_EVENTS = """
    SELECT e.member_id, e.log_seq, e.occurred_at, e.body, k.request_hash
    FROM ledger_event e JOIN ledger_event_key k
      ON k.programme_id = e.programme_id AND k.source = e.source AND k.event_id = e.event_id
    WHERE e.programme_id = %s AND e.member_id {any} ORDER BY e.member_id, e.log_seq
"""


def member_chunks(programme_id: int, weight: int) -> Iterator[list[int]]:
    """Members in ascending order, so many at a time that their events number about `weight`."""
    rows = MemberState.objects.filter(programme_id=programme_id).order_by("member_id")
    chunk: list[int] = []
    events = 0
    for member, log_seq in rows.values_list("member_id", "log_seq").iterator(chunk_size=5000):
        if chunk and events + log_seq > weight:
            yield chunk
            chunk, events = [], 0
        chunk.append(member)
        events += log_seq
    if chunk:
        yield chunk


def broken_chain(programme_id: int, members: list[int], wallets: dict[int, str]) -> Divergence | None:
    """The first entry of these members whose hash does not follow from the one before it, or a wrong chain head."""
    rows = fetch(_JOURNAL, [programme_id, listing(members)])
    heads = {(row[0], row[1]): bytes(row[2]) for row in fetch(_HEADS, [programme_id, listing(members)])}
    if rows:
        found = _broken_entry(programme_id, members, rows)
        if found is not None:
            member, wallet, seq, expected, kept = found
            return Divergence("hash chain", member, wallets.get(wallet, str(wallet)), seq, expected, kept)
    last = {(row[0], row[1]): bytes(row[-1]) for row in rows}
    for member, wallet in sorted(heads.keys() | last.keys()):
        head, written = last.get((member, wallet), GENESIS), heads.get((member, wallet), GENESIS)
        if head != written:
            name = wallets.get(wallet, str(wallet))
            return Divergence("head of the hash chain", member, name, None, head.hex(), written.hex())
    return None


def altered_event(programme_id: int, members: list[int]) -> Divergence | None:
    """The first event of these members that is not what was sent under its key."""
    for member, seq, occurred_at, body, kept in fetch(_EVENTS, [programme_id, listing(members)]):
        expected = hashlib.sha256(f"{member}|{occurred_at}|{body}".encode()).digest()
        if expected != bytes(kept):
            return Divergence("hash of the event", member, None, seq, bytes(kept).hex(), expected.hex())
    return None


def _broken_entry(
    programme_id: int, members: list[int], rows: list[tuple[Any, ...]]
) -> tuple[int, int, int, str, str] | None:
    width = len(JOURNAL_COLUMNS)
    journal = np.array([row[:width] for row in rows], dtype=np.int64)
    postings = np.array(fetch(_POSTINGS, [programme_id, listing(members)]), dtype=np.int64).reshape(-1, 6)
    keys = {(row[0], row[1], row[2]): place for place, row in enumerate(rows)}
    owner = np.array([keys.get((leg[0], leg[1], leg[2]), -1) for leg in postings.tolist()], dtype=np.int64)
    postings, owner = postings[owner >= 0], owner[owner >= 0]
    offsets = np.searchsorted(owner, np.arange(len(rows) + 1)).astype(np.int64)
    chains, number = [0], 0
    for before, after in pairwise(rows):
        number += before[:2] != after[:2]
        chains.append(number)
    details: list[str | None] = [row[width] for row in rows]
    sealed = seal(
        canonical_rows(programme_id, journal), (postings[:, 3:], offsets), details, chains, [GENESIS] * (number + 1)
    )
    for row, expected in zip(rows, sealed, strict=True):
        if expected != bytes(row[-1]):
            return row[0], row[1], row[2], expected.hex(), bytes(row[-1]).hex()
    return None
