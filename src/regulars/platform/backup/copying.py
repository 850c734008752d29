"""Copies that are on the disk when they are done, for their owner only."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1024 * 1024


def copy_file(source: Path, target: Path) -> tuple[int, str]:
    """Copy a file to a new place; the size and SHA-256 of what was copied."""
    digest = hashlib.sha256()
    size = 0
    with source.open("rb") as reading, new_file(target) as writing:
        while block := reading.read(_BLOCK):
            writing.write(block)
            digest.update(block)
            size += len(block)
        writing.flush()
        os.fsync(writing.fileno())
    return size, digest.hexdigest()


def new_file(path: Path) -> BinaryIO:
    """A file that nobody else can read, open for writing; there must be none of that name."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner only."""
    for one in [*reversed(path.parents), path]:
        if not one.exists():
            one.mkdir(mode=0o700)


def on_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
