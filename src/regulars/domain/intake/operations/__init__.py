"""Taking events in: whole batches, one at a time, Segment messages, and files."""

from regulars.domain.intake.operations.accept import accept_events, accept_incoming, preview_incoming
from regulars.domain.intake.operations.single import accept_event

__all__ = ["accept_event", "accept_events", "accept_incoming", "preview_incoming"]
