"""The proof of one entry: a document that anybody can check without this installation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.domain.ledger.errors import TransactionMissing
from regulars.domain.ledger.models import Journal, Posting
from regulars.domain.ledger.models.loading import GENESIS
from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS
from regulars.domain.programmes.queries import live_programme
from regulars.domain.proofs.errors import EntryNotAnchored
from regulars.domain.proofs.policy.entry_proof import check_proof, proof_document
from regulars.domain.proofs.queries.anchors import anchored_leaf
from regulars.domain.proofs.types import Anchor, CheckedEntry, EntryProof, SealedEntry


def prove_entry(programme_id: int, member_id: int, wallet: str, seq: int) -> dict[str, Any]:
    """The proof of an entry as a document for JSON: it, what follows it up to an anchored head, and the anchor.

    Raises TransactionMissing, and EntryNotAnchored while no anchor vouches for the entry.
    """
    programme = live_programme(programme_id)
    number = programme.wallet_numbers.get(wallet, 0)
    rows = Journal.objects.filter(programme_id=programme_id, member_id=member_id, wallet=number)
    if not rows.filter(seq=seq).exists():
        raise TransactionMissing(member=member_id, wallet=wallet, seq=seq)
    anchored = anchored_leaf(programme_id, member_id, number, seq)
    if anchored is None:
        raise EntryNotAnchored(member=member_id, wallet=wallet, seq=seq)
    before = rows.filter(seq=seq - 1).values_list("hash", flat=True).first()
    return proof_document(
        EntryProof(
            programme_id=programme_id,
            programme=programme.code,
            wallet=wallet,
            before=bytes(before) if before is not None else GENESIS,
            entries=tuple(_sealed(programme_id, member_id, number, (seq, anchored.leaf.seq))),
            anchored=anchored,
        )
    )


def _sealed(programme_id: int, member_id: int, wallet: int, numbers: tuple[int, int]) -> list[SealedEntry]:
    """The entries of a wallet from one number to another, as they are sealed."""
    of_wallet = {"programme_id": programme_id, "member_id": member_id, "wallet": wallet, "seq__range": numbers}
    legs: dict[int, list[tuple[int, int, int]]] = {}
    for seq, *leg in (
        Posting.objects.filter(**of_wallet).order_by("seq", "leg").values_list("seq", "leg", "account", "points")
    ):
        legs.setdefault(seq, []).append((leg[0], leg[1], leg[2]))
    return [
        SealedEntry(
            values={name: getattr(row, name) or 0 for name in JOURNAL_COLUMNS},
            postings=tuple(legs.get(row.seq, ())),
            detail=row.detail,
            hash=bytes(row.hash),
        )
        for row in Journal.objects.filter(**of_wallet).order_by("seq")
    ]


def check_entry_proof(document: Any, exported: Mapping[int, Anchor] | None = None) -> tuple[CheckedEntry, str | None]:
    """What a proof says, and the code of what does not hold about it; no database is needed. See `check_proof`."""
    return check_proof(document, JOURNAL_COLUMNS, exported)
