"""Making anchors: a signed Merkle root over the heads of all chains that have changed."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from regulars.domain.ledger.models.statements import fetch
from regulars.domain.proofs.models import Anchor as AnchorRow
from regulars.domain.proofs.policy.anchoring import NOTHING_BEFORE, digest_of, root_of, signed
from regulars.domain.proofs.queries.anchors import last_anchor
from regulars.domain.proofs.types import Anchor, Leaf
from regulars.platform.clock import now_us
from regulars.platform.databases import Rows, insert, lock

LOCK_SPACE = 7302
"""The space of anchors' locks; the key is the programme's number."""

MOST_LEAVES = 100_000
"""Heads in one anchor; where more have changed, several anchors follow one another."""

_CHANGED = f"""
    SELECT a.member_id, a.wallet, a.seq, a.chain_head FROM ledger_account a
    WHERE a.programme_id = %s AND a.seq > 0 AND NOT EXISTS (
        SELECT 1 FROM proofs_anchor_leaf l WHERE l.programme_id = a.programme_id
          AND l.member_id = a.member_id AND l.wallet = a.wallet AND l.seq = a.seq)
    ORDER BY a.member_id, a.wallet LIMIT {MOST_LEAVES}
"""
_LEAVES = Rows(
    "proofs_anchor_leaf",
    (
        ("programme_id", "int"),
        ("member_id", "bigint"),
        ("wallet", "smallint"),
        ("seq", "bigint"),
        ("anchor", "bigint"),
        ("place", "bigint"),
        ("chain_head", "bytea"),
    ),
)


def anchor_heads(programme_id: int) -> list[Anchor]:
    """Anchor the heads of all chains with entries since they were last anchored; no anchor when there are none.

    A chain that moves on meanwhile keeps the head it had, and has a new one for the next anchor.
    """
    anchors: list[Anchor] = []
    while not anchors or anchors[-1].leaves == MOST_LEAVES:
        anchor = _anchor_part(programme_id)
        if anchor is None:
            break
        anchors.append(anchor)
    return anchors


def _anchor_part(programme_id: int) -> Anchor | None:
    """Make one anchor. Writers wait only while its rows are added: all else is done before the transaction."""
    while True:
        before = last_anchor(programme_id)
        changed = [
            Leaf(member, wallet, seq, bytes(head)) for member, wallet, seq, head in fetch(_CHANGED, [programme_id])
        ]
        if not changed:
            return None
        anchor = _next_anchor(programme_id, before, changed)
        with transaction.atomic():
            lock(LOCK_SPACE, programme_id)
            if last_anchor(programme_id) == before:
                _write(anchor, changed)
                return anchor


def _write(anchor: Anchor, leaves: list[Leaf]) -> None:
    AnchorRow.objects.create(**vars(anchor))
    rows = [(anchor.programme_id, *leaf[:3], anchor.number, place, leaf[3]) for place, leaf in enumerate(leaves)]
    insert(_LEAVES, rows)


def _next_anchor(programme_id: int, before: Anchor | None, leaves: list[Leaf]) -> Anchor:
    unsigned = Anchor(
        programme_id=programme_id,
        number=before.number + 1 if before else 1,
        made_at=now_us(),
        leaves=len(leaves),
        root=root_of(programme_id, leaves),
        previous=digest_of(before) if before else NOTHING_BEFORE,
        public_key=b"",
        signature=b"",
    )
    return signed(unsigned, settings.ANCHOR_KEY)
