"""Reading standings, forecasts and status matches."""

from regulars.domain.tiers.queries.forecasts import (
    forecast_of,
    forecast_summary,
    iterate_forecasts,
    list_forecasts,
)
from regulars.domain.tiers.queries.matches import list_matches, matches_of
from regulars.domain.tiers.queries.standings import standing, tier_history, tier_mix

__all__ = [
    "forecast_of",
    "forecast_summary",
    "iterate_forecasts",
    "list_forecasts",
    "list_matches",
    "matches_of",
    "standing",
    "tier_history",
    "tier_mix",
]
