"""From signs to scores: places among members, weighed.

A member who does not show a sign has place 0 in it; the others have the middle of the ranks of equals among all members
who are told, 0 to 100. A motive's score is the weighted mean of the places of its signs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from regulars.domain.motives.types import (
    AHEAD,
    FEWEST_SHOWING,
    MIXED,
    NONE_STRONG,
    STRONG,
    WEIGHTS,
    Motive,
    Sign,
)


def shares_of(members: pl.DataFrame) -> dict[Motive, dict[Sign, float]]:
    """What each sign that enough members show weighs in its motive; motives without any are left out."""
    shown = {sign for signs in WEIGHTS.values() for sign in signs if showing(members, sign) >= FEWEST_SHOWING}
    told = {}
    for motive, signs in WEIGHTS.items():
        known = {sign: weight for sign, weight in signs.items() if sign in shown}
        if known:
            told[motive] = {sign: weight / sum(known.values()) for sign, weight in known.items()}
    return told


def showing(members: pl.DataFrame, sign: Sign) -> int:
    """How many members show a sign."""
    return int((members[sign.value].fill_null(0) > 0).sum())


def scored(members: pl.DataFrame) -> pl.DataFrame:
    """The frame with `at_<sign>`, `gives_<sign>`, a score for each motive (null: silent), and what leads."""
    shares = shares_of(members)
    signs = {sign: share for own in shares.values() for sign, share in own.items()}
    placed = members.with_columns(_place(sign).alias(f"at_{sign.value}") for sign in signs)
    placed = placed.with_columns(
        (pl.col(f"at_{sign.value}") * share).alias(f"gives_{sign.value}") for sign, share in signs.items()
    )
    scores = [
        pl.sum_horizontal(f"gives_{sign.value}" for sign in shares[motive]).alias(motive.value)
        if motive in shares
        else pl.lit(None, dtype=pl.Float64).alias(motive.value)
        for motive in Motive
    ]
    told = placed.with_columns(scores)
    return told.with_columns(pl.Series("leading", _leading(told), dtype=pl.String))


def _place(sign: Sign) -> pl.Expr:
    value = pl.col(sign.value).fill_null(0).cast(pl.Float64)
    place = (value.rank("average") - 0.5) / pl.len() * 100
    return pl.when(value > 0).then(place).otherwise(0.0)


def _leading(members: pl.DataFrame) -> list[str]:
    """The motive that is strong and clearly ahead; else that motives are mixed, or none is strong."""
    names = [motive.value for motive in Motive]
    return [leading_of(names, row) for row in members.select(pl.col(names).fill_null(-1.0)).iter_rows()]


def leading_of(names: Sequence[str], scores: Sequence[float]) -> str:
    """What leads, of scores in the order of names."""
    order = np.argsort(np.array(scores))[::-1]
    first, second = scores[order[0]], scores[order[1]] if len(order) > 1 else -1.0
    if first < STRONG:
        return NONE_STRONG
    return names[order[0]] if first - max(second, 0.0) >= AHEAD else MIXED
