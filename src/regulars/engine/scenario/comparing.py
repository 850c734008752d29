"""What came of a scenario held against what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any, NamedTuple

from regulars.engine.programme.model import Programme
from regulars.engine.scenario.document import ExpectedEntry, ExpectedLot, Scenario
from regulars.engine.scenario.results import Entry, OpenLot, Result
from regulars.engine.scenario.timeline import smallest_units


class Difference(NamedTuple):
    """One thing that came out otherwise: where in the scenario, what was expected and what was found."""

    where: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected}, found {self.found}"


def differences(scenario: Scenario, result: Result) -> list[Difference]:
    """Everything that came out otherwise; none when the scenario holds."""
    return [*_answers(scenario, result), *_holdings(scenario, result), *_standing(scenario, result)]


def _answers(scenario: Scenario, result: Result) -> Iterator[Difference]:
    for number, event in enumerate(scenario.text.events, start=1):
        if result.answers[number] != event.answer:
            where = f"event {number} ({event.type} at {event.at})"
            yield Difference(where, event.answer, result.answers[number])


def _holdings(scenario: Scenario, result: Result) -> Iterator[Difference]:
    """Balances, lots and entries; entries in time order unless the ledger was restated."""
    expect, programme = scenario.text.expect, scenario.programme
    for wallet, points in expect.balances.items():
        units = smallest_units(points, wallet, programme)
        if result.balances.get(wallet) != units:
            yield Difference(
                f"balances.{wallet}", _shown(units, wallet, programme), _balance(result, wallet, programme)
            )
    for wallet, lots in expect.lots.items():
        found = [_lot_words(lot, wallet, programme, expected) for expected, lot in _pairs(lots, result.lots[wallet])]
        yield from _lists(f"lots.{wallet}", [_expected_lot(lot) for lot in lots], found)
    entries = expect.written if result.restated else expect.entries
    name = "written" if result.restated else "entries"
    for wallet, expected_entries in entries.items():
        pairs = _pairs(expected_entries, result.entries[wallet])
        found = [_entry_words(entry, wallet, programme, expected) for expected, entry in pairs]
        yield from _lists(f"{name}.{wallet}", [_expected_entry(entry) for entry in expected_entries], found)


def _standing(scenario: Scenario, result: Result) -> Iterator[Difference]:
    expect = scenario.text.expect
    if expect.tier is not None and expect.tier != result.tier:
        yield Difference("tier", expect.tier, result.tier)
    if expect.tiers is not None:
        expected = [f"{step.to} on {step.on}, {step.because}" for step in expect.tiers]
        yield from _lists("tiers", expected, [f"{step.to} on {step.on}, {step.because}" for step in result.tiers])
    if expect.goals is not None:
        expected = sorted(f"{goal.goal} on {goal.on}" for goal in expect.goals)
        yield from _lists("goals", expected, sorted(f"{goal.goal} on {goal.on}" for goal in result.goals))


def _lists(where: str, expected: Sequence[str], found: Sequence[str]) -> Iterator[Difference]:
    """Each place at which two lists differ."""
    for number, (one, other) in enumerate(zip_longest(expected, found), start=1):
        if one != other:
            yield Difference(f"{where}, number {number}", one or "no more", other or "no more")


def _pairs(expected: Sequence[Any], found: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each thing found with what was expected in its place, None where nothing was."""
    return list(zip_longest(expected[: len(found)], found))


def _expected_lot(lot: ExpectedLot) -> str:
    until = None if lot.until is None else f"until {lot.until}"
    return _words(f"{lot.points.normalize():f}", until, lot.rule, lot.goal)


def _lot_words(lot: OpenLot, wallet: str, programme: Programme, expected: ExpectedLot | None) -> str:
    """A lot in the words of the one expected: with those facts that it names."""
    until = f"until {lot.until or 'never'}" if expected is None or expected.until is not None else None
    return _words(_shown(lot.points, wallet, programme), until, *_named(lot, expected))


def _expected_entry(entry: ExpectedEntry) -> str:
    return _words(f"{entry.kind} {entry.points.normalize():f}", _dated(entry.on), entry.rule, entry.goal)


def _entry_words(entry: Entry, wallet: str, programme: Programme, expected: ExpectedEntry | None) -> str:
    on = _dated(entry.on) if expected is None or expected.on is not None else None
    return _words(f"{entry.kind} {_shown(entry.points, wallet, programme)}", on, *_named(entry, expected))


def _named(found: OpenLot | Entry, expected: ExpectedLot | ExpectedEntry | None) -> tuple[str | None, str | None]:
    """Rule and goal, where they were expected to be something."""
    rule = found.rule if expected is None or expected.rule is not None else None
    goal = found.goal if expected is None or expected.goal is not None else None
    return rule, goal


def _dated(day: date | None) -> str | None:
    return None if day is None else f"on {day}"


def _words(*parts: str | None) -> str:
    return " ".join(part for part in parts if part is not None)


def _balance(result: Result, wallet: str, programme: Programme) -> str:
    return _shown(result.balances[wallet], wallet, programme)


def _shown(units: int, wallet: str, programme: Programme) -> str:
    """Points as people write them."""
    decimals = next(known.decimals for known in programme.wallets if known.id == wallet)
    return f"{Decimal(units).scaleb(-decimals).normalize():f}"
