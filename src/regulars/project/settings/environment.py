"""Typed readings of environment variables, with errors that say how to mend them."""

import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    """The variable, or the default when it is missing or empty."""
    return os.environ.get(name) or default


def flag(name: str) -> bool:
    """True for 1, true, yes, on; false when missing or for 0, false, no, off; anything else is refused."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0")


def number(name: str, default: int) -> int:
    """A whole number that is not negative."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number")
    return int(value)


def listed(name: str, default: str) -> list[str]:
    """Values separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def one_of(name: str, default: str, *others: str) -> str:
    """One of a few words; anything else is refused."""
    value = text(name, default).strip().lower()
    if value not in {default, *others}:
        raise ImproperlyConfigured(f"{name} is {value!r}; write one of {', '.join((default, *others))}")
    return value
