"""Seeded loads that hold the speed of Regulars to a ratio of a named baseline; see README.md."""
