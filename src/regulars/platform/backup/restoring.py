"""Restoring a backup: everything is checked before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from regulars.platform.backup import postgresql, sqlite
from regulars.platform.backup.copying import copy_file, make_folder, on_disk
from regulars.platform.backup.errors import BackupNewer, DatabaseNotEmpty, OtherDatabase
from regulars.platform.backup.keys import check_keys, install_keys
from regulars.platform.backup.making import UPLOADS
from regulars.platform.backup.manifest import Manifest, check_files, read_manifest
from regulars.platform.databases import is_postgres


@dataclass(frozen=True)
class Restoration:
    """What was restored, and where what was there before is kept; on PostgreSQL the database is not."""

    manifest: Manifest
    kept_database: Path | None
    kept_keys: Path | None


def check_backup(path: Path, keys: Path | None = None, *, keys_lost: bool = False) -> Manifest:
    """Read a backup through and return its manifest.

    Raises NotABackup, BackupBroken, OtherDatabase, BackupNewer or KeysDiffer, in this order. With `keys_lost` the
    last is left out: members' identifiers can then never be read or found again.
    """
    manifest = read_manifest(path)
    check_files(path, manifest)
    if manifest.database != connection.vendor:
        raise OtherDatabase(backup=manifest.database, present=connection.vendor)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if not set(manifest.migrations) <= known:
        raise BackupNewer(version=manifest.version)
    if not keys_lost:
        check_keys(manifest, keys)
    return manifest


def restore_backup(
    path: Path, keys: Path | None = None, *, replace: bool = False, keys_lost: bool = False
) -> Restoration:
    """Put a backup in the place of what is there; migrations that it lacks are still to be run.

    Raises what `check_backup` does, DatabaseNotEmpty unless told to replace, and DatabaseInUse while others are
    connected. The database comes first and at one stroke, then uploads, then keys: whatever interrupts it, the
    same call with `replace` completes it.
    """
    manifest = check_backup(path, keys, keys_lost=keys_lost)
    tables = connection.introspection.table_names()
    if tables and not replace:
        raise DatabaseNotEmpty(database=str(connection.settings_dict["NAME"]))
    kept_database = None
    if is_postgres():
        postgresql.replace(path / postgresql.FILE)
    else:
        kept_database = sqlite.replace(path / sqlite.FILE, keep=bool(tables))
    _restore_uploads(path, manifest)
    kept_keys = install_keys(keys) if keys is not None else None
    return Restoration(manifest, kept_database, kept_keys)


def _restore_uploads(path: Path, manifest: Manifest) -> None:
    """Put each upload in its place; files that the backup does not know stay."""
    root = Path(settings.MEDIA_ROOT)
    for file in manifest.files:
        if file.path.startswith(f"{UPLOADS}/"):
            target = root / file.path.removeprefix(f"{UPLOADS}/")
            make_folder(target.parent)
            draft = target.with_name(f".{target.name}.restoring")
            draft.unlink(missing_ok=True)
            copy_file(path / file.path, draft)
            draft.replace(target)
            on_disk(target.parent)
