"""Refusals of this context."""

from regulars.platform.errors import Invalid, Missing


class ParameterUnknown(Missing):
    """The programme has no number at that address."""

    code = "parameter_unknown"


class SweepTooLong(Invalid):
    """More values than one run tries."""

    code = "sweep_too_long"


class GoalUnreadable(Invalid):
    """What is wanted of a search is neither a share of members on a tier nor a ceiling of what points are worth."""

    code = "goal_unreadable"
