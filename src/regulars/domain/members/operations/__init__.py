"""Writing members: finding or enrolling them, keeping what they say of themselves, letting one lead to another."""

from regulars.domain.members.operations.identify import identify_in_region, identify_members, resolve_members
from regulars.domain.members.operations.lead import lead_back, lead_to
from regulars.domain.members.operations.tell import record_profiles

__all__ = ["identify_in_region", "identify_members", "lead_back", "lead_to", "record_profiles", "resolve_members"]
