"""What a replay tells of single members, in files: one programme a folder, one file a chunk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from regulars.domain.replay.policy.comparing import joined, standings_of
from regulars.domain.replay.policy.measuring import Tally
from regulars.domain.replay.policy.summing import worths_of
from regulars.domain.replay.types import Candidate

UNFIT = {
    "member": pl.Int64,
    "seq": pl.Int64,
    "occurred_at": pl.Int64,
    "kind": pl.String,
    "reason": pl.String,
    "points": pl.Int64,
}


@dataclass
class Members:
    """The files of one programme."""

    folder: Path
    place: int
    candidate: Candidate
    parts: int = 0
    count: int = 0

    @property
    def own(self) -> Path:
        """The folder of these files."""
        return self.folder / f"{self.place}-{self.candidate.name}"

    def begin(self) -> None:
        """Start anew."""
        self.own.mkdir(parents=True, exist_ok=True)
        for path in self.own.glob("*.parquet"):
            path.unlink()
        self.parts = self.count = 0

    def add(self, tally: Tally, disallowed: pl.DataFrame) -> None:
        """Write what is told of the members of a chunk."""
        programme = self.candidate.programme
        standings = standings_of(tally.members, tally.accounts, programme.tier_ids, self._worth())
        wallets = dict(enumerate(programme.wallet_ids))
        accounts = tally.accounts.with_columns(pl.col("wallet").replace_strict(wallets, return_dtype=pl.String))
        for name, frame in (("members", standings), ("accounts", accounts), ("disallowed", disallowed)):
            frame.write_parquet(self.own / f"{name}-{self.parts:05d}.parquet", compression="zstd")
        self.parts += 1
        self.count += tally.members.height

    def against(self, baseline: Members) -> pl.LazyFrame:
        """Each member under the baseline and under this programme."""
        return joined(baseline.standings(), self.standings())

    def standings(self) -> pl.LazyFrame:
        """Member, tier, worth of what was issued."""
        return pl.scan_parquet(self.own / "members-*.parquet")

    def disallowed(self) -> pl.DataFrame:
        """Facts that the programme would not have allowed."""
        return pl.scan_parquet(self.own / "disallowed-*.parquet", schema=UNFIT).collect()

    def _worth(self) -> pl.Expr:
        """The cash value of what was issued, rounded down by wallet; nothing where there is none."""
        worth = pl.lit(0, dtype=pl.Int64)
        for wallet, one in enumerate(worths_of(self.candidate.programme)):
            if one.minor is not None:
                value = pl.col("issued") * one.minor.numerator // one.minor.denominator
                worth = pl.when(pl.col("wallet") == wallet).then(value).otherwise(worth)
        return worth
