"""The grid that Regulars begins with, what a grid must be, and grids as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.domain.rfm.errors import RfmGridInvalid
from regulars.domain.rfm.types import BANDS, Axis, Basis, Edges, Grid, Part, RfmClass

LONGEST_WINDOW = 1_830
CELLS = BANDS**3

_WEIGHTS = {
    Part.RECENCY: 20,
    Part.FREQUENCY: 25,
    Part.MONEY: 30,
    Part.FULL_PRICE: 5,
    Part.KEPT: 5,
    Part.BREADTH: 10,
    Part.ENGAGEMENT: 5,
    Part.SENTIMENT: 0,
}


def first_grid() -> Grid:
    """The grid before anybody saved one: a year, thirds (recency: half, 35 %, 15 %), classes by `_begun`."""
    third = Edges(Basis.QUANTILE, 0.33, 0.67)
    bands = range(1, BANDS + 1)
    cells = tuple(_begun(recency, often, money) for recency in bands for often in bands for money in bands)
    return Grid(365, Edges(Basis.QUANTILE, 0.5, 0.85), third, third, cells, _WEIGHTS)


def _begun(recency: int, frequency: int, money: int) -> RfmClass:
    """Who bought long ago is at risk; else often and much is of high value, seldom but much is untapped."""
    if recency == 1:
        return RfmClass.AT_RISK
    if frequency == 3 and money + recency >= 5:
        return RfmClass.HIGH_VALUE
    if frequency >= 2 and money >= 2:
        return RfmClass.GROWING
    if frequency == 3:
        return RfmClass.GROWING
    return RfmClass.UNTAPPED if money >= 2 else RfmClass.OCCASIONAL


def checked(grid: Grid) -> Grid:
    """The grid, if it can be used; raises RfmGridInvalid with the first problem."""
    problem = _problem(grid)
    if problem:
        raise RfmGridInvalid(problem=problem)
    return grid


def _problem(grid: Grid) -> str:
    if not 1 <= grid.window_days <= LONGEST_WINDOW:
        return "window"
    for axis, edges in axes_of(grid).items():
        if not _meet(edges):
            return f"edges_{axis.value}"
    if len(grid.cells) != CELLS:
        return "cells"
    if any(not 0 <= weight <= 100 for weight in grid.weights.values()):
        return "weights"
    return "" if sum(grid.weights.values()) > 0 else "no_weight"


def _meet(edges: Edges) -> bool:
    """Whether two edges make three bands."""
    most = 1.0 if edges.basis is Basis.QUANTILE else float("inf")
    return 0 < edges.low < edges.high < most


def axes_of(grid: Grid) -> dict[Axis, Edges]:
    """The edges of each axis."""
    return {Axis.RECENCY: grid.recency, Axis.FREQUENCY: grid.frequency, Axis.MONEY: grid.money}


def as_data(grid: Grid) -> dict[str, Any]:
    """A grid as what JSON can hold."""
    edges = {
        axis.value: {"basis": one.basis.value, "low": one.low, "high": one.high} for axis, one in axes_of(grid).items()
    }
    return {
        "window_days": grid.window_days,
        **edges,
        "cells": [one.value for one in grid.cells],
        "weights": {part.value: grid.weights.get(part, 0) for part in Part},
    }


def from_data(data: Mapping[str, Any]) -> Grid:
    """What `as_data` made, as a grid again; raises RfmGridInvalid where it is none."""
    try:
        recency, frequency, money = (
            Edges(Basis(data[axis]["basis"]), float(data[axis]["low"]), float(data[axis]["high"]))
            for axis in ("recency", "frequency", "money")
        )
        cells = tuple(RfmClass(one) for one in data["cells"])
        weights = {part: int(data["weights"].get(part.value, 0)) for part in Part}
        grid = Grid(int(data["window_days"]), recency, frequency, money, cells, weights)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RfmGridInvalid(problem="shape") from error
    return checked(grid)
