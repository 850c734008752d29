"""Findings about single benefits and choices: terms that fit the kind, quotas, dates, costs, conditions, sharing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regulars.engine.errors import ExpressionError, Finding, found
from regulars.engine.expressions import Scope, compile_condition
from regulars.engine.expressions.ranges import never_holds
from regulars.engine.programme.benefit_kinds import BenefitKind, kind_of, terms_for
from regulars.engine.programme.benefits import Allowance, Benefit, Choice, Terms
from regulars.engine.programme.model import Programme

_WAYS = ("tiers", "birthday", "anniversary", "upgrade", "moment", "by_hand")


def check_benefits(programme: Programme, scope: Scope) -> Iterator[Finding]:
    """All findings about single benefits and choices."""
    chosen = {one for choice in programme.choices for one in choice.benefits}
    for index, benefit in enumerate(programme.benefits):
        path = f"benefits.{index}"
        yield from _all_terms(path, benefit, benefit.id in chosen)
        yield from _dates(path, benefit)
        yield from _money(path, benefit)
        yield from _conditions(path, benefit, scope)
        yield from _holders(path, benefit, benefit.id in chosen)
        yield from _sharing(path, benefit, programme)
    for index, choice in enumerate(programme.choices):
        yield from _choice(f"choices.{index}", choice, programme)


def check_benefit_days(programme: Programme, today: date | None) -> Iterator[Finding]:
    """Warnings about benefits that are over on a day; nothing without one."""
    for index, benefit in enumerate(programme.benefits):
        if today is not None and benefit.ends_on is not None and benefit.ends_on <= today:
            path = f"benefits.{index}.ends_on"
            yield found(path, "benefit_over", "warning", benefit=benefit.id, ends_on=benefit.ends_on)


def _all_terms(path: str, benefit: Benefit, chosen: bool) -> Iterator[Finding]:  # noqa: FBT001 - one of its facts
    """Terms of the benefit and of each tier; what a kind needs may stand in either, where only tiers have it."""
    kind = kind_of(benefit)
    yield from _unused(f"{path}.terms", benefit.terms, kind)
    if chosen or not benefit.tiers or any(getattr(benefit, way) for way in _WAYS if way != "tiers"):
        yield from _missing(f"{path}.terms", benefit.terms, kind)
    for tier, allowance in benefit.tiers.items():
        place = f"{path}.tiers.{tier}"
        yield from _allowance(place, allowance, kind)
        yield from _missing(f"{place}.terms", terms_for(benefit, allowance), kind)


def _missing(path: str, terms: Terms, kind: BenefitKind) -> Iterator[Finding]:
    for field in kind.required:
        if getattr(terms, field) is None:
            yield found(path, "terms_missing", kind={**kind.names}, field=field)


def _unused(path: str, terms: Terms, kind: BenefitKind) -> Iterator[Finding]:
    for field in type(terms).model_fields:
        if getattr(terms, field) is not None and field not in (*kind.required, *kind.optional):
            known = ", ".join((*kind.required, *kind.optional))
            yield found(f"{path}.{field}", "terms_unused", kind={**kind.names}, field=field, known=known)


def _allowance(path: str, allowance: Allowance, kind: BenefitKind) -> Iterator[Finding]:
    if allowance.quota is not None and allowance.per is None:
        yield found(f"{path}.quota", "quota_without_period", quota=allowance.quota)
    if allowance.quota is None and allowance.per is not None:
        yield found(f"{path}.per", "period_without_quota", period=allowance.per)
    if allowance.quota is not None and not kind.used:
        yield found(f"{path}.quota", "quota_of_unused", kind={**kind.names})
    if allowance.terms is not None:
        yield from _unused(f"{path}.terms", allowance.terms, kind)


def _dates(path: str, benefit: Benefit) -> Iterator[Finding]:
    if benefit.starts_on is not None and benefit.ends_on is not None and benefit.ends_on <= benefit.starts_on:
        yield found(f"{path}.ends_on", "dates_reversed", starts_on=benefit.starts_on, ends_on=benefit.ends_on)


def _money(path: str, benefit: Benefit) -> Iterator[Finding]:
    if benefit.cost is None and benefit.nature == "material" and kind_of(benefit).used:
        yield found(path, "benefit_without_cost", "warning", benefit=benefit.id)
    if benefit.cost is not None and benefit.worth is not None and benefit.cost > benefit.worth:
        told = {"cost": benefit.cost, "worth": benefit.worth}
        yield found(f"{path}.cost", "cost_above_worth", "warning", benefit=benefit.id, **told)


def _conditions(path: str, benefit: Benefit, scope: Scope) -> Iterator[Finding]:
    if benefit.members is not None:
        yield from _condition(f"{path}.members", benefit.members, scope.members_only())
    if benefit.moment is not None:
        yield from _condition(f"{path}.moment.when", benefit.moment.when, scope.without_members())


def _condition(path: str, text: str, scope: Scope) -> Iterator[Finding]:
    try:
        condition = compile_condition(text, scope)
        reason = never_holds(text, scope)
    except ExpressionError as error:
        yield error.finding(path)
        return
    if condition.line is not None:
        yield found(path, "moment_of_lines")
    if reason is not None:
        yield found(path, "never_holds", "warning", reason=reason)


def _holders(path: str, benefit: Benefit, chosen: bool) -> Iterator[Finding]:  # noqa: FBT001 - one of its facts
    if not chosen and not any(getattr(benefit, way) for way in _WAYS):
        yield found(path, "benefit_of_nobody", "warning", benefit=benefit.id)
    if not kind_of(benefit).used:
        for way in ("birthday", "anniversary", "upgrade", "moment"):
            if getattr(benefit, way) is not None:
                yield found(f"{path}.{way}", "occasion_of_unused", kind={**kind_of(benefit).names})


def _sharing(path: str, benefit: Benefit, programme: Programme) -> Iterator[Finding]:
    if benefit.shared and programme.pools is None:
        yield found(f"{path}.shared", "shared_without_pools", benefit=benefit.id)
    for field in ("shared", "giftable"):
        if getattr(benefit, field) and not kind_of(benefit).used:
            yield found(f"{path}.{field}", "occasion_of_unused", kind={**kind_of(benefit).names})
    for at, other in enumerate(benefit.replaces):
        if other == benefit.id:
            yield found(f"{path}.replaces.{at}", "replaces_itself", benefit=other)


def _choice(path: str, choice: Choice, programme: Programme) -> Iterator[Finding]:
    known = {benefit.id: benefit for benefit in programme.benefits}
    for at, one in enumerate(choice.benefits):
        if one in choice.benefits[:at]:
            yield found(f"{path}.benefits.{at}", "choice_twice", benefit=one)
        if one in known and not kind_of(known[one]).used:
            yield found(f"{path}.benefits.{at}", "occasion_of_unused", kind={**kind_of(known[one]).names})
    for tier, pick in choice.pick.items():
        if pick > len(choice.benefits):
            told = {"pick": pick, "benefits": len(choice.benefits)}
            yield found(f"{path}.pick.{tier}", "picks_above_benefits", **told)
        elif pick == len(choice.benefits):
            yield found(f"{path}.pick.{tier}", "picks_everything", "warning", pick=pick)
