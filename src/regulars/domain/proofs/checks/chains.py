"""The hash chains, recomputed entry by entry, and the hashes of what was sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from regulars.domain.ledger.models import MemberState
from regulars.domain.ledger.models.loading import GENESIS
from regulars.domain.ledger.models.statements import fetch
from regulars.domain.ledger.operations.submissions import canonical
from regulars.domain.proofs.queries.tables import Part, Span
from regulars.domain.proofs.types import Divergence
from regulars.engine.states import Integers
from regulars.platform.columns import BLOCK

_EVENTS = """
    SELECT e.member_id, e.log_seq, e.occurred_at, e.body, COALESCE(r.hash, k.request_hash)
    FROM ledger_event e JOIN ledger_event_key k
      ON k.programme_id = e.programme_id AND k.source = e.source AND k.event_id = e.event_id
    LEFT JOIN ledger_redaction r
      ON r.programme_id = e.programme_id AND r.member_id = e.member_id AND r.log_seq = e.log_seq
    WHERE e.programme_id = %s AND e.member_id > %s AND e.member_id <= %s ORDER BY e.member_id, e.log_seq
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


def recomputed(part: Part, owner: Integers) -> bytes:
    """The hash of each entry as it follows from the one before, 32 bytes each, in the order of the journal.

    `owner`: for each posting its row in the journal, -1 if there is none. What is sealed is said in
    `regulars.domain.ledger.models.sealing`; here it is laid out once for all rows, so that hashing is all that is
    left to be done row by row.
    """
    content, bounds = _laid_out(part, owner)
    extra = _details(part)
    sha256 = hashlib.sha256
    hashes: list[bytes] = []
    starts = _chain_starts(part.journal)
    for first, after in pairwise([*starts.tolist(), len(part.journal)]):
        head = GENESIS
        for row in range(first, after):
            sealed = head + content[bounds[row] : bounds[row + 1]]
            if row in extra:
                sealed += extra[row]
            head = sha256(sealed).digest()
            hashes.append(head)
    return b"".join(hashes)


def broken_chain(part: Part, owner: Integers) -> tuple[Divergence | None, Divergence | None]:
    """The first entry whose hash does not follow from the one before it, and the first head that is not its chain's."""
    expected = recomputed(part, owner)
    broken: Divergence | None = None
    if expected != part.hashes:
        row = next(row for row in range(len(part.journal)) if _hash(expected, row) != _hash(part.hashes, row))
        member, wallet, seq = part.journal[row, :3].tolist()
        name = part.wallet(wallet)
        broken = Divergence("hash chain", member, name, seq, _hash(expected, row).hex(), _hash(part.hashes, row).hex())
    return broken, _wrong_head(part)


def altered_event(programme_id: int, span: Span) -> Divergence | None:
    """The first event of these members that is not what was sent under its key.

    What budgets let an event have was decided after it was sent; a replay proves that, not the hash. Events of members
    who were erased are held against the hash of what was left of them.
    """
    for member, seq, occurred_at, body, kept in fetch(_EVENTS, [programme_id, span.low, span.high]):
        expected = _sent_hash(member, occurred_at, body)
        if expected != bytes(kept) and _sent_hash(member, occurred_at, _uncut(body)) != bytes(kept):
            return Divergence("hash of the event", member, None, seq, bytes(kept).hex(), expected.hex())
    return None


def _sent_hash(member: int, occurred_at: int, body: str) -> bytes:
    return hashlib.sha256(f"{member}|{occurred_at}|{body}".encode()).digest()


def _uncut(body: str) -> str:
    """The body without what budgets have put into it; one that is no body stays as it is."""
    try:
        told = json.loads(body)
    except ValueError:
        return body
    return canonical({name: value for name, value in told.items() if name != "caps"})


def _hash(hashes: bytes, row: int) -> bytes:
    return hashes[row * BLOCK : (row + 1) * BLOCK]


def _chain_starts(journal: Integers) -> Integers:
    """The rows at which another wallet's chain begins."""
    if not len(journal):
        return np.zeros(0, dtype=np.int64)
    changes = (journal[1:, :2] != journal[:-1, :2]).any(axis=1)
    return np.concatenate([[0], np.flatnonzero(changes) + 1])


def _laid_out(part: Part, owner: Integers) -> tuple[bytes, list[int]]:
    """All that is sealed but for hashes and texts, row after row, and where in it each row begins."""
    entries, width = len(part.journal), part.journal.shape[1] + 1
    legs, owner = part.postings[owner >= 0][:, 3:], owner[owner >= 0]
    number = np.bincount(owner, minlength=entries)
    starts = np.concatenate([[0], np.cumsum(width + 3 * number)])
    words = np.empty(int(starts[-1]), dtype="<i8")
    places = starts[:-1, None] + np.arange(width)
    words[places[:, 0]] = part.programme_id
    words[places[:, 1:]] = part.journal
    within = np.arange(len(owner)) - (np.cumsum(number) - number)[owner]
    words[(starts[owner] + width + 3 * within)[:, None] + np.arange(3)] = legs
    return words.tobytes(), (starts * 8).tolist()


def _details(part: Part) -> dict[int, bytes]:
    """The texts that are sealed, by row."""
    if not part.details:
        return {}
    rows = {key: row for row, key in enumerate(map(tuple, part.journal[:, :3].tolist()))}
    return {rows[key]: text.encode() for key, text in part.details.items()}


def _wrong_head(part: Part) -> Divergence | None:
    ends = [*(_chain_starts(part.journal)[1:] - 1).tolist(), len(part.journal) - 1] if len(part.journal) else []
    last = {tuple(part.journal[row, :2].tolist()): _hash(part.hashes, row) for row in ends}
    heads = {tuple(key): _hash(part.heads, row) for row, key in enumerate(part.accounts[:, :2].tolist())}
    if heads == last:
        return None
    for member, wallet in sorted(heads.keys() | last.keys()):
        head, written = last.get((member, wallet), GENESIS), heads.get((member, wallet), GENESIS)
        if head != written:
            name = part.wallet(wallet)
            return Divergence("head of the hash chain", member, name, None, head.hex(), written.hex())
    return None
