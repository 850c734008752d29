"""The thresholds of a ladder that a history can measure: one metric alone, over a rolling time."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.domain.cohorts.types import Threshold
from regulars.engine.compile import CompiledProgramme
from regulars.engine.programme.model import Metric
from regulars.engine.progress import all_paths

_PURCHASE = "event = 'purchase'"
_A_MONTH = 365 / 12


def thresholds_of(programme: CompiledProgramme) -> tuple[Threshold, ...]:
    """Of each tier the ways that ask for one metric alone: points earned, purchases, or what they came to."""
    return tuple(_thresholds(programme))


def _thresholds(programme: CompiledProgramme) -> Iterator[Threshold]:
    metrics = {one.id: one for one in programme.document.metrics}
    for place, paths in enumerate(all_paths(programme)):
        for path in paths:
            if place == 0 or path.others or len(path.requirements) != 1:
                continue
            (asked,) = path.requirements
            told = _measured(metrics[asked.metric_id])
            if told is not None and asked.need > 0:
                days = round((metrics[asked.metric_id].window.months or 0) * _A_MONTH)
                yield Threshold(programme.tier_ids[place], place, *told, days, asked.need)


def _measured(metric: Metric) -> tuple[str, str] | None:
    """What a metric is of and which wallet, where the history has it as it stands; else None."""
    if metric.window.kind != "rolling" or not metric.window.months:
        return None
    if metric.measure == "earned" and metric.wallet:
        return "earned", metric.wallet
    if metric.when is None or str(metric.when).strip() != _PURCHASE:
        return None
    if metric.measure == "count":
        return "purchases", ""
    return ("spend", "") if metric.measure == "sum" and str(metric.of).strip() == "amount" else None
