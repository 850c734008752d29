"""Correcting what stands: merging members and undoing it, taking events back and putting them right."""

from regulars.domain.corrections.operations.merging import merge_members, preview_merge, preview_undo, undo_merge
from regulars.domain.corrections.operations.voiding import correct_event, preview_correction, void_event

__all__ = [
    "correct_event",
    "merge_members",
    "preview_correction",
    "preview_merge",
    "preview_undo",
    "undo_merge",
    "void_event",
]
