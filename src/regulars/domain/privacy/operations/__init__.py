"""Copies, erasure, and noting who looked at whom."""

from regulars.domain.privacy.operations.copying import ask_for_copy, expire_copies, make_copy, read_everything
from regulars.domain.privacy.operations.erasing import (
    approve_erasure,
    ask_for_erasure,
    cancel_request,
    carry_out,
    what_blocks,
)
from regulars.domain.privacy.operations.looking import note_looks, prune_looks
from regulars.domain.privacy.operations.registering import register_blockers, register_erasers, register_parts

__all__ = [
    "approve_erasure",
    "ask_for_copy",
    "ask_for_erasure",
    "cancel_request",
    "carry_out",
    "expire_copies",
    "make_copy",
    "note_looks",
    "prune_looks",
    "read_everything",
    "register_blockers",
    "register_erasers",
    "register_parts",
    "what_blocks",
]
