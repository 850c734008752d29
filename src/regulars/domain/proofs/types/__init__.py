"""Values of proofs: what is reported, anchors, proofs of entries."""

from regulars.domain.proofs.types.anchors import Anchor, AnchoredLeaf, Leaf
from regulars.domain.proofs.types.balances import BalanceExplanation, BalanceLine, LotShare
from regulars.domain.proofs.types.entries import CheckedEntry, EntryProof, SealedEntry
from regulars.domain.proofs.types.liability import AgeRate, Cohort, Tie, WalletLiability
from regulars.domain.proofs.types.proof import Divergence, ProofReport

__all__ = [
    "AgeRate",
    "Anchor",
    "AnchoredLeaf",
    "BalanceExplanation",
    "BalanceLine",
    "CheckedEntry",
    "Cohort",
    "Divergence",
    "EntryProof",
    "Leaf",
    "LotShare",
    "ProofReport",
    "SealedEntry",
    "Tie",
    "WalletLiability",
]
