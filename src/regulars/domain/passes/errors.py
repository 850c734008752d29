"""Refusals of this context."""

from regulars.platform.errors import Refused


class PassUnavailable(Refused):
    """No keys for passes of this kind are set up, or they cannot be used."""

    code = "pass_unavailable"
