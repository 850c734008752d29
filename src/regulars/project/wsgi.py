"""The application that a WSGI server (granian, gunicorn) loads: `regulars.project.wsgi:application`."""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")

# The writer of a shared batch waits for the database a dozen times; each time it would have to wait for other
# threads to give the interpreter back, by default up to 5 ms.
sys.setswitchinterval(0.0005)

application = get_wsgi_application()

if settings.JOBS_IN_SERVER:
    from regulars.platform.jobs import start_worker_thread

    start_worker_thread()
