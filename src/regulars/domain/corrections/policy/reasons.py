"""Why something is corrected. Pure."""

from regulars.domain.corrections.errors import WhyMissing


def told(reason: str) -> str:
    """The reason without blanks around it; raises WhyMissing when nothing is left."""
    if not (reason := reason.strip()):
        raise WhyMissing
    return reason
