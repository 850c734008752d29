"""Proofs of the ledger: from within, and against the engine."""

from regulars.domain.ledger.checks.proving import verify_ledger

__all__ = ["verify_ledger"]
