"""The application that a WSGI server (granian, gunicorn) loads: `regulars.project.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")

application = get_wsgi_application()
