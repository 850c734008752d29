"""The keys of members' identifiers: fingerprints for the manifest, a copy for its owner, and back into place.

A fingerprint is the beginning of a SHA-256 of 32 random bytes: it tells keys apart and says nothing about them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from regulars.platform import clock
from regulars.platform.backup.copying import new_file
from regulars.platform.backup.errors import KeysDiffer, PathTaken
from regulars.platform.backup.manifest import Manifest

SECRET_KEY = "REGULARS_SECRET_KEY"  # noqa: S105 - the name of a variable
ENCRYPTION_KEYS = "REGULARS_ENCRYPTION_KEYS"
INDEX_KEY = "REGULARS_INDEX_KEY"

_FINGERPRINT_DIGITS = 16


@dataclass(frozen=True)
class Fingerprints:
    """What tells the keys of an installation from others."""

    encryption_keys: tuple[str, ...]
    index_keys: tuple[str, ...]

    def open(self, manifest: Manifest) -> bool:
        """Whether these keys read and find everything in a backup; further keys do no harm."""
        return set(manifest.index_key.split(",")) <= set(self.index_keys) and set(manifest.encryption_keys) <= set(
            self.encryption_keys
        )


def present_fingerprints() -> Fingerprints:
    """Those of the keys that this process works with."""
    encryption, index = (tuple(map(_fingerprint, keys)) for keys in (settings.ENCRYPTION_KEYS, settings.INDEX_KEYS))
    return Fingerprints(encryption, index)


def save_keys(path: Path) -> None:
    """Write the installation's keys into a new file in the form of `secrets.json`; raises PathTaken."""
    values = {
        SECRET_KEY: settings.SECRET_KEY,
        ENCRYPTION_KEYS: ",".join(_text(key) for key in settings.ENCRYPTION_KEYS),
        INDEX_KEY: ",".join(_text(key) for key in settings.INDEX_KEYS),
    }
    write_keys(path, values)


def check_keys(manifest: Manifest, path: Path | None) -> None:
    """Raise KeysDiffer unless the keys that will be in force after a restore open the backup.

    `path` names a file of keys; what the environment sets has the last word, as it has when the program starts.
    """
    if not _coming(path).open(manifest):
        raise KeysDiffer(wanted=", ".join(manifest.encryption_keys))


def install_keys(path: Path) -> Path | None:
    """Put a file of keys in the place of the installation's `secrets.json`.

    Other keys that stand there are kept beside it, never deleted: their place is returned.
    """
    place: Path = settings.DATA / "secrets.json"
    values = read_keys(path)
    kept = None
    if place.exists():
        if read_keys(place) == values:
            return None
        kept = place.with_name(f"secrets.json.before-restore-{clock.now():%Y%m%dT%H%M%SZ}")
        place.rename(kept)
    write_keys(place, values)
    return kept


def _coming(path: Path | None) -> Fingerprints:
    if path is None:
        return present_fingerprints()
    values = read_keys(path) | {name: os.environ[name] for name in (ENCRYPTION_KEYS, INDEX_KEY) if os.environ.get(name)}
    try:
        encryption, index = (
            tuple(_fingerprint(base64.urlsafe_b64decode(part)) for part in values[name].split(","))
            for name in (ENCRYPTION_KEYS, INDEX_KEY)
        )
        return Fingerprints(encryption, index)
    except (KeyError, ValueError) as error:
        raise KeysDiffer(wanted=str(path)) from error


def read_keys(path: Path) -> dict[str, str]:
    """What a file of keys holds; raises KeysDiffer for another."""
    try:
        values = json.loads(path.read_text(encoding="ascii"))
    except ValueError as error:
        raise KeysDiffer(wanted=str(path)) from error
    return values if isinstance(values, dict) else {}


def write_keys(path: Path, values: dict[str, str]) -> None:
    """Write a new file of keys, for its owner only; raises PathTaken."""
    try:
        with new_file(path) as file:
            file.write(json.dumps(values, indent=2).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise PathTaken(path=str(path)) from error


def _text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode("ascii")


def _fingerprint(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:_FINGERPRINT_DIGITS]
