"""What the engine says when it cannot go on: findings about a programme, and the errors that carry them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from regulars.engine.texts import Param, Words, words

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong with a programme document, so that a person can mend it.

    `path` names the place in the document (`rules.2.award.points`), `what` the fact, `why` the reason it
    matters and `mend` what to do, in English; `chinese` holds the same in Chinese. An error keeps a programme from
    being used; a warning does not.
    """

    path: str
    what: str
    why: str
    mend: str
    severity: Severity = "error"
    chinese: Words | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.severity} at {self.path or 'the document'}: {self.what} {self.why} {self.mend}"


def found(path: str, code: str, severity: Severity = "error", /, **params: Param) -> Finding:
    """A finding at `path` with the texts of its code."""
    english, chinese = words(code, "en", params), words(code, "zh", params)
    return Finding(path, english.what, english.why, english.mend, severity, chinese)


class EngineError(Exception):
    """Base of all errors the engine raises on purpose."""


class ProgrammeRefused(EngineError):
    """A programme document that cannot be used. `findings` holds everything wrong with it, warnings included."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class ExpressionError(EngineError):
    """An expression that cannot be used. `position` is the offset of the offending character, from 0."""

    def __init__(self, code: str, position: int = 0, **params: Param) -> None:
        english = words(code, "en", params)
        self.what, self.why, self.mend = english.what, english.why, english.mend
        self.chinese = words(code, "zh", params)
        self.position = position
        super().__init__(f"{self.what} {self.why} {self.mend}")

    def finding(self, path: str) -> Finding:
        """This error as a finding about the field at `path`."""
        place, chinese = self.position + 1, self.chinese
        told = Words(f"第 {place} 个字符：{chinese.what}", chinese.why, chinese.mend)
        return Finding(path, f"At character {place}: {self.what}", self.why, self.mend, "error", told)
