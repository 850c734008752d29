"""Pure decisions about tiers: how near, what is missing, what a forecast says."""
