"""What is known of one member."""

from __future__ import annotations

from typing import Any

from regulars.domain.rfm.policy.scoring import MEASURED
from regulars.domain.rfm.queries.made import results_of
from regulars.domain.rfm.types import MemberValue, Part, RfmClass, ScorePart


def value_of(code: str, member: int) -> MemberValue | None:
    """The newest class and score of a member with the parts, and classes at ends of months before.

    None where nothing was computed, or the member never bought.
    """
    results = results_of(code)
    days = results.days()
    row: dict[str, Any] | None = results.member(days[0], member) if days else None
    if row is None:
        return None
    before = [(day, RfmClass(str(name))) for day, name in results.history(member, days[1:], "class")]
    return MemberValue(
        member=member,
        as_of=days[0],
        rfm_class=RfmClass(row["class"]),
        recency_days=row["recency_days"],
        purchases=row["purchases"],
        spend_minor=row["spend"],
        bands=(row["recency_band"], row["frequency_band"], row["money_band"]),
        score=row["score"],
        parts=tuple(_part(row, part) for part in MEASURED if f"gives_{part.value}" in row),
        before=tuple(before),
    )


def _part(row: dict[str, Any], part: Part) -> ScorePart:
    standing, gives = row[f"at_{part.value}"], row[f"gives_{part.value}"]
    weight = gives / standing if standing else 0.0
    measured = row[MEASURED[part]]
    return ScorePart(part, None if measured is None else float(measured), standing, weight, gives)
