"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing, Refused


class HealthMissing(Missing):
    """The health of the benefits was not read yet, or not of this quarter."""

    code = "benefit_health_missing"


class HealthChangeMissing(Missing):
    """The report proposes no such change."""

    code = "benefit_change_missing"


class HealthOutdated(Conflict):
    """The report is of another version than the one in force: its change may not fit any more."""

    code = "benefit_health_outdated"


class QuarterInvalid(Invalid):
    """This is no quarter, or one that is not over."""

    code = "quarter_invalid"


class OfferInvalid(Invalid):
    """A competitor's benefit has a field that cannot be kept."""

    code = "offer_invalid"


class OfferMissing(Missing):
    """There is no such benefit of a competitor."""

    code = "offer_not_found"


class OffersFileInvalid(Invalid):
    """This is no file of competitors' benefits."""

    code = "offers_file_invalid"


class OffersCrowded(Refused):
    """The list of competitors' benefits is full."""

    code = "offers_crowded"
