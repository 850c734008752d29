"""Reading campaigns: what one would come to, all of them, one, and what became of its members."""

from regulars.domain.campaigns.queries.estimating import estimate
from regulars.domain.campaigns.queries.listing import (
    KINDS,
    campaigns_for,
    find_campaign,
    list_campaigns,
    list_outcomes,
    outcomes_of,
)

__all__ = ["KINDS", "campaigns_for", "estimate", "find_campaign", "list_campaigns", "list_outcomes", "outcomes_of"]
