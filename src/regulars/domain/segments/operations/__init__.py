"""Saving segments, trying expressions, and keeping members true as things happen and as time goes by."""

from regulars.domain.segments.operations.evaluating import preview
from regulars.domain.segments.operations.following import ask_for_refresh, follow, pass_time, refresh_all, refresh_job
from regulars.domain.segments.operations.lists import take_list
from regulars.domain.segments.operations.past import who_was_in
from regulars.domain.segments.operations.saving import (
    archive_segment,
    bring_back,
    edit_segment,
    make_segment,
    undo_edit,
)

__all__ = [
    "archive_segment",
    "ask_for_refresh",
    "bring_back",
    "edit_segment",
    "follow",
    "make_segment",
    "pass_time",
    "preview",
    "refresh_all",
    "refresh_job",
    "take_list",
    "undo_edit",
    "who_was_in",
]
