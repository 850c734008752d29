"""Decisions of this context: what is asked, what counts as which sign, how scores come about."""
