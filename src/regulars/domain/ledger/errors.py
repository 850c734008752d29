"""Refusals of the ledger."""

from collections.abc import Mapping
from typing import Any

from regulars.platform.errors import DomainError, Missing, Refused


class TransactionMissing(Missing):
    """No such transaction."""

    code = "transaction_missing"


class EventMissing(Missing):
    """No such event in the member's log."""

    code = "event_missing"


class InsufficientPoints(Refused):
    """There are not as many points as should be drawn."""

    code = "insufficient_points"


class HoldsOpen(Refused):
    """A member whose points are held for a checkout cannot be merged into another."""

    code = "holds_open"


class MergeMissing(Missing):
    """The one member was not merged into the other, or that was undone already."""

    code = "merge_missing"


class EventRefused(Refused):
    """The write door did not accept an event that belongs to a larger deed; `why` is the code of its answer."""

    code = "event_refused"


def refusal_of(code: str, params: Mapping[str, Any]) -> DomainError:
    """The answer to an event that was not accepted, as an error for whoever needs all or nothing."""
    if code == InsufficientPoints.code:
        return InsufficientPoints(**params)
    return EventRefused(**{**params, "why": code})
