"""The way to the next tier: what there is, what is needed, and how little is missing, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regulars.engine.expressions.vocabulary import EVENT_COLUMNS, LINE_COLUMNS, Kind
from regulars.engine.programme.model import Metric, Programme
from regulars.engine.progress import Requirement, TierPath
from regulars.surfaces.portal.words import in_language
from regulars.surfaces.web.formatting import is_chinese, listed, money, scaled

_MONEY = frozenset(name.id for name in (*EVENT_COLUMNS, *LINE_COLUMNS) if name.kind is Kind.MONEY)


@dataclass(frozen=True)
class Step:
    """One thing that a way asks for."""

    name: str
    have: str
    need: str
    missing: str
    percent: float
    met: bool


@dataclass(frozen=True)
class Way:
    """One way: all its steps have to be gone; `further` when there are conditions that are no thresholds."""

    steps: tuple[Step, ...]
    further: bool

    @property
    def met(self) -> bool:
        """Whether the whole way is gone."""
        return bool(self.steps) and not self.further and all(step.met for step in self.steps)

    @property
    def missing(self) -> str:
        """What is still missing on this way, in words."""
        return _and([_missing(step) for step in self.steps if not step.met])


def ways(programme: Programme, paths: Sequence[TierPath]) -> tuple[Way, ...]:
    """Ways in words."""
    metrics = {metric.id: metric for metric in programme.metrics}
    return tuple(
        Way(tuple(_step(programme, metrics.get(one.metric_id), one) for one in path.requirements), bool(path.others))
        for path in paths
    )


def shortest(found: Sequence[Way]) -> str:
    """All ways in one line: 420 more growth points in 12 months, or 2 more visits."""
    told = [way.missing for way in found if way.missing]
    return (_(", or ")).join(told)


def _step(programme: Programme, metric: Metric | None, asked: Requirement) -> Step:
    def figure(value: int) -> str:
        if metric is not None and metric.measure == "sum" and _is_money(metric):
            return money(value, programme.currency)
        return scaled(value, len(str(asked.scale)) - 1)

    share = min(asked.have * 100 / asked.need, 100.0) if asked.need > 0 else 100.0
    return Step(
        name=in_language(metric.name) if metric else asked.metric_id.replace("_", " "),
        have=figure(asked.have),
        need=figure(asked.need),
        missing=figure(asked.missing),
        percent=max(share, 0.0),
        met=asked.met,
    )


def _is_money(metric: Metric) -> bool:
    return metric.of is None or any(column in metric.of for column in _MONEY)


def _missing(step: Step) -> str:
    name = step.name if is_chinese() else step.name[:1].lower() + step.name[1:]
    return _("%(missing)s more %(name)s") % {"missing": step.missing, "name": name}


def _and(parts: list[str]) -> str:
    if len(parts) == 2:
        return _("%(one)s and %(other)s") % {"one": parts[0], "other": parts[1]}
    return listed(parts)
