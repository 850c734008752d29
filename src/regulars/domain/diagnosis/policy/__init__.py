"""Decisions of the diagnosis: what is counted, how it is measured, and what is proposed. Pure."""
