"""What came of a scenario held against what was expected.

Both sides are written as the document writes them (`{points: 50, until: 2027-03-31}`), so that they read alike in
all languages and can be copied into the scenario.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Literal, NamedTuple

from regulars.engine.programme.model import Programme
from regulars.engine.scenario.bodies import smallest_units
from regulars.engine.scenario.document import Scenario
from regulars.engine.scenario.expectations import ExpectedEntry, ExpectedGoal, ExpectedLot
from regulars.engine.scenario.results import Entry, GoalNote, OpenLot, Result
from regulars.engine.scenario.timeline import timeline

Part = Literal["events", "balances", "held", "pending", "owed", "lots", "entries", "written", "tier", "tiers", "goals"]

SUMS: tuple[Part, ...] = ("balances", "held", "pending", "owed")
EFFECTS = ("held", "pending", "owed")


class Difference(NamedTuple):
    """One thing that came out otherwise: where in the scenario, what was expected and what was found.

    `number` counts from 1 within its list; a side is None where one list is shorter than the other. `wallet` is the
    wallet concerned, if one is.
    """

    part: Part
    expected: str | None
    found: str | None
    number: int | None = None
    wallet: str | None = None

    @property
    def where(self) -> str:
        """The place in the document."""
        return self.part if self.wallet is None or self.part == "events" else f"{self.part}.{self.wallet}"


def differences(scenario: Scenario, result: Result) -> list[Difference]:
    """Everything that came out otherwise; none when the scenario holds."""
    return [*_answers(scenario, result), *_holdings(scenario, result), *_standing(scenario, result)]


def _answers(scenario: Scenario, result: Result) -> Iterator[Difference]:
    for event, sent in zip(scenario.text.events, timeline(scenario), strict=True):
        given = result.answers[sent.number]
        if given != event.answer:
            expected, found = (
                _written(at=event.at, type=event.type, answer=answer) for answer in (event.answer, given)
            )
            yield Difference("events", expected, found, sent.number, sent.body.get("wallet"))


def _holdings(scenario: Scenario, result: Result) -> Iterator[Difference]:
    """Balances, lots and entries; entries in time order unless the ledger was restated."""
    expect, programme = scenario.text.expect, scenario.programme
    for sums in SUMS:
        for wallet, points in getattr(expect, sums).items():
            found = getattr(result, sums)[wallet]
            if found != smallest_units(points, wallet, programme):
                yield Difference(sums, _plain(points), _shown(found, wallet, programme), wallet=wallet)
    for wallet, lots in expect.lots.items():
        open_lots = [_lot(lot, wallet, programme, wanted) for wanted, lot in _pairs(lots, result.lots[wallet])]
        yield from _lists("lots", [_expected_lot(lot) for lot in lots], open_lots, wallet)
    part: Part = "written" if result.restated else "entries"
    wanted_entries = expect.written if result.restated else expect.entries
    for wallet, entries in wanted_entries.items():
        posted = result.entries[wallet]
        told = [_tellable(wanted, entry) for wanted, entry in zip_longest(entries, posted) if wanted is not None]
        words = [_entry(entry, wallet, programme, wanted) for wanted, entry in _pairs(told, posted)]
        yield from _lists(part, [_expected_entry(entry) for entry in told], words, wallet)


def _tellable(expected: ExpectedEntry, entry: Entry | None) -> ExpectedEntry:
    """The expectation without those effects that this way of running does not tell."""
    untold = [name for name in EFFECTS if entry is not None and getattr(entry, name) is None]
    return expected.model_copy(update=dict.fromkeys(untold))


def _standing(scenario: Scenario, result: Result) -> Iterator[Difference]:
    expect = scenario.text.expect
    if expect.tier is not None and expect.tier != result.tier:
        yield Difference("tier", expect.tier, result.tier)
    if expect.tiers is not None:
        steps = [
            [_written(on=step.on, to=step.to, because=step.because) for step in steps]
            for steps in (expect.tiers, result.tiers)
        ]
        yield from _lists("tiers", steps[0], steps[1])
    if expect.goals is not None:
        untold = any(note.times is None for note in result.goals)
        goals = [sorted(_goal(note, untold=untold) for note in notes) for notes in (expect.goals, result.goals)]
        yield from _lists("goals", goals[0], goals[1])


def _goal(note: ExpectedGoal | GoalNote, *, untold: bool) -> str:
    """A goal with the times it was reached, where they are told and more than one."""
    times = None if untold or note.times == 1 else str(note.times)
    return _written(on=note.on, goal=note.goal, times=times)


def _lists(
    part: Part, expected: Sequence[str], found: Sequence[str], wallet: str | None = None
) -> Iterator[Difference]:
    """Each place at which two lists differ."""
    for number, (one, other) in enumerate(zip_longest(expected, found), start=1):
        if one != other:
            yield Difference(part, one, other, number, wallet)


def _pairs(expected: Sequence[Any], found: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each thing found with what was expected in its place, None where nothing was."""
    return list(zip_longest(expected[: len(found)], found))


def _expected_lot(lot: ExpectedLot) -> str:
    return _written(points=_plain(lot.points), until=lot.until, rule=lot.rule, goal=lot.goal)


def _lot(lot: OpenLot, wallet: str, programme: Programme, expected: ExpectedLot | None) -> str:
    """A lot in the words of the one expected: with those facts that it names."""
    until = lot.until or "never" if expected is None or expected.until is not None else None
    return _written(points=_shown(lot.points, wallet, programme), until=until, **_named(lot, expected))


def _expected_entry(entry: ExpectedEntry) -> str:
    effects = {name: getattr(entry, name) for name in EFFECTS}
    told = {name: _plain(points) for name, points in effects.items() if points is not None}
    points = _plain(entry.points)
    return _written(on=entry.on, kind=entry.kind, points=points, **told, rule=entry.rule, goal=entry.goal)


def _entry(entry: Entry, wallet: str, programme: Programme, expected: ExpectedEntry | None) -> str:
    on = entry.on if expected is None or expected.on is not None else None
    points = _shown(entry.points, wallet, programme)
    effects = {
        name: _shown(getattr(entry, name), wallet, programme)
        for name in EFFECTS
        if (getattr(entry, name) if expected is None else getattr(expected, name) is not None)
    }
    return _written(on=on, kind=entry.kind, points=points, **effects, **_named(entry, expected))


def _named(found: OpenLot | Entry, expected: ExpectedLot | ExpectedEntry | None) -> dict[str, str | None]:
    """Rule and goal, where they were expected to be something."""
    return {
        name: getattr(found, name) if expected is None or getattr(expected, name) is not None else None
        for name in ("rule", "goal")
    }


def _written(**fields: date | str | None) -> str:
    """Fields as the document writes them."""
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields.items() if value is not None) + "}"


def _shown(units: int, wallet: str, programme: Programme) -> str:
    """Points as people write them."""
    decimals = next(known.decimals for known in programme.wallets if known.id == wallet)
    return _plain(Decimal(units).scaleb(-decimals))


def _plain(points: Decimal) -> str:
    return f"{points.normalize():f}"
