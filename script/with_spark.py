"""with_spark.py COMMAND...: runs the command with REGULARS_SPARK_MASTER naming a throw-away Spark on this machine.

It has a master and two workers of one core and one GiB each, as processes of their own. Needs Java 17 or newer and the
extra `spark`.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from regulars.platform.java import OLDEST, has_java

LOOPBACK = "127.0.0.1"
START_SECONDS = 120
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For a Java that lives for a minute."""
WORKERS = 2


@dataclass
class Cluster:
    """A master and workers, and the environment of everybody who speaks with them."""

    folder: Path
    environment: dict[str, str]
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def master(self) -> str:
        """The address of the master."""
        return f"spark://{LOOPBACK}:{self.port}"

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        """The workers that were started, in that order."""
        return self.processes[1:]

    def start_master(self) -> None:
        """Start the master and wait until it listens."""
        self._start("master.Master", "--host", LOOPBACK, "--port", str(self.port))
        self._await(0, "I have been elected leader")

    def start_workers(self, count: int) -> None:
        """Start workers and wait until the master knows them."""
        numbers = range(len(self.processes), len(self.processes) + count)
        for _ in numbers:
            self._start("worker.Worker", "--host", LOOPBACK, "--cores", "1", "--memory", "1g", self.master)
        for number in numbers:
            self._await(number, "Successfully registered with master")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and those it started, at once and without a word."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, name: str, *arguments: str) -> None:
        program = Path(self.environment["SPARK_HOME"]) / "bin" / "spark-class"
        command = [str(program), f"org.apache.spark.deploy.{name}", "--webui-port", "0", *arguments]
        with self._log(len(self.processes)).open("wb") as file:
            process = subprocess.Popen(
                command, stdout=file, stderr=file, cwd=self.folder, env=self.environment, start_new_session=True
            )
        self.processes.append(process)

    def _log(self, number: int) -> Path:
        return self.folder / f"{number}.log"

    def _await(self, number: int, words: str) -> None:
        """Wait until a process has said these words."""
        log, end = self._log(number), time.monotonic() + START_SECONDS
        while words not in log.read_text(encoding="utf-8", errors="replace"):
            if self.processes[number].poll() is not None or time.monotonic() > end:
                sys.exit(f"with_spark: Spark does not start:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.1)


@contextmanager
def spark_cluster(workers: int = WORKERS) -> Iterator[Cluster]:
    """A cluster on loopback, gone afterwards with all that it wrote."""
    if not has_java():
        sys.exit(f"with_spark: no Java {OLDEST} or newer found (Debian, Ubuntu: apt-get install default-jre)")
    with tempfile.TemporaryDirectory(prefix="regulars-spark-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(Path(folder), _environment(Path(folder)), _free_port())
        try:
            cluster.start_master()
            cluster.start_workers(workers)
            yield cluster
        finally:
            for process in reversed(cluster.processes):
                cluster.kill(process)


def _environment(folder: Path) -> dict[str, str]:
    """What master, workers and drivers need to know: where Spark is, that all is on loopback, where files go."""
    spec = find_spec("pyspark")
    if spec is None or spec.origin is None:
        sys.exit("with_spark: pyspark is not installed; sh script/setup all")
    settings = {
        "spark.ui.enabled": "false",
        "spark.log.level": "INFO",
        "spark.local.dir": folder / "local",
        "spark.driver.host": LOOPBACK,
        "spark.driver.bindAddress": LOOPBACK,
        "spark.driver.extraJavaOptions": QUICK_START,
        "spark.executor.extraJavaOptions": QUICK_START,
    }
    (folder / "conf").mkdir()
    lines = "".join(f"{name} {value}\n" for name, value in settings.items())
    (folder / "conf" / "spark-defaults.conf").write_text(lines, encoding="utf-8")
    return os.environ | {
        "SPARK_HOME": str(Path(spec.origin).parent),
        "SPARK_CONF_DIR": str(folder / "conf"),
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": QUICK_START,
        "PYSPARK_PYTHON": sys.executable,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def main(command: list[str]) -> int:
    """Run a command beside a cluster; its exit code is the answer."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with spark_cluster() as cluster:
        return subprocess.run(
            command, env=cluster.environment | {"REGULARS_SPARK_MASTER": cluster.master}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
