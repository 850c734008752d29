"""What a new version may not change, and what whoever publishes it should know: findings against the version in force.

Errors protect what the ledger has written down under the version in force; warnings tell of consequences. Every
path is one of the new document, or, for what is missing there, of the section where it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regulars.engine.errors import Finding
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
    reasons = {
        "id": "It is the name under which the programme, its members and its ledger are kept.",
        "currency": "Amounts that were measured and pinned in lots are in its minor units.",
        "time_zone": "Days of expiry, limits and reviews have been counted in it.",
    }
    for field, why in reasons.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield Finding(field, f"The {field} changes from {old!r} to {new!r}.", why, f"Set it to {old!r} again.")


def _wallets(before: Programme, after: Programme) -> Iterator[Finding]:
    kept = {wallet.id: (index, wallet) for index, wallet in enumerate(after.wallets)}
    for old in before.wallets:
        if old.id not in kept:
            yield Finding(
                "wallets",
                f"The wallet {old.id!r} is missing.",
                "Members may hold points in it, which would be out of reach.",
                "Put it back; to stop its use, remove the rules that earn into it.",
            )
            continue
        index, new = kept[old.id]
        for field, why in (
            ("purpose", "Points were earned to be spent, or only to count towards tiers."),
            ("decimals", "Balances are kept in its smallest unit, whose size this would change."),
        ):
            was, becomes = getattr(old, field), getattr(new, field)
            if was != becomes:
                yield Finding(
                    f"wallets.{index}.{field}",
                    f"The {field} of the wallet {old.id!r} changes from {was!r} to {becomes!r}.",
                    why,
                    f"Set it to {was!r} again, or make a new wallet.",
                )


def _attributes(before: Programme, after: Programme) -> Iterator[Finding]:
    for section in ("attributes", "member_attributes"):
        yield from _declared(section, getattr(before, section), getattr(after, section))


def _declared(section: str, before: Sequence[Attribute], after: Sequence[Attribute]) -> Iterator[Finding]:
    kept = {attribute.id: (index, attribute) for index, attribute in enumerate(after)}
    for old in before:
        if old.id not in kept:
            yield Finding(
                section,
                f"The attribute {old.id!r} is no longer declared.",
                "What carries it was accepted, and would no longer be.",
                "Put it back; nothing has to use it.",
            )
            continue
        index, new = kept[old.id]
        if old.type != new.type:
            yield Finding(
                f"{section}.{index}.type",
                f"The attribute {old.id!r} changes from {old.type} to {new.type}.",
                "What carries it was read as the one and would be read as the other.",
                f"Set it to {old.type} again, or declare another attribute.",
            )


def _tiers(before: Programme, after: Programme) -> Iterator[Finding]:
    remaining = {tier.id for tier in after.ladder.tiers}
    lower: str | None = None
    for tier in before.ladder.tiers:
        if tier.id in remaining:
            lower = tier.id
            continue
        where = f"to {lower!r}, the next lower tier that remains" if lower else "to the first tier"
        yield Finding(
            "ladder.tiers",
            f"The tier {tier.id!r} is gone.",
            f"Members who stand on it move {where}.",
            "Put it back if that is not what you want.",
            "warning",
        )


def _metrics(before: Programme, after: Programme) -> Iterator[Finding]:
    was = {metric.id: _definition(metric) for metric in before.metrics}
    for index, metric in enumerate(after.metrics):
        if metric.id in was and was[metric.id] != _definition(metric):
            yield Finding(
                f"metrics.{index}",
                f"The metric {metric.id!r} is measured in another way.",
                "It is recomputed from each member's history, and what depends on it follows: tiers, limits, goals.",
                "Give the new measure an id of its own if the old one should stay comparable.",
                "warning",
            )


def _definition(metric: Any) -> Mapping[str, Any]:
    """Everything of a metric but what it is called."""
    definition: Mapping[str, Any] = metric.model_dump(exclude={"name"})
    return definition


def _rules(before: Programme, after: Programme) -> Iterator[Finding]:
    remaining = {rule.id for rule in after.rules}
    for rule in before.rules:
        if rule.id not in remaining:
            yield Finding(
                "rules",
                f"The rule {rule.id!r} is gone.",
                "Points that it gave stay; refunds of those sales still take them back.",
                "Put it back if that is not what you want.",
                "warning",
            )
