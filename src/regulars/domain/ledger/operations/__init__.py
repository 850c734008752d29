"""The writers of the ledger: events in, nothing else; time passes by `tick`; the programme's accounts roll up."""

from regulars.domain.ledger.operations.batch import apply_batch, apply_events_isolated, preview_batch

__all__ = ["apply_batch", "apply_events_isolated", "preview_batch"]
