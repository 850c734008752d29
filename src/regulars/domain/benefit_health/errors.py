"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing


class HealthMissing(Missing):
    """The health of the benefits was not read yet."""

    code = "benefit_health_missing"


class HealthChangeMissing(Missing):
    """The last report proposes no such change."""

    code = "benefit_change_missing"


class HealthOutdated(Conflict):
    """The report is of another version than the one in force: its change may not fit any more."""

    code = "benefit_health_outdated"


class QuarterInvalid(Invalid):
    """This is no quarter, or one that is not over."""

    code = "quarter_invalid"
