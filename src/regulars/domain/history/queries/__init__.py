"""Reading histories: what a folder holds, tables as lazy frames, and members in chunks."""

from regulars.domain.history.queries.chunks import Chunk, Slice, chunks_in, chunks_of, read_chunk, span_of
from regulars.domain.history.queries.folders import find_manifest, folder_of, read_manifest, scan
from regulars.domain.history.queries.sets import VIEWS, LookedAt, open_history_sets

__all__ = [
    "VIEWS",
    "Chunk",
    "LookedAt",
    "Slice",
    "chunks_in",
    "chunks_of",
    "find_manifest",
    "folder_of",
    "open_history_sets",
    "read_chunk",
    "read_manifest",
    "scan",
    "span_of",
]
