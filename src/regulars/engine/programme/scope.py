"""The names that expressions of a programme may use, as a scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from regulars.engine.errors import ExpressionError
from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.scope import Scope
from regulars.engine.expressions.vocabulary import (
    EVENT_COLUMNS,
    LARGEST_ATTRIBUTE,
    LARGEST_MEASURE,
    LINE_COLUMNS,
    Kind,
    Name,
    Place,
)
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Metric, Programme

_ATTRIBUTE_KINDS = {"text": Kind.TEXT, "integer": Kind.INTEGER, "boolean": Kind.BOOLEAN}
BALANCE_PREFIX = "balance_"


def scope_of(programme: Programme) -> Scope:
    """All names of a programme: columns of events and lines, its attributes, metrics, balances and tiers.

    Where an id stands twice the first counts; findings report the second.
    """
    money_scale = 10 ** CURRENCY_DECIMALS.get(programme.currency, 2)
    columns = [_scaled(name, money_scale) for name in (*EVENT_COLUMNS, *LINE_COLUMNS)]
    names = _first_by_id([*columns, *_attributes(programme)])
    tiers = tuple(tier.id for tier in programme.ladder.tiers)
    events = Scope(names, {}, tiers, money_scale)
    measures = [*_balances(programme), *_metrics(programme, events)]
    members = [*_member_facts(len(tiers)), *_member_attributes(programme), *measures]
    return replace(events, names=_first_by_id([*names.values(), *members]))


def reserved_names() -> frozenset[str]:
    """Names that attributes and metrics may not take."""
    return frozenset(name.id for name in (*EVENT_COLUMNS, *LINE_COLUMNS, *_member_facts(1)))


def _first_by_id(names: list[Name]) -> dict[str, Name]:
    found: dict[str, Name] = {}
    for name in names:
        found.setdefault(name.id, name)
    return found


def _scaled(name: Name, money_scale: int) -> Name:
    return replace(name, scale=money_scale) if name.kind is Kind.MONEY else name


def _attributes(programme: Programme) -> Iterator[Name]:
    for attribute in programme.attributes:
        kind = _ATTRIBUTE_KINDS[attribute.type]
        largest = LARGEST_ATTRIBUTE if kind is Kind.INTEGER else 0
        yield Name(attribute.id, kind, Place.EVENT, "an attribute of this programme's events", -largest, largest)


def _member_facts(tiers: int) -> list[Name]:
    birthday = "the event is in the member's month of birth"
    return [
        Name("tier", Kind.TIER, Place.MEMBER, "the member's tier", 0, tiers - 1, 1, Opcode.TIER),
        Name("days_as_member", Kind.INTEGER, Place.MEMBER, "days since enrolment", 0, 10**6, 1, Opcode.DAYS_AS_MEMBER),
        Name("birthday_month", Kind.BOOLEAN, Place.MEMBER, birthday, opcode=Opcode.BIRTHDAY_MONTH),
    ]


def _member_attributes(programme: Programme) -> Iterator[Name]:
    meaning = "an attribute of this programme's members"
    for index, attribute in enumerate(programme.member_attributes):
        kind = _ATTRIBUTE_KINDS[attribute.type]
        largest = LARGEST_ATTRIBUTE if kind is Kind.INTEGER else 0
        yield Name(attribute.id, kind, Place.MEMBER, meaning, -largest, largest, 1, Opcode.ATTRIBUTE, index)


def _measure(word: str, kind: Kind, scale: int, opcode: Opcode, index: int) -> Name:
    """The name of a metric or a balance."""
    meaning = "what a metric counts" if opcode is Opcode.METRIC else "points available in a wallet"
    return Name(word, kind, Place.MEMBER, meaning, -LARGEST_MEASURE, LARGEST_MEASURE, scale, opcode, index)


def _balances(programme: Programme) -> Iterator[Name]:
    for index, wallet in enumerate(programme.wallets):
        yield _measure(BALANCE_PREFIX + wallet.id, Kind.POINTS, 10**wallet.decimals, Opcode.BALANCE, index)


def _metrics(programme: Programme, events: Scope) -> Iterator[Name]:
    decimals = {wallet.id: wallet.decimals for wallet in programme.wallets}
    for index, metric in enumerate(programme.metrics):
        kind, scale = _metric_kind(metric, events, decimals)
        yield _measure(metric.id, kind, scale, Opcode.METRIC, index)


def _metric_kind(metric: Metric, events: Scope, decimals: Mapping[str, int]) -> tuple[Kind, int]:
    """The kind and scale of a metric; of one that is itself wrong, money, as most sums are."""
    if metric.measure == "earned":
        return Kind.POINTS, 10 ** decimals.get(metric.wallet or "", 0)
    if metric.measure != "sum":
        return Kind.INTEGER, 1
    try:
        node = read(metric.of or "amount", events)
    except ExpressionError:
        return Kind.MONEY, events.money_scale
    return (Kind.MONEY, events.money_scale) if node.kind is Kind.MONEY else (Kind.INTEGER, 1)
