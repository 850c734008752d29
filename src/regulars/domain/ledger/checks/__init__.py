"""Proofs of the ledger: from within, and against the engine."""

from regulars.domain.ledger.checks.proving import verify_ledger
from regulars.domain.ledger.checks.replaying import verify_replay

__all__ = ["verify_ledger", "verify_replay"]
