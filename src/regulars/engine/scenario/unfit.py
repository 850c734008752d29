"""What in a scenario does not fit its programme."""

from __future__ import annotations

from regulars.engine.errors import Finding, found
from regulars.engine.texts import Param


class Unfit(ValueError):
    """One thing that does not fit, by the code of its text."""

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def at(self, path: str) -> Finding:
        """This as a finding about a place of the document."""
        return found(path, self.code, **self.params)
