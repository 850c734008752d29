"""The bench `tags`: all tags of many members."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
django.setup()
