"""What a new version may not change, and what whoever publishes it should know: findings against the version in force.

Errors protect what the ledger has written down under the version in force; warnings tell of consequences. Every
path is one of the new document, or, for what is missing there, of the section where it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regulars.engine.errors import Finding, found
from regulars.engine.programme.model import Attribute, Programme


def compare_findings(before: Programme, after: Programme) -> list[Finding]:
    """Findings about a document that is to follow another: errors first by their place, then warnings."""
    findings = [
        *_identity(before, after),
        *_wallets(before, after),
        *_attributes(before, after),
        *_tiers(before, after),
        *_metrics(before, after),
        *_rules(before, after),
    ]
    return sorted(findings, key=lambda finding: finding.severity)


def _identity(before: Programme, after: Programme) -> Iterator[Finding]:
    codes = {"id": "programme_id_changed", "currency": "currency_changed", "time_zone": "time_zone_changed"}
    for field, code in codes.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield found(field, code, old=old, new=new)


def _wallets(before: Programme, after: Programme) -> Iterator[Finding]:
    kept = {wallet.id: (index, wallet) for index, wallet in enumerate(after.wallets)}
    for old in before.wallets:
        if old.id not in kept:
            yield found("wallets", "wallet_missing", wallet=old.id)
            continue
        index, new = kept[old.id]
        for field, code in (("purpose", "wallet_purpose_changed"), ("decimals", "wallet_decimals_changed")):
            was, becomes = getattr(old, field), getattr(new, field)
            if was != becomes:
                yield found(f"wallets.{index}.{field}", code, wallet=old.id, old=was, new=becomes)


def _attributes(before: Programme, after: Programme) -> Iterator[Finding]:
    for section in ("attributes", "member_attributes"):
        yield from _declared(section, getattr(before, section), getattr(after, section))


def _declared(section: str, before: Sequence[Attribute], after: Sequence[Attribute]) -> Iterator[Finding]:
    kept = {attribute.id: (index, attribute) for index, attribute in enumerate(after)}
    for old in before:
        if old.id not in kept:
            yield found(section, "attribute_missing", attribute=old.id)
            continue
        index, new = kept[old.id]
        if old.type != new.type:
            path = f"{section}.{index}.type"
            yield found(path, "attribute_type_changed", attribute=old.id, old=old.type, new=new.type)


def _tiers(before: Programme, after: Programme) -> Iterator[Finding]:
    remaining = {tier.id for tier in after.ladder.tiers}
    lower: str | None = None
    for tier in before.ladder.tiers:
        if tier.id in remaining:
            lower = tier.id
            continue
        where = {"en": "to the first tier", "zh": "第一级"}
        if lower:
            where = {"en": f"to {lower!r}, the next lower tier that remains", "zh": f"更低的等级 {lower!r}"}
        yield found("ladder.tiers", "tier_gone", "warning", tier=tier.id, where=where)


def _metrics(before: Programme, after: Programme) -> Iterator[Finding]:
    was = {metric.id: _definition(metric) for metric in before.metrics}
    for index, metric in enumerate(after.metrics):
        if metric.id in was and was[metric.id] != _definition(metric):
            yield found(f"metrics.{index}", "metric_measured_otherwise", "warning", metric=metric.id)


def _definition(metric: Any) -> Mapping[str, Any]:
    """Everything of a metric but what it is called."""
    definition: Mapping[str, Any] = metric.model_dump(exclude={"name"})
    return definition


def _rules(before: Programme, after: Programme) -> Iterator[Finding]:
    remaining = {rule.id for rule in after.rules}
    for rule in before.rules:
        if rule.id not in remaining:
            yield found("rules", "rule_gone", "warning", rule=rule.id)
