"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing


class ProgrammeInvalid(Invalid):
    """The document cannot be used; `findings` lists all that is wrong, each with path, what, why and mend."""

    code = "programme_invalid"


class ProgrammeMissing(Missing):
    """No programme of this id or code has a live version."""

    code = "programme_missing"


class SecondVersionRefused(Conflict):
    """The programme already has another version, and a change of a running programme needs a review."""

    code = "second_version_refused"
