"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing


class RfmGridInvalid(Invalid):
    """A grid cannot be used: `problem` says what is wrong with it, by code."""

    code = "rfm_grid_invalid"


class RfmMissing(Missing):
    """Classes were not computed yet."""

    code = "rfm_missing"


class RfmNothingBought(Conflict):
    """Up to the instant that is asked for nobody bought anything."""

    code = "rfm_nothing_bought"


class RfmNothingToUndo(Conflict):
    """No grid was saved, so none can be taken back."""

    code = "rfm_nothing_to_undo"
