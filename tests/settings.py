"""The product's settings over a throw-away data folder, with a quick password hasher.

REGULARS_TEST_ON says on which database to test: `sqlite` (the default) or `postgresql`, the server that
TEST_DATABASE_URL names.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "REGULARS_TEST_DATA" not in os.environ:
    os.environ["REGULARS_TEST_DATA"] = tempfile.mkdtemp(prefix="regulars-test-")
    atexit.register(shutil.rmtree, os.environ["REGULARS_TEST_DATA"], ignore_errors=True)
# Workers that test side by side have a data folder each: uploads and secrets of one are no business of the other.
os.environ["REGULARS_DATA"] = str(
    Path(os.environ["REGULARS_TEST_DATA"]) / os.environ.get("PYTEST_XDIST_WORKER", "alone")
)
on_postgresql = os.environ.get("REGULARS_TEST_ON") == "postgresql"
os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"] if on_postgresql else ""

from regulars.project.settings import *  # noqa: E402, F403 - the environment must be set first
from regulars.project.settings import DATA, DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

if not on_postgresql:
    # A file, not memory: threads and child processes of a test meet the same database, as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
