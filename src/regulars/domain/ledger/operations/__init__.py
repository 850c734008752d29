"""The writers of the ledger: events through one door, time by ticks, the programme's accounts by a roll-up."""

from regulars.domain.ledger.operations.batch import apply_batch, apply_events_isolated, preview_batch
from regulars.domain.ledger.operations.house import roll_up
from regulars.domain.ledger.operations.locking import bring_up_to, lock_members
from regulars.domain.ledger.operations.merging import Why, merge_streams, undo_merge
from regulars.domain.ledger.operations.passing import tick
from regulars.domain.ledger.operations.redacting import redact_member

__all__ = [
    "Why",
    "apply_batch",
    "apply_events_isolated",
    "bring_up_to",
    "lock_members",
    "merge_streams",
    "preview_batch",
    "redact_member",
    "roll_up",
    "tick",
    "undo_merge",
]
