"""Adding files to a history so that it is whole at every instant.

A file is written under another name, brought to the disk and renamed; nobody reads it before the manifest names it. The
manifest is replaced in the same way, and so what it names is there, whatever happens. Files that the manifest does not
name are left from a run that was killed, and the next one removes them; in a folder without a manifest nothing is
removed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from regulars.domain.history.errors import HistoryBusy
from regulars.domain.history.policy.manifests import NAME, text_of
from regulars.domain.history.policy.tables import BY_MONTH, ORDER, SCHEMAS, month_of
from regulars.domain.history.queries.folders import find_manifest
from regulars.domain.history.types import FilePart, Manifest, Table

ROWS_IN_GROUP = 65_536
LOCK = "lock"

_OWN = re.compile(r"\d{6}-\d{5}\.parquet(\.part)?")
"""The names that files of histories have."""

Write = Callable[[Path], None]


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only one who writes a history; raises HistoryBusy. What a killed run left is removed first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise HistoryBusy(path=str(folder)) from error
        _remove_unnamed(folder)
        yield


def _remove_unnamed(folder: Path) -> None:
    manifest = find_manifest(folder)
    if manifest is None:
        return
    named = {part.path for part in manifest.files}
    for table in Table:
        for path in (folder / table).rglob("*.parquet*"):
            if _OWN.fullmatch(path.name) and path.relative_to(folder).as_posix() not in named:
                path.unlink()


@dataclass
class Store:
    """A history that is being written; `manifest` is what stands on the disk."""

    folder: Path
    manifest: Manifest
    number: int = 0

    def begin(self) -> None:
        """Make the folder a history before there is any other file in it, so that what a killed run leaves is known."""
        if find_manifest(self.folder) is None:
            self.commit(self.manifest)

    def add(self, frames: dict[Table, pl.DataFrame]) -> None:
        """Add rows."""
        self.exchange(self.written(frames))

    def written(self, frames: dict[Table, pl.DataFrame]) -> list[FilePart]:
        """Files of rows, which are not part of the history yet."""
        return [part for table, frame in frames.items() for part in self._written(table, frame)]

    def exchange(self, added: Sequence[FilePart], gone: Sequence[FilePart] = ()) -> None:
        """Let files be part of the history, and in the same instant others no more; those are removed."""
        kept = tuple(part for part in self.manifest.files if part not in gone)
        self.commit(replace(self.manifest, files=(*kept, *added)))
        for part in gone:
            (self.folder / part.path).unlink(missing_ok=True)

    def commit(self, manifest: Manifest) -> None:
        """Let the manifest be this one."""
        _put(self.folder / NAME, lambda path: _write_text(path, text_of(manifest)))
        self.manifest = manifest

    def _written(self, table: Table, frame: pl.DataFrame) -> Iterator[FilePart]:
        """Files of these rows: one for each month, or one."""
        if frame.is_empty():
            return
        ordered = frame.sort(ORDER[table])
        if table not in BY_MONTH:
            yield self.write(table, "", ordered.lazy())
            return
        monthly = ordered.with_columns(month=month_of())
        for (month,), rows in sorted(monthly.partition_by("month", as_dict=True, include_key=False).items()):
            yield self.write(table, str(month), rows.lazy())

    def write(self, table: Table, month: str, rows: pl.LazyFrame) -> FilePart:
        """A file of sorted rows, which nobody reads yet."""
        self.number += 1
        name = f"{self.manifest.generation:06d}-{self.number:05d}.parquet"
        path = "/".join([table.value, *([f"month={month}"] if month else []), name])
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shaped = rows.select(pl.col(column).cast(dtype) for column, dtype in SCHEMAS[table].items())
        _put(
            target,
            lambda draft: shaped.sink_parquet(
                draft, compression="zstd", row_group_size=ROWS_IN_GROUP, statistics=True, maintain_order=True
            ),
        )
        found = pl.scan_parquet(target).select(rows=pl.len(), low=pl.col("member").min(), high=pl.col("member").max())
        count, low, high = found.collect().row(0)
        return FilePart(table, month, path, count, hash_of(target), low or 0, high or 0, self.manifest.generation)


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(path: Path, write: Write) -> None:
    """Have a file written beside its place, on the disk before it gets its name."""
    draft = path.with_name(f"{path.name}.part")
    write(draft)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
