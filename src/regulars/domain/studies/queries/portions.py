"""What a replay did for some of the members, from the files that it wrote: no replaying anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from regulars.domain.replay.policy.comparing import comparison_of, joined
from regulars.domain.replay.policy.measuring import WALLET_COLUMNS
from regulars.domain.replay.policy.summing import gini_of, worths_of
from regulars.domain.replay.types import WalletTotals
from regulars.domain.studies.types import Portion
from regulars.engine.compile import CompiledProgramme

Folders = Mapping[str, Path]
"""The folders that tell of members, by the name of the programme in the replay."""


def folders_in(folder: Path) -> dict[str, Path]:
    """The folders that a replay wrote: a number, then the name."""
    return {path.name.partition("-")[2]: path for path in folder.iterdir() if path.is_dir()}


def standings(folder: Path) -> pl.LazyFrame:
    """Member, tier and worth under one programme."""
    return pl.scan_parquet(folder / "members-*.parquet")


def portions_of(
    folders: Folders, programmes: Sequence[tuple[str, CompiledProgramme]], members: Iterable[int]
) -> tuple[Portion, ...]:
    """Each programme, the baseline first, for some members; those whom the slice does not know are left out."""
    asked = pl.LazyFrame({"member": sorted(members)}, schema={"member": pl.Int64})
    first, _ = programmes[0]
    baseline = _narrowed(standings(folders[first]), asked)
    return tuple(_portion(folders[name], name, programme, asked, (first, baseline)) for name, programme in programmes)


def _narrowed(rows: pl.LazyFrame, asked: pl.LazyFrame) -> pl.LazyFrame:
    return rows.join(asked, on="member", how="semi")


def _portion(
    folder: Path, name: str, programme: CompiledProgramme, asked: pl.LazyFrame, first: tuple[str, pl.LazyFrame]
) -> Portion:
    own = _narrowed(standings(folder), asked)
    known = own.select("member", "tier", "spent").collect()
    counts = dict(known.group_by("tier").len().iter_rows())
    accounts = _narrowed(pl.scan_parquet(folder / "accounts-*.parquet"), asked).collect()
    baseline, before = first
    return Portion(
        name=name,
        members=known.height,
        spent_minor=int(known["spent"].sum()),
        tiers=tuple((tier, int(counts.get(tier, 0))) for tier in programme.tier_ids),
        wallets=_wallets(programme, accounts),
        comparison=None if name == baseline else comparison_of(name, baseline, joined(before, own)),
    )


def _wallets(programme: CompiledProgramme, accounts: pl.DataFrame) -> tuple[WalletTotals, ...]:
    found = []
    for wallet, worth in zip(programme.wallet_ids, worths_of(programme), strict=True):
        own = accounts.filter(pl.col("wallet") == wallet)
        sums = dict(zip(WALLET_COLUMNS, own.select(pl.col(*WALLET_COLUMNS).sum()).row(0), strict=True))
        left = sums["redeemed"] + sums["expired"]
        found.append(
            WalletTotals(
                wallet=wallet,
                issued=sums["issued"],
                redeemed=sums["redeemed"],
                expired=sums["expired"],
                outstanding=sums["outstanding"],
                issued_minor=worth.of(sums["issued"]),
                cost_minor=worth.of(sums["redeemed"]),
                liability_minor=worth.of(sums["outstanding"]),
                breakage=sums["expired"] / left if left > 0 else None,
                gini=gini_of(own.group_by("issued").len().rows()),
            )
        )
    return tuple(found)
