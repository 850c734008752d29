"""The Java that Spark runs on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

OLDEST = 17


def has_java() -> bool:
    """Whether the Java that Spark would take is there, and new enough. On macOS a `java` that only complains is not."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if program is None:
        return False
    try:
        told = subprocess.run([program, "-version"], capture_output=True, text=True, check=True).stderr  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return False
    version = re.search(r'version "(\d+)', told)
    return version is not None and int(version[1]) >= OLDEST
