import base64
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from regulars.project.settings.databases import database_from
from regulars.project.settings.environment import flag, listed, number, text
from regulars.project.settings.secrets import read_secrets

NAMES = ("REGULARS_SECRET_KEY", "REGULARS_ENCRYPTION_KEYS", "REGULARS_INDEX_KEY", "REGULARS_ANCHOR_KEY")


@pytest.fixture
def no_secrets(monkeypatch):
    """An environment without secrets."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def encoded(letter: bytes) -> str:
    return base64.urlsafe_b64encode(letter * 32).decode()


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("Yes", True), ("", False), ("off", False)])
def test_a_flag(monkeypatch, value, meaning) -> None:
    monkeypatch.setenv("REGULARS_DEBUG", value)
    assert flag("REGULARS_DEBUG") is meaning


def test_values_that_are_none_are_refused_by_name(monkeypatch) -> None:
    monkeypatch.setenv("REGULARS_DEBUG", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="REGULARS_DEBUG is 'perhaps'"):
        flag("REGULARS_DEBUG")
    monkeypatch.setenv("REGULARS_MAX_BODY_MB", "-1")
    with pytest.raises(ImproperlyConfigured, match="REGULARS_MAX_BODY_MB is '-1'"):
        number("REGULARS_MAX_BODY_MB", 16)


def test_numbers_lists_and_texts(monkeypatch) -> None:
    monkeypatch.setenv("REGULARS_MAX_BODY_MB", "32")
    monkeypatch.setenv("REGULARS_HOSTS", "a.example, b.example,")
    assert number("REGULARS_MAX_BODY_MB", 16) == 32
    assert listed("REGULARS_HOSTS", "localhost") == ["a.example", "b.example"]
    monkeypatch.setenv("REGULARS_HOSTS", "")
    assert text("REGULARS_HOSTS", "localhost") == "localhost"


def test_secrets_are_made_once_and_only_their_owner_reads_them(no_secrets, tmp_path) -> None:
    first = read_secrets(tmp_path / "data")
    assert read_secrets(tmp_path / "data") == first
    assert stat.S_IMODE((tmp_path / "data" / "secrets.json").stat().st_mode) == 0o600
    assert len(first.secret_key) > 50
    assert len(first.encryption_keys[0]) == len(first.index_keys[0]) == 32
    assert first.encryption_keys[0] != first.index_keys[0]
    assert read_secrets(tmp_path / "other") != first
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["anchor_key.json", "secrets.json"]
    assert stat.S_IMODE((tmp_path / "data" / "anchor_key.json").stat().st_mode) == 0o600
    assert len(first.anchor_key) == 32


def test_the_environment_comes_first_and_alone_needs_no_folder(no_secrets, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("REGULARS_ENCRYPTION_KEYS", f"{encoded(b'n')},{encoded(b'o')}")
    assert read_secrets(tmp_path).encryption_keys == (b"n" * 32, b"o" * 32)
    monkeypatch.setenv("REGULARS_SECRET_KEY", "signs")
    monkeypatch.setenv("REGULARS_INDEX_KEY", encoded(b"i"))
    monkeypatch.setenv("REGULARS_ANCHOR_KEY", encoded(b"a"))
    assert read_secrets(tmp_path / "nowhere").anchor_key == b"a" * 32
    assert read_secrets(tmp_path / "nowhere").index_keys == (b"i" * 32,)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("value", ["short", "not base64!", encoded(b"x")[:-8]])
def test_a_key_of_another_size_is_refused(no_secrets, monkeypatch, tmp_path, value) -> None:
    monkeypatch.setenv("REGULARS_INDEX_KEY", value)
    with pytest.raises(ImproperlyConfigured, match="REGULARS_INDEX_KEY must be base64 of 32 random bytes"):
        read_secrets(tmp_path)


def test_sqlite_in_the_data_folder_is_the_default(tmp_path) -> None:
    config = database_from("", tmp_path)
    assert config["NAME"] == str(tmp_path / "regulars.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in config["OPTIONS"]["init_command"]


def test_postgresql_keeps_connections_and_binds_on_the_server(tmp_path) -> None:
    config = database_from("postgresql://ann:p%40ss@db.example:5433/club?sslmode=require", tmp_path)
    assert (config["USER"], config["PASSWORD"], config["HOST"]) == ("ann", "p@ss", "db.example")
    assert (config["PORT"], config["NAME"], config["CONN_MAX_AGE"]) == (5433, "club", 600)
    assert config["OPTIONS"] == {"sslmode": "require", "server_side_binding": True, "prepare_threshold": 3}


def test_other_databases_are_refused(tmp_path) -> None:
    with pytest.raises(ImproperlyConfigured, match="must begin with sqlite:// or postgresql://"):
        database_from("mysql://ann@db.example/club", tmp_path)
