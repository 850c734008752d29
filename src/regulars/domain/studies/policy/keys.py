"""By which key the results of a baseline are found again."""

from __future__ import annotations

import hashlib
import json

from regulars.domain.history.types import Manifest


def key_of_results(manifest: Manifest, part: tuple[int | None, int | None, int], programme: str, release: str) -> str:
    """A hash of all that results depend on: the files of the history, the slice (instants and share), the document.

    `programme` is the hash of the document's content, and how cuts by budgets are taken; `release` the program's.
    """
    files = sorted((one.path, one.sha256) for one in manifest.files)
    said = [files, part, programme, release]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
