"""Where compiled code is kept."""

import tempfile
from pathlib import Path

from regulars.engine.kernel import jit


def test_compiled_code_is_kept_under_a_name_of_its_sources(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("REGULARS_CACHE", str(tmp_path))
    first = jit._cache_folder()
    assert first == jit._cache_folder()
    assert first.parent == tmp_path / "regulars" / "kernel"
    assert first.is_dir()


def test_a_home_that_cannot_be_written_is_not_needed(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("REGULARS_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = jit._cache_folder()
    assert folder.is_dir()
    assert folder.is_relative_to(tmp_path)


def test_without_a_wish_it_is_the_cache_of_the_home(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("REGULARS_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert jit._cache_folder().is_relative_to(tmp_path / ".cache")
