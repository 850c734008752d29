"""Reports on a file's rows: written as they go, one JSON array a line; `queries` reads them back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any


class Report:
    """A report being written, from so many bytes on: what stood behind them belonged to a batch that was lost."""

    def __init__(self, path: Path, kept_bytes: int) -> None:
        """Open the report and cut it to what was kept."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(descriptor, kept_bytes)
        self._file = os.fdopen(descriptor, "r+b")
        self._file.seek(0, os.SEEK_END)

    def __enter__(self) -> Report:
        """Write within a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def write(self, cells: Iterable[tuple[Any, ...]]) -> None:
        """Add lines; they count once `keep` was called and its answer committed."""
        for cell in cells:
            self._file.write(json.dumps(cell, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

    def keep(self) -> int:
        """Bring what was written to the disk; returns how long the report is now."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()
