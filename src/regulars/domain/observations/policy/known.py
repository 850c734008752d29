"""All that is known of a programme on its history, with what several measures ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from regulars.domain.observations.policy.gathering import Gathered
from regulars.domain.observations.policy.quality import Quality
from regulars.domain.observations.policy.spans import PERIOD_DAYS, Span
from regulars.domain.replay.policy.summing import tier_months, wallet_months, worths_of
from regulars.domain.replay.types import TierMonth, WalletMonth, Worth
from regulars.engine.compile import CompiledProgramme
from regulars.engine.months import month_text, months_of
from regulars.engine.programme.model import Programme, Wallet


@dataclass(frozen=True)
class Known:
    """What was gathered of all members, and of the history as data. `rewards`: points of a first reward, 0 unknown."""

    programme: CompiledProgramme
    version: int
    made_at: int
    span: Span
    first_at: int
    last_at: int
    gathered: Gathered
    quality: Quality
    rewards: tuple[int, ...]

    @property
    def document(self) -> Programme:
        """The programme's document."""
        return self.programme.document

    @property
    def members(self) -> pl.DataFrame:
        """A row for each member: see `gathering`."""
        return self.gathered.members

    @cached_property
    def buyers(self) -> pl.DataFrame:
        """Members who ever bought."""
        return self.members.filter(pl.col("visits") > 0)

    @cached_property
    def active(self) -> pl.DataFrame:
        """Members who bought in the last 90 days."""
        return self.members.filter(pl.col("visits_0") > 0)

    @property
    def sales(self) -> int:
        """What members bought, in minor units, refunds not taken off."""
        return int(self.members["spend"].sum())

    @property
    def spend_wallets(self) -> list[tuple[int, Wallet]]:
        """Wallets whose points are spent, with their index."""
        return [(index, one) for index, one in enumerate(self.document.wallets) if one.purpose == "spend"]

    @property
    def worths(self) -> tuple[Worth, ...]:
        """What a point of each wallet is worth."""
        return worths_of(self.programme)

    @cached_property
    def months(self) -> range:
        """The local months of the history."""
        bounds = months_of(self.programme, np.array([self.first_at, self.last_at], dtype=np.int64)).tolist()
        return range(bounds[0], bounds[1] + 1)

    @property
    def month_names(self) -> list[str]:
        """The months as text."""
        return [month_text(month) for month in self.months]

    @cached_property
    def tier_months(self) -> tuple[TierMonth, ...]:
        """Each tier at the end of each month."""
        return tier_months(self.programme, self.gathered.tally, self.months)

    def wallet_months(self, wallet: str) -> list[WalletMonth]:
        """A wallet month by month."""
        return [one for one in self._wallet_months if one.wallet == wallet]

    @cached_property
    def _wallet_months(self) -> tuple[WalletMonth, ...]:
        return wallet_months(self.programme, self.gathered.tally, self.months)

    @cached_property
    def early_share(self) -> float:
        """The share of members who were first seen in the first 30 days."""
        count = self.members.height
        early = int((self.members["seen"] < self.span.first + 30).sum())
        return early / count if count else 0.0

    @property
    def old_enough(self) -> bool:
        """Whether two whole periods can be compared."""
        return self.span.reaches(2 * PERIOD_DAYS)

    def longest_window_days(self) -> int:
        """The longest window, in days, of the metrics that tiers ask for; 0 where none is bounded."""
        asked = " ".join(f"{tier.enter or ''} {tier.keep or ''}" for tier in self.document.ladder.tiers)
        windows = [metric.window for metric in self.document.metrics if metric.id in asked]
        return max((window.days or (window.months or 0) * 30 for window in windows), default=0)
