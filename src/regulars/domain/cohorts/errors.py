"""Refusals of this context."""

from regulars.platform.errors import Conflict, Missing


class CohortsMissing(Missing):
    """Nothing was computed yet."""

    code = "cohorts_missing"


class CohortsNothingBought(Conflict):
    """Up to the instant that is asked for nobody bought anything."""

    code = "cohorts_nothing_bought"
