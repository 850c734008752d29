"""Refusals of this context."""

from regulars.platform.errors import Invalid


class AssumptionsInvalid(Invalid):
    """The assumptions cannot be used; `findings` lists all that is wrong, each with path, what, why and mend."""

    code = "assumptions_invalid"


class NothingToRespondTo(Invalid):
    """Members respond to a difference: besides the baseline there has to be another programme."""

    code = "nothing_to_respond_to"
