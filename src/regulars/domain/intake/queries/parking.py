"""What events say that wait for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from regulars.domain.arrivals.queries import parked_texts
from regulars.domain.intake.policy.parking import from_text


def parked_bodies(programme_id: int, numbers: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """The bodies of those that were not taken in, by number: what happened, not whose it is."""
    return {number: from_text(text).body for number, text in parked_texts(programme_id, numbers).items()}
