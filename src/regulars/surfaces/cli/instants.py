"""Instants as people type them at the command line."""

from __future__ import annotations

from datetime import UTC, datetime

from regulars.surfaces.cli.output import wrong_usage


def instant(text: str) -> datetime:
    """The instant in UTC; ends with exit code 2 when it is none or has no zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        wrong_usage(f"{text} is not an instant; write it as 2026-03-31T09:05:00+08:00")
    if found.tzinfo is None:
        wrong_usage(f"{text} has no time zone; write it as {text}+08:00, or {text}Z for UTC")
    return found.astimezone(UTC)
