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


class KeyRuleInvalid(Invalid):
    """A rule for identifiers cannot be: `field` says which part of it."""

    code = "key_rule_invalid"


class KeyRuleMissing(Missing):
    """No external id of this name is declared."""

    code = "key_rule_missing"


class KeyRuleUsed(Refused):
    """Members have identifiers of this name; the rule can be closed, not removed."""

    code = "key_rule_used"


class IdentifierBlocked(Invalid):
    """The value is declared to stand for nobody."""

    code = "identifier_blocked"


class IdentifierUndeclared(Invalid):
    """The programme takes no external id of this name."""

    code = "identifier_undeclared"


class IdentifierElsewhere(Missing):
    """The member has no such identifier."""

    code = "identifier_elsewhere"
