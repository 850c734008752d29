"""Refusals of this context."""

from regulars.platform.errors import Conflict, Forbidden, Invalid, Missing, Refused


class PartnerMissing(Missing):
    """There is no such partner in the programme."""

    code = "partner_missing"


class PartnerExists(Conflict):
    """The code is taken."""

    code = "partner_exists"


class PartnerInvalid(Invalid):
    """The partner's code, names or wallet are not what they must be."""

    code = "partner_invalid"


class PartnerInactive(Refused):
    """Nothing is done for this partner at present."""

    code = "partner_inactive"


class PartnerForeign(Forbidden):
    """The key acts for another partner."""

    code = "partner_foreign"


class PartnerKeyRefused(Refused):
    """The key may do more than act for a partner, acts for another, or is not one of the programme."""

    code = "partner_key_refused"


class RateInvalid(Invalid):
    """A rate is above zero, at most a million, and has at most six decimals."""

    code = "partner_rate_invalid"


class RateInPast(Refused):
    """Rates are not changed for days that have passed."""

    code = "partner_rate_in_past"


class RateTaken(Conflict):
    """There is a rate from that day on."""

    code = "partner_rate_taken"


class RateMissing(Refused):
    """No rate is in force on that day."""

    code = "partner_rate_missing"


class AmountTooSmall(Refused):
    """The amount comes to nothing at the rate of the day."""

    code = "partner_amount_too_small"


class AmountInvalid(Invalid):
    """The amount is not above zero, or larger than can be right."""

    code = "partner_amount_invalid"


class ReferenceInvalid(Invalid):
    """A reference is a text of 1 to 100 characters without spaces at its ends."""

    code = "partner_reference_invalid"


class CapReached(Refused):
    """With this the points over a cap's scope would be more than it allows."""

    code = "partner_cap_reached"


class ItemConflict(Conflict):
    """Something else was done under this reference."""

    code = "partner_item_conflict"


class ItemMissing(Missing):
    """Nothing was done under this reference."""

    code = "partner_item_missing"


class ItemReversed(Conflict):
    """The item was reversed before, or is a reversal itself."""

    code = "partner_item_reversed"


class StatementOpen(Refused):
    """The month is not over: it can still change."""

    code = "partner_statement_open"


class StatementEarlierOpen(Refused):
    """An earlier month with items has not been issued."""

    code = "partner_statement_earlier_open"


class StatementWrongState(Conflict):
    """The statement is not in the state that this needs."""

    code = "partner_statement_state"


class StatementDisputed(Refused):
    """Differences are open; a statement is agreed when none is."""

    code = "partner_statement_disputed"


class BooksUnreadable(Invalid):
    """The partner's file is not CSV with a reference and points in each line."""

    code = "partner_books_unreadable"


class DisputeMissing(Missing):
    """There is no such difference."""

    code = "partner_dispute_missing"
