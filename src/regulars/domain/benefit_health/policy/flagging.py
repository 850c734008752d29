"""What is amiss with benefits, and changes of the document that may help."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from regulars.domain.benefit_health.types import (
    ENOUGH,
    LOW_RATING,
    LOW_USE,
    BenefitHealth,
    Change,
    ChangeKind,
    Flag,
    FlagCode,
    GradientFlag,
    Since,
)
from regulars.domain.benefits.policy import Entry, entry_of, gradient_findings, mend_of, with_entry
from regulars.engine.errors import Finding, ProgrammeRefused
from regulars.engine.programme.findings import find_problems
from regulars.engine.programme.loading import load_programme

_GREAT_SHARE = 0.25
_FEW_RATIOS = 3
_FEW_COMPETITORS = 2

_Amiss = tuple[FlagCode, tuple[ChangeKind, ...]]


def flagged(told: Sequence[BenefitHealth], text: str, *, recorded: bool = True) -> list[BenefitHealth]:
    """The benefits with their flags, each with the change that may help, where the document can do without or less.

    A change is proposed only to what stands as it did in the quarter. Where uses were not `recorded` for long enough,
    nothing is flagged of use.
    """
    usual = _usual_ratio(told)
    whole = sum(one.cost_minor for one in told)
    return [replace(one, flags=_flags(one, text, _of_use(one, usual, whole) if recorded else [])) for one in told]


def gradient_flags(text: str) -> list[GradientFlag]:
    """What is found of the gradient of a document, each with the change that mends it, where one is known."""
    document = load_programme(text)
    flags = []
    for one in gradient_findings(document):
        mends = mend_of(text, document, one) is not None
        flags.append(_gradient_flag(one, Change(ChangeKind.MEND, one.path) if mends else None))
    return flags


def changed_text(text: str, change: Change) -> str | None:
    """The text with a change made; None where the change is not possible, or would make an error."""
    entry = _entry(text, change)
    if entry is None:
        return None
    after = with_entry(text, entry)
    if change.kind is ChangeKind.MEND:
        return after
    return after if _errors(after) <= _errors(text) else None


def _flags(one: BenefitHealth, text: str, of_use: Sequence[_Amiss]) -> tuple[Flag, ...]:
    codes = [*of_use] if one.is_judged else []
    if one.competitors >= _FEW_COMPETITORS and 2 * len(one.same_as) >= one.competitors:
        codes.append((FlagCode.COMMON, ()))
    same = one.since is Since.SAME
    return tuple(Flag(code, _possible(text, one.benefit, kinds) if same else None) for code, kinds in codes)


def _of_use(one: BenefitHealth, usual: float | None, whole: int) -> list[_Amiss]:
    """What its uses, their cost and their users' ratings say."""
    codes: list[_Amiss] = []
    if one.use_rate is not None and one.use_rate < LOW_USE:
        codes.append((FlagCode.LOW_USE, (ChangeKind.WITHOUT,)))
    if (code := _costs(one, usual, whole)) is not None:
        codes.append((code, (ChangeKind.LESS, ChangeKind.WITHOUT)))
    if one.ratings >= ENOUGH and one.rating is not None and one.rating < LOW_RATING:
        codes.append((FlagCode.UNLOVED, (ChangeKind.WITHOUT,)))
    return codes


def _costs(one: BenefitHealth, usual: float | None, whole: int) -> FlagCode | None:
    """Dear: a use cost more than it is worth to a member. Costly: a great part of all costs, for less than usual."""
    cost, worth = one.cost_per_use_minor, one.worth_minor
    if not cost or worth is None:
        return None
    if cost > worth:
        return FlagCode.DEAR
    if usual is not None and worth / cost < usual and one.cost_minor >= _GREAT_SHARE * whole:
        return FlagCode.COSTLY
    return None


def _usual_ratio(told: Sequence[BenefitHealth]) -> float | None:
    """The median of worth over cost; None of too few benefits."""
    ratios = [one.worth_minor / cost for one in told if one.worth_minor and (cost := one.cost_per_use_minor)]
    return median(ratios) if len(ratios) >= _FEW_RATIOS else None


def _possible(text: str, benefit: str, kinds: Sequence[ChangeKind]) -> Change | None:
    changes = (Change(kind, benefit) for kind in kinds)
    return next((one for one in changes if changed_text(text, one) is not None), None)


def _entry(text: str, change: Change) -> Entry | None:
    if change.kind is ChangeKind.MEND:
        document = load_programme(text)
        found = [one for one in gradient_findings(document) if one.path == change.target]
        mends = [entry for one in found if (entry := mend_of(text, document, one)) is not None]
        return mends[0] if mends else None
    known = entry_of(text, "benefits", change.target)
    if known is None:
        return None
    place, content = known
    if change.kind is ChangeKind.WITHOUT:
        return Entry("benefits", place, None)
    halved = _halved(content)
    return None if halved == content else Entry("benefits", place, halved)


def _halved(content: dict[str, Any]) -> dict[str, Any]:
    """Half of each tier's quota, rounded up: what rises with the tier still does not fall."""
    changed = copy.deepcopy(content)
    for allowance in (changed.get("tiers") or {}).values():
        if allowance and allowance.get("quota"):
            allowance["quota"] = -(-int(allowance["quota"]) // 2)
    return changed


def _errors(text: str) -> set[tuple[str, str]]:
    """What keeps a text from being used, without the places, which move when an entry is left out."""
    try:
        found = find_problems(load_programme(text))
    except ProgrammeRefused as refused:
        found = list(refused.findings)
    return {(one.what, one.why) for one in found if one.severity == "error"}


def _gradient_flag(one: Finding, change: Change | None) -> GradientFlag:
    words = one.chinese or one
    return GradientFlag(
        path=one.path,
        severity=one.severity,
        english=(one.what, one.why, one.mend),
        chinese=(words.what, words.why, words.mend),
        change=change,
    )
