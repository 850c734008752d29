"""Findings about ids: each stands once, takes no reserved name, and what is referred to exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from regulars.engine.batch import EVENT_SCHEMA, LINE_SCHEMA
from regulars.engine.errors import Finding
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import (
    Attribute,
    Goal,
    Group,
    Metric,
    Multiplier,
    Programme,
    Rule,
    Tier,
    Wallet,
)
from regulars.engine.programme.scope import BALANCE_PREFIX, reserved_names

WithId = Attribute | Wallet | Metric | Group | Rule | Multiplier | Tier | Goal
Reference = tuple[str, str | None]  # path of a field, and the id that stands there


def near(word: str, known: Iterable[str]) -> str:
    """How to mend a wrong word: the nearest known one, or all of them."""
    words = sorted(known)
    close = get_close_matches(word, words, 1, 0.6)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Use one of {', '.join(words[:40])}." if words else "Define one first."


def check_references(programme: Programme) -> Iterator[Finding]:
    """All findings about ids, the currency and the time zone."""
    yield from _place_and_money(programme)
    yield from _duplicates(programme)
    yield from _reserved(programme)
    wallets = [wallet.id for wallet in programme.wallets]
    rules = [rule.id for rule in programme.rules]
    tiers = [tier.id for tier in programme.ladder.tiers]
    yield from _unknown("wallet", wallets, _wallet_references(programme))
    yield from _unknown("group", [group.id for group in programme.groups], _group_references(programme))
    goals = ((f"goals.{index}.metric", goal.metric) for index, goal in enumerate(programme.goals))
    yield from _unknown("metric", [metric.id for metric in programme.metrics], goals)
    for index, multiplier in enumerate(programme.multipliers):
        path = f"multipliers.{index}"
        named = multiplier.applies_to or []
        yield from _unknown("rule", rules, ((f"{path}.applies_to.{at}", rule) for at, rule in enumerate(named)))
        yield from _unknown("tier", tiers, ((f"{path}.by_tier.{tier}", tier) for tier in multiplier.by_tier or {}))


def _place_and_money(programme: Programme) -> Iterator[Finding]:
    if programme.currency not in CURRENCY_DECIMALS:
        yield Finding(
            "currency",
            f"There is no currency {programme.currency!r}.",
            "Amounts are kept in the currency's minor unit, so its decimals must be known.",
            near(programme.currency, CURRENCY_DECIMALS),
        )
    try:
        ZoneInfo(programme.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Finding(
            "time_zone",
            f"There is no time zone {programme.time_zone!r}.",
            "Days, weeks and months of the programme are those of its time zone.",
            _nearest_zone(programme.time_zone),
        )


def _nearest_zone(name: str) -> str:
    close = get_close_matches(name, sorted(available_timezones()), 1)
    return f"Did you mean {close[0]!r}?" if close else "Use a name such as Asia/Shanghai or America/New_York."


def _lists(programme: Programme) -> list[tuple[str, Sequence[WithId]]]:
    return [
        ("attributes", programme.attributes),
        ("wallets", programme.wallets),
        ("metrics", programme.metrics),
        ("groups", programme.groups),
        ("rules", programme.rules),
        ("multipliers", programme.multipliers),
        ("ladder.tiers", programme.ladder.tiers),
        ("goals", programme.goals),
    ]


def _duplicates(programme: Programme) -> Iterator[Finding]:
    for path, parts in _lists(programme):
        first: dict[str, int] = {}
        for index, part in enumerate(parts):
            earlier = first.setdefault(part.id, index)
            if earlier != index:
                yield Finding(
                    f"{path}.{index}.id",
                    f"The id {part.id!r} stands at {path}.{earlier} already.",
                    "An id names one thing in the ledger and in expressions.",
                    "Give one of the two another id.",
                )


def _reserved(programme: Programme) -> Iterator[Finding]:
    columns = reserved_names() | EVENT_SCHEMA.keys() | LINE_SCHEMA.keys() | {"event_row"}
    for index, attribute in enumerate(programme.attributes):
        yield from _taken(f"attributes.{index}.id", attribute.id, columns)
    attributes = columns | {attribute.id for attribute in programme.attributes}
    for index, metric in enumerate(programme.metrics):
        yield from _taken(f"metrics.{index}.id", metric.id, attributes)


def _taken(path: str, name: str, taken: Iterable[str]) -> Iterator[Finding]:
    if name in taken or name.startswith(BALANCE_PREFIX):
        yield Finding(
            path,
            f"The name {name!r} is taken.",
            "Expressions know a column, an attribute or a balance by this name.",
            "Choose another id.",
        )


def _wallet_references(programme: Programme) -> Iterator[Reference]:
    for index, metric in enumerate(programme.metrics):
        yield f"metrics.{index}.wallet", metric.wallet
    for index, rule in enumerate(programme.rules):
        yield f"rules.{index}.wallet", rule.wallet
    for index, limit in enumerate(programme.limits):
        yield f"limits.{index}.wallet", limit.wallet
    for index, goal in enumerate(programme.goals):
        yield f"goals.{index}.wallet", goal.wallet


def _group_references(programme: Programme) -> Iterator[Reference]:
    for index, rule in enumerate(programme.rules):
        yield f"rules.{index}.group", rule.group
    for index, multiplier in enumerate(programme.multipliers):
        yield f"multipliers.{index}.group", multiplier.group


def _unknown(kind: str, known: Sequence[str], references: Iterable[Reference]) -> Iterator[Finding]:
    for path, name in references:
        if name is not None and name not in known:
            yield Finding(
                path,
                f"There is no {kind} {name!r}.",
                f"It names a {kind} of this programme.",
                near(name, known),
            )
