"""Correcting what stands: merging members and undoing it."""

from regulars.domain.corrections.operations.merging import merge_members, preview_merge, preview_undo, undo_merge

__all__ = ["merge_members", "preview_merge", "preview_undo", "undo_merge"]
