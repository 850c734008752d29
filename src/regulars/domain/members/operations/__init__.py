"""Writing members: finding or enrolling them, what they say of themselves, which identifiers are taken, merging."""

from regulars.domain.members.operations.declare import remove_key_rule, set_key_rule
from regulars.domain.members.operations.forget import detach_identifier, forget_member
from regulars.domain.members.operations.identify import identify_in_region, identify_members, resolve_members
from regulars.domain.members.operations.lead import lead_back, lead_to
from regulars.domain.members.operations.tell import record_profiles

__all__ = [
    "detach_identifier",
    "forget_member",
    "identify_in_region",
    "identify_members",
    "lead_back",
    "lead_to",
    "record_profiles",
    "remove_key_rule",
    "resolve_members",
    "set_key_rule",
]
