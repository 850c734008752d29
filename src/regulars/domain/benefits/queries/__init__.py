"""Reading benefits: what a member has, what tiers have, choices, grants, uses and ratings."""

from regulars.domain.benefits.queries.choices import choices_of
from regulars.domain.benefits.queries.comparing import benefits_by_tier
from regulars.domain.benefits.queries.figures import figures_of, use_of_grants
from regulars.domain.benefits.queries.grants import grant, grants_of, list_grants
from regulars.domain.benefits.queries.holding import facts_of, holdings, member_benefits
from regulars.domain.benefits.queries.ratings import rating_of, ratings_of
from regulars.domain.benefits.queries.uses import cost_of_uses, find_use, list_uses, use

__all__ = [
    "benefits_by_tier",
    "choices_of",
    "cost_of_uses",
    "facts_of",
    "figures_of",
    "find_use",
    "grant",
    "grants_of",
    "holdings",
    "list_grants",
    "list_uses",
    "member_benefits",
    "rating_of",
    "ratings_of",
    "use",
    "use_of_grants",
]
