"""What segments mean: their language, values in the course of time, and sets of members."""
