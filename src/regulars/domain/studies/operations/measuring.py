"""What a study tells beyond the replay's own figures: members of each comparison in a file, and how they are spread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from regulars.domain.history.queries import Slice, read_manifest, scan
from regulars.domain.history.types import Table
from regulars.domain.replay.policy.comparing import comparison_of, joined
from regulars.domain.replay.types import Candidate, Replayed, Results
from regulars.domain.studies.policy.spreading import spread_of
from regulars.domain.studies.queries.portions import standings
from regulars.domain.studies.types import BASELINE, Distribution, Measure
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.states import Integers

Folders = dict[str, Path]
"""The folders that tell of members, by the name of the programme in the replay."""


def compared(folders: Folders, baseline: Results, replayed: Replayed) -> Replayed:
    """Drafts that were replayed alone, with what is known of the baseline."""
    first = standings(folders[BASELINE])
    comparisons = tuple(
        comparison_of(one.name, BASELINE, joined(first, standings(folders[one.name]))) for one in replayed.results
    )
    return Replayed((baseline, *replayed.results), comparisons)


def write_shifts(folders: Folders, candidates: tuple[Candidate, ...], folder: Path) -> None:
    """Each draft against the baseline, one row a member: tiers, worth, gain, and whether they stand higher or lower."""
    tiers = candidates[0].programme.tier_ids
    for place, draft in enumerate(candidates[1:], start=1):
        rows = joined(standings(folders[BASELINE]), standings(folders[draft.name]))
        move = _rank("tier_after", draft.programme.tier_ids) - _rank(
            "tier_before", draft.programme.tier_ids if set(tiers) <= set(draft.programme.tier_ids) else tiers
        )
        shifts = rows.with_columns(move=move.sign()).sort("gain", "member", descending=[True, False])
        shifts.sink_parquet(folder / f"shifts-{place}.parquet", compression="zstd")


def distributions_of(
    folders: Folders, candidates: tuple[Candidate, ...], history: Path, part: Slice
) -> tuple[Distribution, ...]:
    """Points of each wallet by member, what those issued are worth, and what members spent."""
    return tuple(one for one in _distributions(folders, candidates, history, part) if one is not None)


def _rank(column: str, tiers: tuple[str, ...]) -> pl.Expr:
    return pl.col(column).replace_strict(
        {tier: place for place, tier in enumerate(tiers)}, default=None, return_dtype=pl.Int64
    )


def _distributions(
    folders: Folders, candidates: tuple[Candidate, ...], history: Path, part: Slice
) -> Iterator[Distribution | None]:
    document = candidates[0].programme.document
    accounts = {one.name: pl.read_parquet(folders[one.name] / "accounts-*.parquet") for one in candidates}
    for wallet in document.wallets:
        for measure in (Measure.ISSUED, Measure.OUTSTANDING):
            values = {name: _column(frame, wallet.id, measure) for name, frame in accounts.items()}
            yield spread_of(measure, wallet.id, values, 10**wallet.decimals)
    unit = 10 ** CURRENCY_DECIMALS[document.currency]
    worth = {one.name: _numbers(standings(folders[one.name]).select("worth").collect()["worth"]) for one in candidates}
    yield spread_of(Measure.WORTH, "", worth, unit)
    yield spread_of(Measure.SPEND, "", {BASELINE: _spend(history, part)}, unit)


def _column(accounts: pl.DataFrame, wallet: str, measure: Measure) -> Integers:
    return _numbers(accounts.filter(pl.col("wallet") == wallet)[measure.value])


def _spend(history: Path, part: Slice) -> Integers:
    """What each member paid for purchases, before refunds."""
    events = scan(history, read_manifest(history), Table.EVENTS).filter(*part.conditions())
    bought = pl.when(pl.col("kind") == "purchase").then(pl.col("amount")).otherwise(0)
    sums = events.group_by("member").agg(amount=bought.sum()).collect(engine="streaming")
    return _numbers(sums["amount"])


def _numbers(column: pl.Series) -> Integers:
    found: Integers = column.fill_null(0).to_numpy().astype(np.int64)
    return found
