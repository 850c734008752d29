"""The bench `replay`: fifty million baskets through the club's programme."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
django.setup()
