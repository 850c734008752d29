"""The server as `regulars serve` starts it."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from regulars.platform.databases import connections_left, is_postgres
from regulars.platform.models import Job
from regulars.surfaces.cli.serving import THREADS, fitting_threads

PATIENCE_SECONDS = 60


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_threads_need_no_more_connections_than_there_are(workers, db) -> None:
    fitting = fitting_threads(workers, None)
    assert 1 <= fitting <= THREADS
    if is_postgres():
        assert workers * fitting <= connections_left()
    else:
        assert (fitting, connections_left()) == (THREADS, None)


def test_more_threads_than_connections_come_with_advice(db, capsys) -> None:
    assert fitting_threads(4, 500) == 500
    assert ("take --threads" in capsys.readouterr().err) == is_postgres()


def test_the_server_does_jobs_by_itself(child_environment) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in child_environment.items() if name != "REGULARS_JOBS_IN_SERVER"}
    command = [str(Path(sys.executable).with_name("regulars")), "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not Job.objects.filter(kind="sign_ins.clean").exists():
            assert time.monotonic() < deadline, "no job was put in"
            time.sleep(0.2)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def test_commands_before_the_first_migration_say_what_to_run(child_environment, tmp_path) -> None:
    command = [str(Path(sys.executable).with_name("regulars")), "segments", "list"]
    kept = {**child_environment, "REGULARS_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}"}
    ended = subprocess.run(command, env=kept, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == "regulars: the database is behind the program; run: regulars migrate\n"


def test_a_database_that_does_not_answer_is_told_in_a_line(child_environment, tmp_path) -> None:
    command = [str(Path(sys.executable).with_name("regulars")), "segments", "list"]
    nobody = "postgresql://nobody:secret@127.0.0.1:1/none"
    kept = {**child_environment, "REGULARS_DATA": str(tmp_path), "DATABASE_URL": nobody}
    ended = subprocess.run(command, env=kept, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("regulars: the database does not answer; look at DATABASE_URL")
    assert ended.stderr.count("\n") == 1
    assert "secret" not in ended.stderr
