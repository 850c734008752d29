"""The document that proves an entry, and checking it with nothing but the document at hand.

docs/concepts/proofs.md describes it so that others can write their own checker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from regulars.domain.proofs.errors import ProofFileInvalid
from regulars.domain.proofs.policy.anchor_file import anchor_body, anchor_from, hash_from
from regulars.domain.proofs.policy.anchoring import hash_of_leaf, is_signed
from regulars.domain.proofs.policy.merkle import LEFT, RIGHT, root_from
from regulars.domain.proofs.policy.sealing import entry_hash
from regulars.domain.proofs.types import Anchor, AnchoredLeaf, CheckedEntry, EntryProof, Leaf, SealedEntry

FORMAT = "regulars-entry-proof/1"


def proof_document(proof: EntryProof) -> dict[str, Any]:
    """The proof as JSON has it."""
    leaf = proof.anchored.leaf
    return {
        "format": FORMAT,
        "programme": {"id": proof.programme_id, "code": proof.programme},
        "wallet": {"id": proof.wallet, "number": leaf.wallet},
        "member_id": leaf.member_id,
        "seq": proof.entries[0].values["seq"],
        "hash_before": proof.before.hex(),
        "entries": [_entry_body(entry) for entry in proof.entries],
        "leaf": {"seq": leaf.seq, "chain_head": leaf.chain_head.hex(), "place": proof.anchored.place},
        "path": [{"side": side, "hash": sibling.hex()} for side, sibling in proof.anchored.path],
        "anchor": anchor_body(proof.anchored.anchor),
    }


def check_proof(
    document: Any, columns: Sequence[str], exported: Mapping[int, Anchor] | None = None
) -> tuple[CheckedEntry, str | None]:
    """What a document says, and the first thing about it that does not hold: None, if it proves what it says.

    `columns`: what the sealed numbers are, in their order; their names are not sealed, so they must be these.
    `exported`: anchors that whoever checks has kept, by number; the document's anchor must be one of them. Without,
    it is only as good as its public key. Raises ProofFileInvalid when the document cannot be read.
    """
    proof = _proof_from(document)
    first, anchor, leaf = proof.entries[0].values, proof.anchored.anchor, proof.anchored.leaf
    checked = CheckedEntry(
        member_id=leaf.member_id,
        wallet=proof.wallet,
        seq=first["seq"],
        points=first["points"],
        balance=first["available_after"],
        occurred_at=first["occurred_at"],
        steps=len(proof.entries) - 1,
        anchor=anchor.number,
        anchored_at=anchor.made_at,
        public_key=anchor.public_key.hex(),
    )
    if any(tuple(entry.values) != tuple(columns) for entry in proof.entries):
        return checked, "columns_unknown"
    return checked, _fault(proof, document["seq"], exported)


def _fault(proof: EntryProof, seq: Any, exported: Mapping[int, Anchor] | None) -> str | None:
    """The code of the first step that fails."""
    return _fault_of_order(proof, seq) or _fault_of_entries(proof) or _fault_of_anchor(proof.anchored, exported)


def _fault_of_order(proof: EntryProof, seq: Any) -> str | None:
    leaf, anchor = proof.anchored.leaf, proof.anchored.anchor
    numbers = [(entry.values["member_id"], entry.values["wallet"], entry.values["seq"]) for entry in proof.entries]
    in_order = numbers == [(leaf.member_id, leaf.wallet, number) for number in range(numbers[0][2], leaf.seq + 1)]
    if in_order and numbers[0][2] == seq and anchor.programme_id == proof.programme_id:
        return None
    return "entries_not_in_order"


def _fault_of_entries(proof: EntryProof) -> str | None:
    head = proof.before
    for entry in proof.entries:
        if sum(points for _, _, points in entry.postings) != 0:
            return "postings_not_zero"
        head = entry_hash(proof.programme_id, head, entry)
        if head != entry.hash:
            return "hash_wrong"
    return None if head == proof.anchored.leaf.chain_head else "head_wrong"


def _fault_of_anchor(anchored: AnchoredLeaf, exported: Mapping[int, Anchor] | None) -> str | None:
    anchor = anchored.anchor
    if root_from(hash_of_leaf(anchor.programme_id, anchored.leaf), anchored.path) != anchor.root:
        return "path_wrong"
    if not is_signed(anchor):
        return "signature_wrong"
    if exported is not None and exported.get(anchor.number) != anchor:
        return "anchor_not_exported"
    return None


def _entry_body(entry: SealedEntry) -> dict[str, Any]:
    return {
        "sealed": [[name, value] for name, value in entry.values.items()],
        "postings": [list(posting) for posting in entry.postings],
        "detail": entry.detail,
        "hash": entry.hash.hex(),
    }


def _proof_from(document: Any) -> EntryProof:
    field = "format"
    try:
        if document[field] != FORMAT:
            raise ValueError(document[field])
        field = "programme"
        programme_id, code = int(document[field]["id"]), str(document[field]["code"])
        field = "entries"
        entries = tuple(_entry_from(body) for body in document[field])
        field = "anchor"
        anchor = anchor_from(document[field])
        field = "leaf"
        leaf, place = _leaf_from(document), int(document[field]["place"])
        field = "path"
        path = tuple(_step_from(step) for step in document[field])
        field = "hash_before"
        before = hash_from(document[field])
        if not entries:
            raise ValueError("no entries")
        return EntryProof(
            programme_id=programme_id,
            programme=code,
            wallet=str(document["wallet"]["id"]),
            before=before,
            entries=entries,
            anchored=AnchoredLeaf(anchor, leaf, place, path),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProofFileInvalid(field=field) from error


def _entry_from(body: Any) -> SealedEntry:
    values = {str(name): _whole(value) for name, value in body["sealed"]}
    for name in ("member_id", "wallet", "seq", "points", "available_after", "occurred_at"):
        _whole(values[name])
    postings = tuple((_whole(leg), _whole(account), _whole(points)) for leg, account, points in body["postings"])
    detail = body["detail"]
    if detail is not None and not isinstance(detail, str):
        raise ValueError("detail")
    return SealedEntry(values, postings, detail, hash_from(body["hash"]))


def _leaf_from(document: Any) -> Leaf:
    body = document["leaf"]
    return Leaf(
        _whole(document["member_id"]),
        _whole(document["wallet"]["number"]),
        _whole(body["seq"]),
        hash_from(body["chain_head"]),
    )


def _step_from(step: Any) -> tuple[str, bytes]:
    if step["side"] not in (LEFT, RIGHT):
        raise ValueError(step["side"])
    return step["side"], hash_from(step["hash"])


def _whole(value: Any) -> int:
    """A whole number of 64 bits."""
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise ValueError(value)
    return value
