"""Scopes: which names an expression may use, where it stands in the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from regulars.engine.expressions.vocabulary import Name, Place
from regulars.engine.kernel.opcodes import Opcode

_NO_LINES = "It is a column of basket lines; this expression sees the event as a whole."
_NO_MEMBER = "It depends on the member; this expression sees the event alone."
_NO_EVENT = "It belongs to an event; tiers are also reviewed on days without one."


@dataclass(frozen=True)
class Scope:
    """The names an expression may use, and those it may not use here, with the reason.

    `tiers` are tier ids from lowest to highest. `money_scale` is the minor units in one unit of currency.
    """

    names: Mapping[str, Name]
    hidden: Mapping[str, str]
    tiers: tuple[str, ...]
    money_scale: int

    def without_lines(self) -> Scope:
        """For expressions about an event as a whole, such as those of multipliers."""
        return self._hide([name for name in self.names.values() if name.place is Place.LINE], _NO_LINES)

    def without_members(self) -> Scope:
        """For expressions that may not depend on the member's past, such as those of metrics."""
        return self._hide([name for name in self.names.values() if name.place is Place.MEMBER], _NO_MEMBER)

    def members_only(self) -> Scope:
        """For expressions of the ladder, which are looked at without an event."""
        of_events = [
            name
            for name in self.names.values()
            if name.place is not Place.MEMBER or name.opcode == Opcode.BIRTHDAY_MONTH
        ]
        return self._hide(of_events, _NO_EVENT)

    def _hide(self, names: list[Name], why: str) -> Scope:
        gone = {name.id: why for name in names}
        kept = {word: name for word, name in self.names.items() if word not in gone}
        return replace(self, names=kept, hidden={**self.hidden, **gone})
