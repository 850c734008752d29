"""Which identifiers a programme takes, and which of them can be somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from regulars.domain.members.errors import KeyRuleInvalid
from regulars.domain.members.policy.spelling import REGIONS, normalise
from regulars.domain.members.types import BlockedAction, IdentifierKind, KeyRule, KeyRules

NAME = re.compile(r"[a-z][a-z0-9_]{0,29}", re.ASCII)
MOST_BLOCKED = 500
MOST_SHARED = 50

DEFAULTS = KeyRules(
    tuple(
        KeyRule(kind, most=most, shared_by=shared_by)
        for kind, most, shared_by in (
            (IdentifierKind.CARD, 20, 1),
            (IdentifierKind.MOBILE, 10, 1),
            (IdentifierKind.EMAIL, 10, 1),
            (IdentifierKind.EXTERNAL_ID, 20, 1),
            (IdentifierKind.DEVICE, 50, 3),
        )
    )
)
"""What holds where nobody has said otherwise: every kind is taken, and only devices may be shared."""


def completed(rules: Iterable[KeyRule]) -> KeyRules:
    """The rules with the defaults of kinds that nobody has said anything of; in the order of kinds, then names."""
    told = {(rule.kind, rule.name): rule for rule in rules}
    first = [told.pop((rule.kind, rule.name), rule) for rule in DEFAULTS.rules]
    return KeyRules((*first, *sorted(told.values(), key=lambda rule: rule.name)))


def context_of(kind: IdentifierKind, name: str) -> str:
    """What an identifier is bound to when it is encrypted and indexed."""
    return f"{kind.value}:{name}" if name else kind.value


def spelt(rule: KeyRule, text: str, region: str | None) -> str | None:
    """The one spelling of an identifier under its rule, or None when it cannot be one."""
    spelling = normalise(rule.kind, text, rule.region or region)
    if spelling is None or not rule.pattern:
        return spelling
    return spelling if _compiled(rule.pattern).fullmatch(spelling) else None


def is_blocked(rule: KeyRule, spelling: str) -> bool:
    """Whether a value stands for nobody; `*` in a blocked value stands for anything, letter case does not matter."""
    return bool(rule.blocked) and _blocked(rule.blocked).fullmatch(spelling.casefold()) is not None


def checked(rule: KeyRule) -> KeyRule:
    """The rule, tidied; raises KeyRuleInvalid with the field that cannot be."""
    if rule.name and (rule.kind is not IdentifierKind.EXTERNAL_ID or not NAME.fullmatch(rule.name)):
        raise KeyRuleInvalid(field="name", given=rule.name)
    if rule.region and rule.region not in set(REGIONS.values()):
        raise KeyRuleInvalid(field="region", given=rule.region)
    if not 1 <= rule.most <= 1000:
        raise KeyRuleInvalid(field="most", given=rule.most)
    if not 1 <= rule.shared_by <= MOST_SHARED:
        raise KeyRuleInvalid(field="shared_by", given=rule.shared_by)
    if rule.shared_by > 1 and rule.kind not in {IdentifierKind.CARD, IdentifierKind.DEVICE}:
        raise KeyRuleInvalid(field="shared_by", given=rule.shared_by)
    blocked = tuple(dict.fromkeys(text.strip().casefold() for text in rule.blocked if text.strip()))
    if len(blocked) > MOST_BLOCKED or any(len(text) > 200 or not text.strip("*") for text in blocked):
        raise KeyRuleInvalid(field="blocked", given=len(blocked))
    try:
        _compiled(rule.pattern)
    except re.error:
        raise KeyRuleInvalid(field="pattern", given=rule.pattern[:60]) from None
    if len(rule.pattern) > 200:
        raise KeyRuleInvalid(field="pattern", given=rule.pattern[:60])
    return rule._replace(blocked=blocked, on_blocked=BlockedAction(rule.on_blocked))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


@lru_cache(maxsize=256)
def _blocked(values: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(".*".join(map(re.escape, value.split("*"))) for value in values))
