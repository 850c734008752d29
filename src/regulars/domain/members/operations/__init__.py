"""Writing members: finding or enrolling them, and keeping what they say of themselves."""

from regulars.domain.members.operations.identify import identify_in_region, identify_members, resolve_members
from regulars.domain.members.operations.tell import record_profiles

__all__ = ["identify_in_region", "identify_members", "record_profiles", "resolve_members"]
