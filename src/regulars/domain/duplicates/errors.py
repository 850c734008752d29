"""Refusals of this context."""

from regulars.platform.errors import Conflict, Missing


class SuggestionMissing(Missing):
    """There is no such suggestion."""

    code = "duplicate_missing"


class SuggestionDecided(Conflict):
    """Somebody has decided about the pair already."""

    code = "duplicate_decided"
