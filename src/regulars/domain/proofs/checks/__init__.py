"""Proofs of the ledger: from within, and against the engine."""

from regulars.domain.proofs.checks.proving import verify_ledger
from regulars.domain.proofs.checks.replaying import verify_replay

__all__ = ["verify_ledger", "verify_replay"]
