"""Fitting, judging and naming groups, on frames and arrays."""
