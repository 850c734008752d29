"""What is known of one member."""

from __future__ import annotations

from typing import Any

from regulars.domain.motives.queries.made import results_of
from regulars.domain.motives.types import WEIGHTS, MemberMotive, MemberMotives, MemberSign, Motive, Sign


def motives_of(code: str, member: int) -> MemberMotives | None:
    """The newest motives of a member with the signs behind them, strongest first, and what led on earlier days.

    None where nothing was computed, or the member did too little to be told.
    """
    results = results_of(code)
    days = results.days()
    row: dict[str, Any] | None = results.member(days[0], member) if days else None
    if row is None:
        return None
    before = tuple((day, str(name)) for day, name in results.history(member, days[1:], "leading"))
    motives = tuple(_motive(row, motive) for motive in Motive)
    return MemberMotives(member, days[0], row["leading"], int(row["acts"]), motives, before)


def _motive(row: dict[str, Any], motive: Motive) -> MemberMotive:
    """A motive with the signs that the member shows."""
    signs = [
        MemberSign(sign, float(row[sign.value]), row[f"at_{sign.value}"], row[f"gives_{sign.value}"])
        for sign in WEIGHTS[motive]
        if _shown(row, sign)
    ]
    return MemberMotive(motive, row[motive.value], tuple(sorted(signs, key=lambda one: -one.gives)))


def _shown(row: dict[str, Any], sign: Sign) -> bool:
    return f"gives_{sign.value}" in row and bool(row[sign.value])
