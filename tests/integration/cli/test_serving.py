"""The server as `regulars serve` starts it."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from regulars.platform.models import Job

PATIENCE_SECONDS = 60


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
