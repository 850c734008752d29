"""What a proof of the ledger reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Divergence:
    """The first place at which something is not as it must be; what does not apply is None."""

    check: str
    member_id: int | None = None
    wallet: str | None = None
    seq: int | None = None
    expected: Any = None
    found: Any = None

    def __str__(self) -> str:
        """Say it in one line."""
        place = (("member", self.member_id), ("wallet", self.wallet), ("entry", self.seq))
        where = ", ".join(f"{name} {value}" for name, value in place if value is not None)
        return f"{self.check}: {where or 'programme'}: expected {self.expected}, found {self.found}"


@dataclass(frozen=True)
class ProofReport:
    """What was looked at, and the first divergence of each check that found one, in the order of the checks."""

    checks: tuple[str, ...]
    members: int
    events: int
    entries: int
    divergences: tuple[Divergence, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether everything is as it must be."""
        return not self.divergences
