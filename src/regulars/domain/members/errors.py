"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing, Refused


class MemberMissing(Missing):
    """Nobody in the programme has this id or identifier."""

    code = "member_not_found"


class IdentifierInvalid(Invalid):
    """The text cannot be an identifier of its kind."""

    code = "identifier_invalid"


class IdentifierMissing(Invalid):
    """No identifier was given."""

    code = "identifier_missing"


class IdentityConflict(Conflict):
    """The identifiers belong to different members."""

    code = "identity_conflict"


class MemberClosed(Refused):
    """The member has left the programme."""

    code = "member_closed"


class MemberMerged(Refused):
    """The member was merged into another, `survivor`, and takes part as that one."""

    code = "member_merged"


class MemberNotMerged(Refused):
    """The member was not merged into another."""

    code = "member_not_merged"
