"""Making a backup."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from regulars import __version__
from regulars.platform import clock
from regulars.platform.backup import postgresql, sqlite
from regulars.platform.backup.copying import copy_file, make_folder, on_disk
from regulars.platform.backup.errors import PathTaken
from regulars.platform.backup.keys import present_fingerprints
from regulars.platform.backup.manifest import Manifest, StoredFile, describe, write_manifest
from regulars.platform.databases import is_postgres

UPLOADS = "uploads"


def make_backup(path: Path) -> Manifest:
    """Back the installation up into a new folder, which is there only when it is complete.

    Everything that was answered before the call is in it, whoever writes meanwhile. Raises PathTaken.
    """
    if path.exists():
        raise PathTaken(path=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    try:
        manifest = _fill(draft)
        on_disk(draft)
        draft.rename(path)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    on_disk(path.parent)
    return manifest


def _fill(folder: Path) -> Manifest:
    made_at = clock.now()
    keys = present_fingerprints()
    kind = postgresql if is_postgres() else sqlite
    migrations = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    kind.save(folder / kind.FILE)
    files = (describe(folder, kind.FILE), *_copy_uploads(folder))
    manifest = Manifest(
        made_at=made_at.isoformat(),
        version=__version__,
        database=connection.vendor,
        migrations=tuple(migrations),
        encryption_keys=keys.encryption_keys,
        index_key=",".join(keys.index_keys),
        files=files,
    )
    write_manifest(folder, manifest)
    on_disk(folder)
    return manifest


def _copy_uploads(folder: Path) -> list[StoredFile]:
    """Copy the uploads after the database: what it says of them is there by then."""
    root = Path(settings.MEDIA_ROOT)
    copied = []
    for source in sorted(path for path in root.rglob("*") if path.is_file()):
        place = f"{UPLOADS}/{source.relative_to(root).as_posix()}"
        target = folder / place
        make_folder(target.parent)
        try:
            copied.append(StoredFile(place, *copy_file(source, target)))
        except FileNotFoundError:
            continue  # taken away since it was listed
    return copied
