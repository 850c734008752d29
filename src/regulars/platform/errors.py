"""Refusals of the domain: a stable code, parameters and a kind; no HTTP codes and no translated text.

A context derives its errors from one of the five kinds and gives each a `code`. Surfaces map kinds and codes
once: `regulars.surfaces.web.messages` has the texts.
"""

from typing import Any, ClassVar


class DomainError(Exception):
    """Base of all refusals. `params` fill the text of the code and must be fit for JSON."""

    code: ClassVar[str]

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code, params)
        self.params = params

    def __str__(self) -> str:
        """Return the code with its parameters, for logs."""
        return f"{self.code} {self.params}" if self.params else self.code


class Invalid(DomainError):
    """What was given has the wrong shape or value."""


class Missing(DomainError):
    """What was named does not exist."""


class Conflict(DomainError):
    """It contradicts what is already there."""


class Refused(DomainError):
    """A rule of the business says no."""


class Forbidden(DomainError):
    """Who asks may not do this."""


class Busy(DomainError):
    """The installation cannot take more work now; nothing happened, and the caller should try again."""

    code = "busy"
