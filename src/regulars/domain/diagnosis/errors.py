"""Refusals of this context."""

from regulars.platform.errors import Conflict, Missing


class DiagnosisMissing(Missing):
    """No diagnosis of the programme was made yet."""

    code = "diagnosis_missing"


class ProposalMissing(Missing):
    """The last diagnosis proposes no such change."""

    code = "proposal_missing"


class ProposalOutdated(Conflict):
    """The diagnosis was made of another version than the one in force: its change may not fit any more."""

    code = "proposal_outdated"
