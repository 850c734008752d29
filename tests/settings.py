"""The product's settings over a throw-away data folder, with a quick password hasher."""

import atexit
import os
import shutil
import tempfile

if "REGULARS_TEST_DATA" not in os.environ:
    os.environ["REGULARS_TEST_DATA"] = tempfile.mkdtemp(prefix="regulars-test-")
    atexit.register(shutil.rmtree, os.environ["REGULARS_TEST_DATA"], ignore_errors=True)
os.environ["REGULARS_DATA"] = os.environ["REGULARS_TEST_DATA"]

from regulars.project.settings import *  # noqa: F403 - the folder must be known before the settings are read
from regulars.project.settings import DATA, DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads and child processes of a test meet the same database, as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
