"""Findings about ids: each stands once, takes no reserved name, and what is referred to exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from regulars.engine.batch import EVENT_SCHEMA, LINE_SCHEMA
from regulars.engine.errors import Finding, found
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.benefit_references import benefits_named, multipliers_named, tiers_named
from regulars.engine.programme.benefits import Benefit, Choice
from regulars.engine.programme.model import (
    Attribute,
    Budget,
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
from regulars.engine.texts import Language
from regulars.engine.texts.near import near

WithId = Attribute | Budget | Wallet | Metric | Group | Rule | Multiplier | Tier | Goal | Benefit | Choice
KINDS: dict[str, dict[Language, str]] = {
    "wallet": {"en": "wallet", "zh": "积分账户"},
    "group": {"en": "group", "zh": "叠加组"},
    "metric": {"en": "metric", "zh": "指标"},
    "rule": {"en": "rule", "zh": "积分规则"},
    "tier": {"en": "tier", "zh": "等级"},
    "multiplier": {"en": "multiplier", "zh": "倍率"},
    "benefit": {"en": "benefit", "zh": "权益"},
}
"""What may be referred to, as texts call it."""
Reference = tuple[str, str | None]  # path of a field, and the id that stands there


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
    yield from _unknown("rule", rules, _rule_references(programme))
    yield from _unknown("tier", tiers, _tier_references(programme))
    yield from _unknown("tier", tiers, tiers_named(programme))
    yield from _unknown("benefit", [benefit.id for benefit in programme.benefits], benefits_named(programme))
    yield from _unknown("multiplier", [one.id for one in programme.multipliers], multipliers_named(programme))


def _place_and_money(programme: Programme) -> Iterator[Finding]:
    if programme.currency not in CURRENCY_DECIMALS:
        name = programme.currency
        yield found("currency", "unknown_currency", name=name, near=near(name, CURRENCY_DECIMALS))
    try:
        ZoneInfo(programme.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        name = programme.time_zone
        yield found("time_zone", "unknown_zone", name=name, near=_nearest_zone(name))


def _nearest_zone(name: str) -> dict[Language, str]:
    close = get_close_matches(name, sorted(available_timezones()), 1)
    if close:
        return near(name, close)
    return {
        "en": "Use a name such as Asia/Shanghai or America/New_York.",
        "zh": "填写 Asia/Shanghai、America/New_York 这样的名称。",
    }


def _lists(programme: Programme) -> list[tuple[str, Sequence[WithId]]]:
    return [
        ("attributes", programme.attributes),
        ("member_attributes", programme.member_attributes),
        ("wallets", programme.wallets),
        ("metrics", programme.metrics),
        ("groups", programme.groups),
        ("rules", programme.rules),
        ("multipliers", programme.multipliers),
        ("budgets", programme.budgets),
        ("ladder.tiers", programme.ladder.tiers),
        ("goals", programme.goals),
        ("benefits", programme.benefits),
        ("choices", programme.choices),
    ]


def _duplicates(programme: Programme) -> Iterator[Finding]:
    for path, parts in _lists(programme):
        first: dict[str, int] = {}
        for index, part in enumerate(parts):
            earlier = first.setdefault(part.id, index)
            if earlier != index:
                yield found(f"{path}.{index}.id", "id_twice", name=part.id, earlier=f"{path}.{earlier}")


def _reserved(programme: Programme) -> Iterator[Finding]:
    columns = reserved_names() | EVENT_SCHEMA.keys() | LINE_SCHEMA.keys() | {"event_row"}
    for index, attribute in enumerate(programme.attributes):
        yield from _taken(f"attributes.{index}.id", attribute.id, columns)
    attributes = columns | {attribute.id for attribute in programme.attributes}
    for index, attribute in enumerate(programme.member_attributes):
        yield from _taken(f"member_attributes.{index}.id", attribute.id, attributes)
    attributes |= {attribute.id for attribute in programme.member_attributes}
    for index, metric in enumerate(programme.metrics):
        yield from _taken(f"metrics.{index}.id", metric.id, attributes)


def _taken(path: str, name: str, taken: Iterable[str]) -> Iterator[Finding]:
    if name in taken or name.startswith(BALANCE_PREFIX):
        yield found(path, "name_taken", name=name)


def _wallet_references(programme: Programme) -> Iterator[Reference]:
    for index, metric in enumerate(programme.metrics):
        yield f"metrics.{index}.wallet", metric.wallet
    for index, rule in enumerate(programme.rules):
        yield f"rules.{index}.wallet", rule.wallet
    for index, limit in enumerate(programme.limits):
        yield f"limits.{index}.wallet", limit.wallet
    for index, goal in enumerate(programme.goals):
        yield f"goals.{index}.wallet", goal.wallet
    for path, wallets in wallet_lists(programme):
        yield from ((f"{path}.{at}", wallet) for at, wallet in enumerate(wallets))


def _group_references(programme: Programme) -> Iterator[Reference]:
    for index, rule in enumerate(programme.rules):
        yield f"rules.{index}.group", rule.group
    for index, multiplier in enumerate(programme.multipliers):
        yield f"multipliers.{index}.group", multiplier.group


def _rule_references(programme: Programme) -> Iterator[Reference]:
    for index, multiplier in enumerate(programme.multipliers):
        named = multiplier.applies_to or []
        yield from ((f"multipliers.{index}.applies_to.{at}", rule) for at, rule in enumerate(named))
    for index, budget in enumerate(programme.budgets):
        yield from ((f"budgets.{index}.rules.{at}", rule) for at, rule in enumerate(budget.rules))


def _tier_references(programme: Programme) -> Iterator[Reference]:
    maps = [(f"multipliers.{index}.by_tier", part.by_tier or {}) for index, part in enumerate(programme.multipliers)]
    for index, wallet in enumerate(programme.wallets):
        path = f"wallets.{index}.spending"
        maps.append((f"{path}.order_share_by_tier", wallet.spending.order_share_by_tier))
        maps.append((f"{path}.price_by_tier", wallet.spending.price_by_tier))
    for path, by_tier in maps:
        yield from ((f"{path}.{tier}", tier) for tier in by_tier)
    if programme.ladder.trial is not None:
        yield "ladder.trial.tier", programme.ladder.trial.tier


def wallet_lists(programme: Programme) -> Iterator[tuple[str, Sequence[str]]]:
    """The lists of wallets whose points members share, by their paths."""
    if programme.transfers is not None:
        yield "transfers.wallets", programme.transfers.wallets
    if programme.pools is not None:
        yield "pools.wallets", programme.pools.wallets


def _unknown(kind: str, known: Sequence[str], references: Iterable[Reference]) -> Iterator[Finding]:
    for path, name in references:
        if name is not None and name not in known:
            yield found(path, "unknown_part", name=name, kind=KINDS[kind], near=near(name, known))
