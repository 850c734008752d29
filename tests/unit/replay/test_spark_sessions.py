"""What is said before any Spark is asked, and of workers that are not fit."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

import regulars
from regulars.domain.replay.errors import SparkApart, SparkMissing, SparkSilent, SparkUnlike
from regulars.domain.replay.operations import on_spark
from regulars.domain.replay.operations.spark import sessions
from regulars.domain.replay.operations.spark.refusing import last_word
from regulars.domain.replay.operations.spark.sessions import Worker, see_that_it_is_fit
from regulars.platform.java import has_java

COMPLAINT = """An error occurred while calling z:org.apache.spark.api.python.PythonRDD.collectAndServe.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times
  File "worker.py", line 1, in process
FileNotFoundError: No such file: lines.parquet
\tat org.apache.spark.api.python.BasePythonRunner
Driver stacktrace:
"""


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program named java in a home of its own; what it says is written to the path."""
    home = tmp_path / "home"
    (home / "bin").mkdir(parents=True)
    program = home / "bin" / "java"
    program.write_text(f"#!/bin/sh\ncat {tmp_path}/told >&2\n")
    program.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(home))
    return tmp_path / "told"


def test_a_java_that_is_old_or_none_is_not_there(java: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java.write_text('openjdk version "17.0.15" 2025-04-15\n')
    assert has_java()
    java.write_text('java version "1.8.0_402"\n')
    assert not has_java()
    java.unlink()
    assert not has_java()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    assert not has_java()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not has_java()


def test_says_what_this_machine_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workforce = on_spark("spark://127.0.0.1:7077", tmp_path)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SparkMissing) as told:
        workforce.__enter__()
    assert told.value.params == {"part": "Java 17+"}
    workforce = on_spark("spark://127.0.0.1:7077", tmp_path)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(SparkMissing) as told:
        workforce.__enter__()
    assert told.value.params == {"part": "pyspark (pip install 'regulars[spark]')"}


def test_says_that_nobody_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "has_java", lambda: True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        master = f"spark://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SparkSilent) as told:
            on_spark(master, tmp_path).__enter__()
    assert told.value.params == {"master": master}


def test_workers_have_the_same_and_see_the_same(tmp_path: Path) -> None:
    fit = Worker("w1", regulars.__version__, sessions.pl.__version__, sees=True)
    see_that_it_is_fit(fit, tmp_path)
    with pytest.raises(SparkUnlike) as told:
        see_that_it_is_fit(fit._replace(regulars="0.0.9"), tmp_path)
    assert "Regulars 0.0.9" in told.value.params["there"]
    with pytest.raises(SparkApart) as told:
        see_that_it_is_fit(fit._replace(sees=False), tmp_path)
    assert told.value.params == {"host": "w1", "path": str(tmp_path)}


def test_the_line_that_says_what_happened() -> None:
    assert last_word(COMPLAINT) == "FileNotFoundError: No such file: lines.parquet"
    assert (
        last_word("[PATH_NOT_FOUND] Path does not exist.\n\tat org.apache") == "[PATH_NOT_FOUND] Path does not exist."
    )
