"""What a replay tells of single members, in files: one programme a folder, one file a chunk."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from regulars.domain.benefits.policy.judging import COSTS
from regulars.domain.replay.policy.allowing import DISALLOWED
from regulars.domain.replay.policy.budgets import GAINS
from regulars.domain.replay.policy.comparing import joined, standings_of
from regulars.domain.replay.policy.parts import Told
from regulars.domain.replay.policy.summing import worths_of
from regulars.domain.replay.types import Candidate
from regulars.engine.succession import tier_map


@dataclass
class Members:
    """The files of one programme. `listed`: with what came of each member, not only of all together."""

    folder: Path
    place: int
    candidate: Candidate
    listed: bool = True
    passed: int = 0

    @property
    def own(self) -> Path:
        """The folder of these files."""
        return self.folder / f"{self.place}-{self.candidate.name}"

    @property
    def draft(self) -> Path:
        """Where the files of a pass are until it is at its end.

        A worker that was given up for lost may still be writing: where nobody looks any more.
        """
        return self.folder / f".{self.own.name}.{self.passed}"

    def begin(self) -> None:
        """Begin a pass."""
        self.passed += 1
        shutil.rmtree(self.draft, ignore_errors=True)
        self.draft.mkdir(parents=True)

    def end(self) -> None:
        """Take the files of the pass for those of this programme."""
        for unfinished in self.draft.glob("*.part"):
            unfinished.unlink()
        shutil.rmtree(self.own, ignore_errors=True)
        self.draft.rename(self.own)

    def add(self, number: int, told: Told) -> None:
        """Write what is told of the members of a chunk, if anything is; done twice, it leaves the same files."""
        rare = {"disallowed": told.disallowed, "gains": told.gains, "benefits": told.benefits}
        frames = {name: frame for name, frame in rare.items() if not frame.is_empty()}
        if self.listed:
            frames |= self._listed(told)
        for name, frame in frames.items():
            path = self.draft / f"{name}-{number:05d}.parquet"
            unfinished = path.with_suffix(f".{secrets.token_hex(4)}.part")
            frame.write_parquet(unfinished, compression="zstd")
            unfinished.replace(path)

    def _listed(self, told: Told) -> dict[str, pl.DataFrame]:
        """What came of each member: their standing, and what each of their wallets saw.

        A tier that only earlier versions or a pilot had stands as the next lower one of the programme.
        """
        programme, tally = self.candidate.programme, told.tally
        levels = dict(enumerate(tier_map(self.candidate.shown, programme).tolist()))
        level = pl.col("tier").replace_strict(levels, return_dtype=pl.Int64)
        members = tally.members.with_columns(pl.Series("spent", told.spent), tier=level)
        standings = standings_of(members, tally.accounts, programme.tier_ids, self._worth())
        wallets = dict(enumerate(programme.wallet_ids))
        accounts = tally.accounts.with_columns(pl.col("wallet").replace_strict(wallets, return_dtype=pl.String))
        return {"members": standings, "accounts": accounts}

    def gains(self) -> pl.LazyFrame:
        """What rules under a budget gave."""
        return self._rows("gains", GAINS)

    def against(self, baseline: Members) -> pl.LazyFrame:
        """Each member under the baseline and under this programme."""
        return joined(baseline.standings(), self.standings())

    def standings(self) -> pl.LazyFrame:
        """Member, tier by name and level, what they bought for, worth of what was issued."""
        return pl.scan_parquet(self.own / "members-*.parquet")

    def disallowed(self) -> pl.DataFrame:
        """Facts that the programme would not have allowed."""
        return self._rows("disallowed", DISALLOWED).collect()

    def benefits(self) -> pl.DataFrame:
        """What uses of benefits came to, by part and benefit."""
        return self._rows("benefits", COSTS).collect()

    def _rows(self, name: str, schema: Mapping[str, type[pl.DataType]]) -> pl.LazyFrame:
        """What is told under a name, of all chunks that had something to tell."""
        paths = sorted(self.own.glob(f"{name}-*.parquet"))
        return pl.scan_parquet(paths, schema=dict(schema)) if paths else pl.LazyFrame(schema=dict(schema))

    def _worth(self) -> pl.Expr:
        """The cash value of what was issued, rounded down by wallet; nothing where there is none."""
        worth = pl.lit(0, dtype=pl.Int64)
        for wallet, one in enumerate(worths_of(self.candidate.programme)):
            if one.minor is not None:
                value = pl.col("issued") * one.minor.numerator // one.minor.denominator
                worth = pl.when(pl.col("wallet") == wallet).then(value).otherwise(worth)
        return worth
