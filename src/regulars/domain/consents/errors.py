"""Refusals of this context."""

from regulars.platform.errors import Invalid


class ConsentInvalid(Invalid):
    """A purpose or channel is none, or the instant lies in the future."""

    code = "consent_invalid"
