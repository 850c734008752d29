"""What the engine says when it cannot go on: findings about a programme, and the errors that carry them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong with a programme document, so that a person can mend it.

    `path` names the place in the document (`rules.2.award.points`), `what` the fact, `why` the reason it
    matters and `mend` what to do. An error keeps a programme from being used; a warning does not.
    """

    path: str
    what: str
    why: str
    mend: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.severity} at {self.path or 'the document'}: {self.what} {self.why} {self.mend}"


class EngineError(Exception):
    """Base of all errors the engine raises on purpose."""


class ProgrammeRefused(EngineError):
    """A programme document that cannot be used. `findings` holds everything wrong with it, warnings included."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class ExpressionError(EngineError):
    """An expression that cannot be used. `position` is the offset of the offending character, from 0."""

    def __init__(self, what: str, why: str, mend: str, position: int = 0) -> None:
        self.what, self.why, self.mend, self.position = what, why, mend, position
        super().__init__(f"{what} {why} {mend}")

    def finding(self, path: str) -> Finding:
        """This error as a finding about the field at `path`."""
        return Finding(path, f"At character {self.position + 1}: {self.what}", self.why, self.mend)
