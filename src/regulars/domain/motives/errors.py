"""Refusals of this context."""

from regulars.platform.errors import Conflict, Missing


class MotivesMissing(Missing):
    """Motives were not computed yet."""

    code = "motives_missing"


class MotivesNothingToTell(Conflict):
    """Nobody did enough in the year before, or no motive has any sign."""

    code = "motives_nothing_to_tell"
