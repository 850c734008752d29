"""Findings about policies that have no effect beside the others or with the rules there are."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.engine.errors import ExpressionError, Finding, found
from regulars.engine.expressions import Scope, compile_condition
from regulars.engine.expressions.vocabulary import LINE_COLUMNS
from regulars.engine.programme.model import Programme

_OF_THE_SALE = frozenset({"amount", "discount", "tax", "delivery", "instruments", *(name.id for name in LINE_COLUMNS)})


def check_choices(programme: Programme, scope: Scope) -> Iterator[Finding]:
    """Warnings about policies that say something without saying anything."""
    policies = programme.policies
    if policies.recovery_offset_percent != 100 and policies.refund_shortfall != "recovery":
        yield _unused("recovery_offset_percent", policies.recovery_offset_percent, "refund_shortfall: recovery")
    if policies.delivery == "included" and policies.basis == "items":
        yield _unused("delivery", policies.delivery, "basis: order_total")
    if policies.refund == "recomputed" and not any(_sees_the_sale(rule.when, scope) for rule in programme.rules):
        yield found("policies.refund", "recomputed_unused", "warning")


def _unused(field: str, value: object, other: str) -> Finding:
    return found(f"policies.{field}", "policy_unused", "warning", field=field, value=value, other=other)


def _sees_the_sale(condition: str, scope: Scope) -> bool:
    """Whether what is left of a sale can change the answer; of a condition that cannot be read, yes."""
    try:
        return not _OF_THE_SALE.isdisjoint(compile_condition(condition, scope).names)
    except ExpressionError:
        return True
