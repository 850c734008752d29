"""What proofs write: anchors into the database, the ledger into a file."""

from regulars.domain.proofs.operations.anchoring import anchor_heads
from regulars.domain.proofs.operations.exporting import export_ledger

__all__ = ["anchor_heads", "export_ledger"]
