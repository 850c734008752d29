"""The bench `rfm`: classes of members over many lines."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
django.setup()
