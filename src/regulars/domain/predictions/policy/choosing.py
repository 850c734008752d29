"""What members buy next: again, by how often they did; for the first time, by what goes with what they bought.

What goes with what is found for all pairs of items at once (EASE; Steck, 2019): a regression of each item on all
others, held back by `_HOLD`, which is one matrix inversion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from regulars.domain.predictions.policy.fitting import Floats

ITEMS = 800
"""The items that most members bought; of others too little is known."""
LEAST_BUYERS = 5
HALF_LIFE = 120
"""Days in which an older purchase counts half."""
_HOLD = 300.0
FIRST = 5
"""Items that are told of each member."""
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Shelf:
    """Members and items, ascending by number and by name, and how often who bought what: plainly, and fading."""

    members: NDArray[np.int64]
    items: tuple[str, ...]
    times: Floats
    faded: Floats

    @property
    def had(self) -> NDArray[np.bool_]:
        """Who bought what before."""
        return self.times > 0

    @property
    def popularity(self) -> Floats:
        """How many members bought each item."""
        return np.asarray(self.had.sum(axis=0), dtype=np.float64)


def shelf_of(bought: pl.DataFrame, members: NDArray[np.int64]) -> Shelf:
    """From the answer to `items_sql`, of these members."""
    buyers = bought.group_by("item").agg(members=pl.len()).filter(pl.col("members") >= LEAST_BUYERS)
    kept = sorted(buyers.sort(["members", "item"], descending=[True, False]).head(ITEMS)["item"].to_list())
    times, faded = (_grid(bought, members, kept, value) for value in ("times", "faded"))
    return Shelf(members, tuple(kept), times, faded)


def wanted_on(shelf: Shelf, baskets: pl.DataFrame) -> NDArray[np.bool_]:
    """What was in the next basket, of the items on the shelf; what nobody had bought before is not there."""
    return _grid(baskets.with_columns(times=pl.lit(1.0)), shelf.members, list(shelf.items), "times") > 0


def _grid(rows: pl.DataFrame, members: NDArray[np.int64], items: list[str], value: str) -> Floats:
    grid = np.zeros((len(members), len(items)))
    if not len(members) or not items:
        return grid
    who = pl.DataFrame({"member": members}).with_row_index("row")
    what = pl.DataFrame({"item": items}).with_row_index("column")
    told = rows.select("member", "item", pl.col(value).cast(pl.Float64)).join(who, on="member").join(what, on="item")
    grid[told["row"].to_numpy(), told["column"].to_numpy()] = told[value].to_numpy()
    return grid


def again_scores(shelf: Shelf, values: Floats) -> Floats:
    """Items that members had, by these values, popular ones first among equals."""
    most = max(float(shelf.popularity.max(initial=1.0)), 1.0)
    return np.where(shelf.had, values + 1e-6 * shelf.popularity / most, -np.inf)


def popular_again(shelf: Shelf) -> Floats:
    """Items by how many members bought them, whoever is asked."""
    return np.broadcast_to(shelf.popularity, shelf.times.shape)


def popular_new(shelf: Shelf) -> Floats:
    """Likewise, without what the member had."""
    return np.where(shelf.had, -np.inf, popular_again(shelf))


def ease(shelf: Shelf) -> Floats:
    """How much having bought an item (row) speaks for another (column)."""
    weights = np.log1p(shelf.times)
    gram = weights.T @ weights
    gram[np.diag_indices_from(gram)] += _HOLD
    inverse = np.linalg.inv(gram)
    pairs = inverse / -np.diag(inverse)
    np.fill_diagonal(pairs, 0.0)
    return np.asarray(pairs, dtype=np.float64)


def new_scores(shelf: Shelf, pairs: Floats) -> Floats:
    """Items that members never had, by what goes with what they bought."""
    return np.where(shelf.had, -np.inf, np.log1p(shelf.times) @ pairs)


def first_picks(shelf: Shelf, scores: Floats) -> list[list[tuple[str, float]]]:
    """The best items of each member; as many as there are."""
    found: list[list[tuple[str, float]]] = []
    for start in range(0, len(scores), _AT_ONCE):
        part = scores[start : start + _AT_ONCE]
        order = np.argsort(-part, axis=1, kind="stable")[:, :FIRST]
        for row, places in zip(part, order, strict=True):
            found.append([(shelf.items[place], float(row[place])) for place in places if np.isfinite(row[place])])
    return found
