"""Notices shown on the next page."""

from django.contrib import messages
from django.http import HttpRequest


def notify(request: HttpRequest, text: str) -> None:
    """Say that something was done."""
    messages.success(request, text, extra_tags="notice-good")


def warn(request: HttpRequest, text: str) -> None:
    """Say that something could not be done, and why."""
    messages.error(request, text, extra_tags="notice-bad")
