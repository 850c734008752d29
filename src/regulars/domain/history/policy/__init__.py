"""Decisions about histories: shapes of tables, how bodies become rows, what a manifest says."""
