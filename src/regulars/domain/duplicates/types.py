"""Values of the duplicates context."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

REASONS = (
    "met",
    "name_same",
    "name_alike",
    "mobile_alike",
    "email_same_name",
    "email_alike",
    "birth_month_same",
    "device_shared",
)
"""Why two members may be one person; `met` names the kinds of identifiers that came in one event."""


class Pair(NamedTuple):
    """Two members, how likely they are one person (0 to 1), and why; `first` is the lower number."""

    first: int
    second: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class SuggestionView:
    """A pair for people to decide about; `decided_by` said that they are not the same."""

    id: int
    pair: Pair
    found_at: datetime
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True)
class SearchReport:
    """What a search came to: members compared, pairs suggested, those of them that are new."""

    members: int
    pairs: int
    new: int
