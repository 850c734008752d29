"""Backups: what is in one, what keeps one from being restored, and a restore over what is there."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from regulars.platform.backup import check_backup, errors, make_backup, restore_backup, save_keys
from regulars.platform.backup.manifest import MANIFEST, read_manifest, write_manifest
from regulars.project.settings.paths import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

MINIMAL = str(ROOT / "programmes" / "minimal.yaml")


def regulars(environment, *words, status=0):
    command = [sys.executable, "-c", "from regulars.surfaces.cli import main; main()", *words]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def backup(minimal, tmp_path):
    """A backup of an installation with a programme and an upload."""
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)  # what other tests of imports have left there
    upload = Path(settings.MEDIA_ROOT) / "imports" / "1.jsonl"
    upload.parent.mkdir(parents=True)
    upload.write_text("{}\n")
    make_backup(tmp_path / "backup")
    yield tmp_path / "backup"
    upload.unlink()


def changed(backup, **fields):
    """Write the manifest anew with other fields."""
    text = json.loads((backup / MANIFEST).read_text()) | fields
    (backup / MANIFEST).write_text(json.dumps(text))


def test_a_backup_is_whole_and_private_and_without_keys(backup):
    manifest = check_backup(backup)
    assert manifest == read_manifest(backup)
    kind = "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"
    assert [file.path for file in manifest.files] == [kind, "uploads/imports/1.jsonl"]
    assert manifest.total_bytes > 10_000
    assert {path.stat().st_mode & 0o077 for path in [backup, *backup.rglob("*")]} == {0}
    written = b"".join(path.read_bytes() for path in backup.rglob("*") if path.is_file())
    assert settings.INDEX_KEYS[0] not in written
    assert json.loads((settings.DATA / "secrets.json").read_text())["REGULARS_INDEX_KEY"].encode() not in written


def test_nothing_is_overwritten(backup, tmp_path):
    with pytest.raises(errors.PathTaken):
        make_backup(backup)
    save_keys(tmp_path / "keys.json")
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    with pytest.raises(errors.PathTaken):
        save_keys(tmp_path / "keys.json")
    with pytest.raises(errors.DatabaseNotEmpty):
        restore_backup(backup)


def test_what_is_broken_is_found_before_anything_is_changed(backup, tmp_path):
    with pytest.raises(errors.NotABackup):
        check_backup(tmp_path)
    upload = backup / "uploads" / "imports" / "1.jsonl"
    upload.write_text("[]\n")
    with pytest.raises(errors.BackupBroken) as broken:
        restore_backup(backup, replace=True)
    assert broken.value.params == {"file": "uploads/imports/1.jsonl"}
    upload.unlink()
    with pytest.raises(errors.BackupBroken):
        check_backup(backup)
    changed(backup, files=[{"path": "../elsewhere", "bytes": 0, "sha256": ""}])
    with pytest.raises(errors.BackupBroken):
        check_backup(backup)
    changed(backup, format=2)
    with pytest.raises(errors.NotABackup):
        check_backup(backup)


def test_what_does_not_fit_is_refused(backup, tmp_path):
    changed(backup, migrations=["ledger.9999_from_the_future"])
    with pytest.raises(errors.BackupNewer):
        check_backup(backup)
    changed(backup, migrations=[], index_key="0000")
    with pytest.raises(errors.KeysDiffer):
        check_backup(backup)
    assert check_backup(backup, keys_lost=True).index_key == "0000"
    (tmp_path / "keys.json").write_text("no keys")
    with pytest.raises(errors.KeysDiffer):
        check_backup(backup, tmp_path / "keys.json")
    changed(backup, database="other")
    with pytest.raises(errors.OtherDatabase):
        check_backup(backup)


def test_an_unfinished_backup_leaves_nothing(minimal, tmp_path, monkeypatch):
    def full(folder, manifest):
        write_manifest(folder, manifest)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("regulars.platform.backup.making.write_manifest", full)
    with pytest.raises(OSError, match="No space"):
        make_backup(tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


def test_restored_elsewhere_and_over_what_is_there(backup, tmp_path, empty_environment):
    keys = tmp_path / "keys.json"
    save_keys(keys)
    refused = regulars(empty_environment, "restore", str(backup), status=1)
    assert "[backup_keys_differ]" in refused
    told = regulars(empty_environment, "restore", str(backup), "--keys", str(keys), "--replay")
    assert "minimal: 0 members, 0 events, 0 entries\nequal:" in told
    data = Path(empty_environment["REGULARS_DATA"])
    assert (data / "uploads" / "imports" / "1.jsonl").read_text() == "{}\n"
    assert json.loads((data / "secrets.json").read_text()) == json.loads(keys.read_text())
    assert "[restore_not_empty]" in regulars(empty_environment, "restore", str(backup), status=1)
    with in_use(empty_environment):
        again = regulars(empty_environment, "restore", str(backup), "--replace", status=1)
        assert f"[{errors.DatabaseInUse.code}]" in again
    told = regulars(empty_environment, "restore", str(backup), "--replace")
    assert "the ledger holds" in told
    assert ("what was there before is kept as" in told) == (connection.vendor == "sqlite")


def in_use(environment):
    """Another connection to the database, open and doing nothing."""
    if connection.vendor == "postgresql":
        return psycopg.connect(environment["DATABASE_URL"])
    other = sqlite3.connect(Path(environment["REGULARS_DATA"]) / "regulars.sqlite3")
    other.execute("SELECT count(*) FROM django_migrations").fetchone()
    return closing(other)


def test_programs_that_are_missing_or_fail_are_named(minimal, tmp_path, monkeypatch):
    """On SQLite no program is needed, and a damaged copy is what fails."""
    if connection.vendor == "postgresql":
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(errors.ToolMissing):
            make_backup(tmp_path / "backup")
        broken = tmp_path / "pg_dump"
        broken.write_text("#!/bin/sh\necho no such server >&2\nexit 1\n")
        broken.chmod(0o755)
    else:
        monkeypatch.setattr("regulars.platform.backup.sqlite._place", lambda: tmp_path / "not-a-database")
        (tmp_path / "not-a-database").write_bytes(os.urandom(8192))
    with pytest.raises(errors.ToolFailed):
        make_backup(tmp_path / "backup")
    assert not (tmp_path / "backup").exists()
