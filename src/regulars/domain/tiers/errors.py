"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing


class TierUnknown(Invalid):
    """The programme has no such tier, or it is the first, which cannot be given."""

    code = "tier_unknown"


class StatusMatched(Conflict):
    """The member's status in that other programme was matched before."""

    code = "status_matched"


class DayPassed(Invalid):
    """The last day lies before today."""

    code = "day_passed"


class ForecastMissing(Missing):
    """Nothing is foreseen of a member before their first event."""

    code = "forecast_missing"
