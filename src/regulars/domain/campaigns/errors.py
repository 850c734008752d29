"""Refusals of this context."""

from regulars.platform.errors import Conflict, Missing, Refused


class CampaignMissing(Missing):
    """There is no such campaign."""

    code = "campaign_not_found"


class CampaignConflict(Conflict):
    """Another campaign was started under this id."""

    code = "campaign_conflict"


class CampaignBusy(Conflict):
    """The campaign is still at work."""

    code = "campaign_busy"


class CampaignWithdrawn(Conflict):
    """The campaign was withdrawn; it grants nothing any more."""

    code = "campaign_withdrawn"


class CampaignEmpty(Refused):
    """Nobody is in the segment, or it was not worked out yet."""

    code = "campaign_empty"


class SegmentArchived(Refused):
    """The segment was put away."""

    code = "campaign_segment_archived"
