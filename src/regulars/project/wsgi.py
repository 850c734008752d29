"""The application that a WSGI server (granian, gunicorn) loads: `regulars.project.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")

application = get_wsgi_application()

if settings.JOBS_IN_SERVER:
    from regulars.platform.jobs import start_worker_thread

    start_worker_thread()
