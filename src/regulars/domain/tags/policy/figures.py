"""How a tag is spread over members: how many have it, a few quantiles, and bars to draw."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from regulars.domain.tags.types import Figures, TagType

_BARS, _VALUES = 12, 15
_POINTS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
_EDGE = 0.975
"""Bars of one width end where so many of the values are; the last one takes the rest."""


def figures_of(values: pl.Series, type_: TagType, computed_on: date) -> Figures:
    """The figures of all values of a tag."""
    known = values.drop_nulls()
    if type_ is TagType.YES_NO:
        holding = int(known.sum() or 0)
        bars: tuple[tuple[str, int], ...] = (("yes", holding), ("no", known.len() - holding))
        return Figures(computed_on, known.len(), holding, None, (), bars if known.len() else ())
    if type_ is TagType.CATEGORY:
        counted = known.value_counts(sort=True).sort(pl.col("count"), pl.col(values.name), descending=[True, False])
        top = tuple((str(value), int(count)) for value, count in counted.head(_VALUES).iter_rows())
        rest = known.len() - sum(count for _, count in top)
        return Figures(computed_on, known.len(), known.len(), None, (), (*top, *((("", rest),) if rest else ())))
    numbers = known.cast(pl.Float64)
    numbers = numbers.filter(numbers.is_finite())
    if numbers.is_empty():
        return Figures(computed_on, 0, 0, None, (), ())
    mean = float(str(numbers.mean()))
    numbers = numbers.sort()
    quantiles = tuple(float(numbers.quantile(point, "linear") or 0) for point in _POINTS)
    return Figures(computed_on, numbers.len(), int((numbers != 0).sum()), mean, quantiles, _bars(numbers, quantiles))


def _bars(numbers: pl.Series, quantiles: tuple[float, ...]) -> tuple[tuple[str, int], ...]:
    """Bars of one width over most of the values; a few whole numbers have one each. Labels are `least:most`."""
    low, high = quantiles[0], float(numbers.quantile(_EDGE, "linear") or 0)
    distinct = numbers.n_unique()
    if distinct <= _BARS:
        counted = numbers.value_counts().sort(numbers.name)
        return tuple((f"{value:g}", int(count)) for value, count in counted.iter_rows())
    width = _nice((high - low) / _BARS)
    if not width:
        high = quantiles[-1]
        width = _nice((high - low) / _BARS)
    first = math.floor(low / width)
    last = max(math.ceil(high / width) - 1, first)
    places = (numbers / width).floor().clip(first, last).cast(pl.Int64)
    counts: dict[int, int] = dict(places.value_counts().iter_rows())
    labels = [
        (f"{place * width:g}:{(place + 1) * width:g}" if place < last else f"{place * width:g}:", counts.get(place, 0))
        for place in range(first, last + 1)
    ]
    return tuple(labels)


def _nice(width: float) -> float:
    """The next width above that reads well: 1, 2 or 5 times a power of ten."""
    if width <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= width * 0.999)


def figures_as_data(one: Figures) -> dict[str, Any]:
    """Figures as JSON holds them."""
    return {
        "computed_on": one.computed_on.isoformat(),
        "known": one.known,
        "holding": one.holding,
        "mean": one.mean,
        "quantiles": list(one.quantiles),
        "bars": [list(bar) for bar in one.bars],
    }


def figures_in(data: Mapping[str, Any]) -> Figures:
    """The same, read again."""
    return Figures(
        date.fromisoformat(data["computed_on"]),
        data["known"],
        data["holding"],
        data["mean"],
        tuple(data["quantiles"]),
        tuple((str(label), int(count)) for label, count in data["bars"]),
    )
