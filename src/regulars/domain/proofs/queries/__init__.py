"""Reading what is proven: anchors, proofs of entries, explained balances, liability."""

from regulars.domain.proofs.queries.anchors import anchor_lines, kept_anchors, last_anchor, list_anchors
from regulars.domain.proofs.queries.balances import explain_balance
from regulars.domain.proofs.queries.entries import check_entry_proof, prove_entry
from regulars.domain.proofs.queries.liability import points_liability

__all__ = [
    "anchor_lines",
    "check_entry_proof",
    "explain_balance",
    "kept_anchors",
    "last_anchor",
    "list_anchors",
    "points_liability",
    "prove_entry",
]
