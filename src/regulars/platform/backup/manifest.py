"""The manifest of a backup: what is in it, when it was made, by what, and which keys open it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from regulars.platform.backup.copying import new_file, on_disk
from regulars.platform.backup.errors import BackupBroken, NotABackup

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class StoredFile:
    """A file of the backup: its place below the backup's folder, its size and SHA-256 in hexadecimal."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    `made_at` is the instant at which it was begun: everything answered before is in it. `database` is `sqlite` or
    `postgresql`, `migrations` what had been applied to it. `encryption_keys` and `index_key` (while keys are changed,
    several with commas between) are fingerprints.
    """

    made_at: str
    version: str
    database: str
    migrations: tuple[str, ...]
    encryption_keys: tuple[str, ...]
    index_key: str
    files: tuple[StoredFile, ...]
    format: int = FORMAT

    @property
    def total_bytes(self) -> int:
        """The size of all files together."""
        return sum(file.bytes for file in self.files)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into the folder of a backup."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    with new_file(folder / MANIFEST) as file:
        file.write(f"{text}\n".encode())
    on_disk(folder / MANIFEST)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup; raises NotABackup."""
    try:
        document: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = tuple(StoredFile(**file) for file in document.pop("files"))
        for name in ("migrations", "encryption_keys"):
            document[name] = tuple(document[name])
        manifest = Manifest(files=files, **document)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotABackup(path=str(folder)) from error
    if manifest.format != FORMAT:
        raise NotABackup(path=str(folder))
    return manifest


def describe(folder: Path, place: str) -> StoredFile:
    """A file of a backup's folder as it is now."""
    path = folder / place
    return StoredFile(place, path.stat().st_size, _digest(path))


def check_files(folder: Path, manifest: Manifest) -> None:
    """Read every file and hold it against the manifest; raises BackupBroken with the first that differs."""
    for file in manifest.files:
        inside = PurePosixPath(file.path)
        if inside.is_absolute() or ".." in inside.parts:
            raise BackupBroken(file=file.path)
        path = folder / file.path
        if not path.is_file() or path.stat().st_size != file.bytes or _digest(path) != file.sha256:
            raise BackupBroken(file=file.path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
