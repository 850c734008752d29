"""Taking events in: whole batches, one at a time, Segment messages, and files."""

from regulars.domain.intake.operations.accept import accept_events, accept_incoming, preview_incoming
from regulars.domain.intake.operations.deciding import choose_member, drop_parked, try_again, try_all_again
from regulars.domain.intake.operations.importing import check_file, import_file
from regulars.domain.intake.operations.receiving import (
    Bringing,
    choose_mapping,
    receive_file,
    register_file,
    start_check,
    start_import,
)
from regulars.domain.intake.operations.segment import accept_segment
from regulars.domain.intake.operations.single import accept_event

__all__ = [
    "Bringing",
    "accept_event",
    "accept_events",
    "accept_incoming",
    "accept_segment",
    "check_file",
    "choose_mapping",
    "choose_member",
    "drop_parked",
    "import_file",
    "preview_incoming",
    "receive_file",
    "register_file",
    "start_check",
    "start_import",
    "try_again",
    "try_all_again",
]
