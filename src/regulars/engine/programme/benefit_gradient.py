"""Findings about benefits that a higher tier has less of: fewer, worse, for less, or for fewer sides of life.

A higher tier with a worse deal is an error, for members would lose by rising. What a higher tier has instead is said by
`replaces`; then what both tiers have is weighed by what it is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from regulars.engine.errors import Finding, found
from regulars.engine.programme.benefit_holders import Had, had_by, worth_of
from regulars.engine.programme.benefit_kinds import better_somewhere, scenes_of, worse_fields
from regulars.engine.programme.benefits import Scene
from regulars.engine.programme.model import Programme
from regulars.engine.texts import Language

SCENES: dict[Scene, dict[Language, str]] = {
    "shopping": {"zh": "选购", "en": "shopping"},
    "checkout": {"zh": "结账", "en": "checkout"},
    "delivery": {"zh": "配送", "en": "delivery"},
    "service": {"zh": "服务", "en": "service"},
    "celebration": {"zh": "庆祝", "en": "celebration"},
    "travel": {"zh": "出行", "en": "travel"},
    "community": {"zh": "社群", "en": "community"},
    "home": {"zh": "居家", "en": "home"},
}
"""What scenes are called."""


class _Step(NamedTuple):
    """Two neighbouring tiers with what each has."""

    programme: Programme
    at: int
    lower: str
    higher: str
    below: dict[str, Had]
    above: dict[str, Had]


def check_benefit_gradient(programme: Programme) -> Iterator[Finding]:
    """All findings about benefits from each tier to the next; none in a programme without benefits."""
    if not programme.benefits:
        return
    tiers = [tier.id for tier in programme.ladder.tiers]
    for at, (lower, higher) in enumerate(pairwise(tiers), start=1):
        step = _Step(programme, at, lower, higher, had_by(programme, lower), had_by(programme, higher))
        fallen = [*_lost(step), *_less(step), *_picks(step), *_scenes(step)]
        yield from fallen
        if not fallen:
            yield from _worth(step)


def _lost(step: _Step) -> Iterator[Finding]:
    replaced = {other for one in step.above.values() for other in one.benefit.replaces}
    for identity, had in step.below.items():
        if identity not in step.above and identity not in replaced and had.by != "upgrade":
            path = f"benefits.{_place(step.programme, identity)}"
            field = {"tier": "tiers"}.get(had.by, f"{had.by}.from_tier")
            yield found(f"{path}.{field}", "benefit_lost", benefit=identity, tier=step.higher, lower=step.lower)


def _less(step: _Step) -> Iterator[Finding]:
    for identity, high in step.above.items():
        low = step.below.get(identity)
        if low is None or high.by != low.by:
            continue
        path = f"benefits.{_place(step.programme, identity)}.tiers.{step.higher}"
        told = {"benefit": identity, "tier": step.higher, "lower": step.lower}
        if high.uses is not None and (low.uses is None or high.uses < low.uses):
            there = {"en": "any number", "zh": "不限次"} if low.uses is None else f"{low.uses.normalize():f}"
            yield found(f"{path}.quota", "quota_falls", here=f"{high.uses.normalize():f}", there=there, **told)
        for field in worse_fields(low.terms, high.terms):
            values = {"here": _shown(high, field), "there": _shown(low, field)}
            yield found(f"{path}.terms.{field}", "terms_fall", field=field, **values, **told)


def _picks(step: _Step) -> Iterator[Finding]:
    for index, choice in enumerate(step.programme.choices):
        here, there = choice.pick.get(step.higher, 0), choice.pick.get(step.lower, 0)
        if here < there:
            told = {"choice": choice.id, "tier": step.higher, "lower": step.lower}
            yield found(f"choices.{index}.pick.{step.higher}", "picks_fall", here=here, there=there, **told)


def _scenes(step: _Step) -> Iterator[Finding]:
    here, there = (
        {scene for one in had.values() for scene in scenes_of(one.benefit)} for had in (step.above, step.below)
    )
    if missing := sorted(there - here):
        names = {
            "en": ", ".join(SCENES[one]["en"] for one in missing),
            "zh": "、".join(SCENES[one]["zh"] for one in missing),
        }
        path = f"ladder.tiers.{step.at}"
        yield found(path, "scenes_fewer", scenes=names, tier=step.higher, lower=step.lower)


def _worth(step: _Step) -> Iterator[Finding]:
    here, there = worth_of(step.programme, step.higher), worth_of(step.programme, step.lower)
    path, told = f"ladder.tiers.{step.at}", {"tier": step.higher, "lower": step.lower}
    if here < there:
        worths = {"here": _money(here), "there": _money(there), "currency": step.programme.currency}
        yield found(path, "worth_falls", **worths, **told)
    elif here == there and not _better(step):
        yield found(path, "tier_adds_nothing", "warning", **told)


def _better(step: _Step) -> bool:
    """Whether the higher tier has any benefit more, more of one, or one on better terms."""
    if step.above.keys() - step.below.keys():
        return True
    if any(choice.pick.get(step.higher, 0) > choice.pick.get(step.lower, 0) for choice in step.programme.choices):
        return True
    both = [(step.below[identity], high) for identity, high in step.above.items() if identity in step.below]
    return any(
        better_somewhere(low.terms, high.terms)
        or (low.uses is not None and (high.uses is None or high.uses > low.uses))
        for low, high in both
    )


def _place(programme: Programme, identity: str) -> int:
    return next(index for index, one in enumerate(programme.benefits) if one.id == identity)


def _shown(had: Had, field: str) -> object:
    value = getattr(had.terms, field)
    return {"en": "nothing", "zh": "无"} if value is None else value


def _money(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.01')):f}"
