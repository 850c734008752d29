"""Refusals of this context, as somebody at a counter is told them."""

from regulars.platform.errors import Conflict, Invalid, Missing, Refused


class CodeAltered(Refused):
    """The code is none of this programme's, or was changed or misread."""

    code = "code_altered"


class CodeForeign(Refused):
    """The code is of another programme."""

    code = "code_foreign"


class CodeExpired(Refused):
    """The code was good until a moment ago."""

    code = "code_expired"


class CodeNotYetValid(Refused):
    """The code is of later than now."""

    code = "code_not_yet_valid"


class CodeUsed(Refused):
    """The code was used before; each is good for one use."""

    code = "code_used"


class CodeReturned(Refused):
    """The code was used, and the use taken back; the member needs a new one."""

    code = "code_returned"


class CodeWithdrawn(Refused):
    """The voucher's code was taken out of use."""

    code = "code_withdrawn"


class CodeOfOther(Refused):
    """The code is for another benefit than the one that is asked for."""

    code = "code_of_other"


class TooManyWrongShown(Refused):
    """So many wrong codes were shown that none is looked at for a while."""

    code = "too_many_wrong_shown"


class BenefitNotNamed(Invalid):
    """The code is the member's, and nothing says which of their benefits is used."""

    code = "benefit_not_named"


class StoreNotNamed(Invalid):
    """The benefit is used in certain stores only, and nothing says in which it is now."""

    code = "store_not_named"


class VerificationConflict(Conflict):
    """Another verification was made under this id."""

    code = "verification_conflict"


class VerificationMissing(Missing):
    """There is no such verification."""

    code = "verification_not_found"


class VerificationReversed(Conflict):
    """The verification was undone before."""

    code = "verification_reversed"


class ReversalNotAllowed(Refused):
    """One may undo what one did oneself, and only for a while."""

    code = "reversal_not_allowed"


class ReversalReasonMissing(Invalid):
    """What is undone is explained."""

    code = "reversal_reason_missing"


class CodeKeyMissing(Missing):
    """There is no such key of codes."""

    code = "code_key_not_found"


class TillInvalid(Invalid):
    """The till has no code or name, or its public key is none."""

    code = "till_invalid"


class TillExists(Conflict):
    """Another till has this code."""

    code = "till_exists"


class TillMissing(Missing):
    """There is no such till."""

    code = "till_not_found"


class TillRevoked(Refused):
    """The till was taken out of use."""

    code = "till_revoked"


class TillOfOtherStore(Refused):
    """The till stands in another store."""

    code = "till_of_other_store"


class SettlementUnsigned(Refused):
    """The settlement is not signed with the till's key."""

    code = "settlement_unsigned"


class SettlementTooLarge(Invalid):
    """So many uses are not settled at once."""

    code = "settlement_too_large"


class SettledTooLate(Refused):
    """The use is older than what is settled."""

    code = "settled_too_late"


class TillNumberTaken(Conflict):
    """The till settled another use under this number."""

    code = "till_number_taken"


class ConflictMissing(Missing):
    """There is no such conflict of a till."""

    code = "till_conflict_not_found"


class ConflictResolved(Conflict):
    """The conflict was resolved before."""

    code = "till_conflict_resolved"
