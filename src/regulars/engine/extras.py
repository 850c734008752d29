"""What events say that does not fit a row: lots they bring, cuts by budgets, attributes of the member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from regulars.engine.batch import EXTRA_WIDTH, Extra
from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.layout import ProgressCounter
from regulars.engine.numbers import stable_number
from regulars.engine.states import Draw, Integers, Lot, RuleIndex
from regulars.engine.time import day_number

Body = Mapping[str, Any]
Row = list[int]

COUNTERS: dict[str, int] = {
    "refunded_amount": ProgressCounter.REFUNDED_AMOUNT,
    "refunded_whole": ProgressCounter.REFUNDED_WHOLE,
}
"""Counters of progress that are the same in every programme, by their names in bodies."""

ORIGINS: dict[str, int] = {
    origin.name.lower(): int(origin) for origin in RuleIndex if origin not in (RuleIndex.NONE, RuleIndex.GOAL)
}
"""Where a lot may come from other than from a rule or a goal, by its name in bodies."""


def extras_of(programme: CompiledProgramme, bodies: Sequence[Body]) -> Integers:
    """The extras of events, int64[n, EXTRA_WIDTH]; the first column counts in `bodies`."""
    rows = []
    for place, body in enumerate(bodies):
        if body.keys().isdisjoint(_SPEAKING):
            continue
        for kind, columns in _extras(programme, body):
            rows.append([place, kind, *columns, *[0] * (EXTRA_WIDTH - 2 - len(columns))])
    return np.array(rows, dtype=np.int64).reshape(-1, EXTRA_WIDTH)


_SPEAKING = {"lots", "draws", "progress", "accounts", "caps", "attributes"}


def _extras(programme: CompiledProgramme, body: Body) -> Iterator[tuple[Extra, Row]]:
    merging = body["kind"] == "merge_in"
    for lot in body.get("lots", ()):
        yield Extra.LOT, merged_lot(programme, lot) if merging else _brought_lot(programme, lot)
    for draw in body.get("draws", ()):
        yield Extra.DRAW, _draw(programme, draw)
    for name, key, value in body.get("progress", ()):
        counter = counter_of(programme, name)
        if counter is not None:
            yield Extra.PROGRESS, [counter, key, value]
    for account in body.get("accounts", ()):
        wallet = programme.wallet_ids.index(account["wallet"])
        yield Extra.ACCOUNT, [wallet, account["debt"], account["owed"], account["earned"]]
    for rule, points in body.get("caps", {}).items():
        if rule in programme.rule_ids:
            yield Extra.CAP, [programme.rule_ids.index(rule), points]
    if body["kind"] in ("enrol", "profile"):
        yield from _attributes(programme, body.get("attributes", {}))


def _attributes(programme: CompiledProgramme, values: Mapping[str, Any]) -> Iterator[tuple[Extra, Row]]:
    for index, attribute in enumerate(programme.document.member_attributes):
        value = values.get(attribute.id)
        if value is not None:
            yield Extra.ATTRIBUTE, [index, stable_number(value) if attribute.type == "text" else int(value)]


def _brought_lot(programme: CompiledProgramme, lot: Mapping[str, Any]) -> Row:
    """A lot that a transfer or an opening brings: wallet, points, the day it is gone (0: as the wallet says)."""
    row = [0] * len(Lot)
    row[Lot.WALLET] = programme.wallet_ids.index(lot["wallet"])
    row[Lot.EARNED] = lot["points"]
    row[Lot.EXPIRES_DAY] = day_number(date.fromisoformat(lot["until"])) + 1 if "until" in lot else 0
    return row


def merged_lot(programme: CompiledProgramme, lot: Mapping[str, Any]) -> Row:
    """A lot as another member had it; what is not said is 0."""
    row = [0] * len(Lot)
    for column in Lot:
        row[column] = lot.get(column.name.lower(), 0) if column not in (Lot.WALLET, Lot.RULE) else 0
    row[Lot.WALLET] = programme.wallet_ids.index(lot["wallet"])
    row[Lot.RULE] = origin_of(programme, lot["rule"])
    return row


def _draw(programme: CompiledProgramme, draw: Mapping[str, Any]) -> Row:
    row = [0] * len(Draw)
    for column in Draw:
        if column != Draw.WALLET:
            row[column] = draw.get(column.name.lower(), 0)
    row[Draw.WALLET] = programme.wallet_ids.index(draw["wallet"])
    return row


def origin_of(programme: CompiledProgramme, name: str) -> int:
    """The number of a rule, a goal (`goal:<id>`) or another origin of points by its name; unknown ones are grants."""
    if name in programme.rule_ids:
        return programme.rule_ids.index(name)
    if name.startswith("goal:") and name[5:] in programme.goal_ids:
        return RuleIndex.GOAL - programme.goal_ids.index(name[5:])
    return ORIGINS.get(name.removeprefix(":"), int(RuleIndex.GRANT))


def origin_name(programme: CompiledProgramme, number: int) -> str:
    """The name that `origin_of` reads."""
    if number >= 0:
        return programme.rule_ids[number]
    if number <= RuleIndex.GOAL:
        return f"goal:{programme.goal_ids[RuleIndex.GOAL - number]}"
    return ":" + RuleIndex(number).name.lower()


def counter_of(programme: CompiledProgramme, name: str) -> int | None:
    """The counter of progress of a name such as `metric:visits`; None for one that the programme does not have."""
    if name in COUNTERS:
        return COUNTERS[name]
    kind, _, part = name.partition(":")
    first, ids = _NAMED[kind], _ids(programme, kind)
    if part not in ids:
        return None
    return first + ids.index(part) if kind == "metric" else first - ids.index(part)


def counter_name(programme: CompiledProgramme, counter: int) -> str:
    """The name that `counter_of` reads."""
    for name, number in COUNTERS.items():
        if number == counter:
            return name
    if counter >= 0:
        return f"metric:{programme.metric_ids[counter]}"
    kind = min((kind for kind in _NAMED if kind != "metric" and _NAMED[kind] >= counter), key=lambda kind: _NAMED[kind])
    return f"{kind}:{_ids(programme, kind)[_NAMED[kind] - counter]}"


_NAMED: dict[str, int] = {
    "metric": 0,
    "limit": ProgressCounter.LIMIT,
    "goal": ProgressCounter.GOAL,
    "repeats": ProgressCounter.REPEATS,
    "lost": ProgressCounter.LOST,
    "attribute": ProgressCounter.ATTRIBUTE,
    "refunded": ProgressCounter.REFUNDED_METRIC,
}


def _ids(programme: CompiledProgramme, kind: str) -> Sequence[str]:
    if kind in ("metric", "refunded"):
        return programme.metric_ids
    if kind in ("goal", "repeats", "lost"):
        # Of goals that only other versions have there is no state.
        return programme.goal_ids[: len(programme.document.goals)]
    if kind == "limit":
        return programme.limit_ids
    return programme.attribute_ids
