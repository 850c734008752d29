"""Correcting what stands: merging members and undoing it, putting events right, putting rules right since the past."""

from regulars.domain.corrections.operations.deciding import approve_correction, post_again, post_part, reject_correction
from regulars.domain.corrections.operations.merging import merge_members, preview_merge, preview_undo, undo_merge
from regulars.domain.corrections.operations.proposing import preview_again, preview_part, propose_correction
from regulars.domain.corrections.operations.voiding import correct_event, preview_correction, void_event

__all__ = [
    "approve_correction",
    "correct_event",
    "merge_members",
    "post_again",
    "post_part",
    "preview_again",
    "preview_correction",
    "preview_merge",
    "preview_part",
    "preview_undo",
    "propose_correction",
    "reject_correction",
    "undo_merge",
    "void_event",
]
