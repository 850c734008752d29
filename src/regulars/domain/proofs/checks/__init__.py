"""Proofs of the ledger: from within, against anchors, from a file alone, and against the engine."""

from regulars.domain.proofs.checks.exported import verify_file
from regulars.domain.proofs.checks.proving import verify_ledger
from regulars.domain.proofs.checks.replaying import verify_replay

__all__ = ["verify_file", "verify_ledger", "verify_replay"]
