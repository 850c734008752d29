"""A browser for people's journeys: the Chromium that script/test found, with the switches a container needs."""

import os
import shutil
from typing import Any

import pytest

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium; a machine without one fails these tests and says so."""
    path = os.environ.get("REGULARS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("no Chromium found: run sh script/test, or name one: REGULARS_CHROMIUM=/path/to/chromium")
    return browser_type_launch_args | {"executable_path": path, "args": SWITCHES}
