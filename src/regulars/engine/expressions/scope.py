"""Scopes: which names an expression may use, where it stands in the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from regulars.engine.expressions.vocabulary import Name, Place
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.texts import Language

Reason = Mapping[Language, str]

_NO_LINES: Reason = {
    "en": "It is a column of basket lines; this expression sees the event as a whole.",
    "zh": "它是明细行的列，而此表达式只看整个事件。",
}
_NO_MEMBER: Reason = {
    "en": "It depends on the member; this expression sees the event alone.",
    "zh": "它取决于会员，而此表达式只看事件本身。",
}
_NO_EVENT: Reason = {
    "en": "It belongs to an event; tiers are also reviewed on days without one.",
    "zh": "它属于事件，而等级在没有事件的日子也会评估。",
}


@dataclass(frozen=True)
class Scope:
    """The names an expression may use, and those it may not use here, with the reason.

    `tiers` are tier ids from lowest to highest. `money_scale` is the minor units in one unit of currency.
    """

    names: Mapping[str, Name]
    hidden: Mapping[str, Reason]
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

    def _hide(self, names: list[Name], why: Reason) -> Scope:
        gone = {name.id: why for name in names}
        kept = {word: name for word, name in self.names.items() if word not in gone}
        return replace(self, names=kept, hidden={**self.hidden, **gone})
