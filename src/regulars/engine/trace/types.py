"""What an explanation starts from, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regulars.engine.outcome import TransactionKind
from regulars.engine.states import RuleIndex

Param = str | int | Mapping[str, str]
"""A number, a text that is the same in all languages, or a text by language."""


@dataclass(frozen=True)
class Draw:
    """Points a transaction drew from a lot; negative: given back. `earned_at` is when the lot was made."""

    earned_at: int
    points: int


@dataclass(frozen=True)
class TraceInput:
    """A transaction as the ledger keeps it, with its lot, what it drew and the event behind it.

    Points are in the wallet's smallest unit, `basis` in the unit of the rule (money: minor units), instants in
    microseconds UTC. `body` is the event's canonical body, None for an effect of time. `version` is the number
    of the programme version in force. `lot_*` are facts of the lot made, expired or taken back from; `step` is that
    of its basis, 0 for none. `held`, `pending` and `owed` are what the transaction did to those accounts: `owed` is
    above zero when more is owed, and `owed_after` is what was owed after it.
    """

    kind: TransactionKind
    wallet: int
    points: int
    occurred_at: int
    version: int
    rule: int = RuleIndex.NONE
    basis: int = 0
    numerator: int = 0
    denominator: int = 1
    uncapped: int = 0
    tier: int = 0
    multipliers: int = 0
    step: int = 0
    held: int = 0
    pending: int = 0
    owed: int = 0
    owed_after: int = 0
    lot_earned_at: int | None = None
    lot_expires_day: int | None = None
    draws: tuple[Draw, ...] = ()
    body: Mapping[str, Any] | None = None

    @property
    def given(self) -> int:
        """What became the member's, spendable or pending; below zero: what ceased to be."""
        return self.points + self.pending


@dataclass(frozen=True)
class Step:
    """One step of an explanation: a code of `texts.TEXTS` and what fills its text."""

    code: str
    params: Mapping[str, Param]


@dataclass(frozen=True)
class Trace:
    """Why a transaction is as it is, from the event to the lot."""

    steps: tuple[Step, ...]

    def data(self) -> list[dict[str, Any]]:
        """The steps as JSON can carry them."""
        return [{"code": step.code, **step.params} for step in self.steps]
