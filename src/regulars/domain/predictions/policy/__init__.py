"""Features, models and measures. Pure."""
