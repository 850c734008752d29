"""Making forecasts, telling of what they say, and tiers by hand."""

from regulars.domain.tiers.operations.by_hand import lift_lock, lock_tier, match_status, preview_match
from regulars.domain.tiers.operations.forecasting import CHUNK, Progress, ask_for_forecast, forecast_job, forecast_part

__all__ = [
    "CHUNK",
    "Progress",
    "ask_for_forecast",
    "forecast_job",
    "forecast_part",
    "lift_lock",
    "lock_tier",
    "match_status",
    "preview_match",
]
