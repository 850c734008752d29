"""Forecasts as pages and files show them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from regulars.domain.tiers.types import Forecast, ForecastSummary, Outlook
from regulars.engine.programme.model import Programme
from regulars.engine.progress import TierPath
from regulars.surfaces.console.programme_parts import TierBadge, tier_badges
from regulars.surfaces.console.reading.vocabulary import Vocabulary, vocabulary_of
from regulars.surfaces.console.standings import Way, ways
from regulars.surfaces.web.tier_words import reason_words


@dataclass(frozen=True)
class ForecastLine:
    """One member: from which tier to which, why, and what is missing to keep the tier or to rise."""

    forecast: Forecast
    label: str
    tier: TierBadge
    tier_then: TierBadge
    next_tier: TierBadge | None
    reason: str
    ways: tuple[Way, ...]

    @property
    def falls(self) -> bool:
        """Whether the member will fall."""
        return self.forecast.outlook is Outlook.FALL

    @property
    def rises(self) -> bool:
        """Whether the member will rise by time alone."""
        return self.forecast.outlook is Outlook.RISE


@dataclass(frozen=True)
class TierCount:
    """How many on a tier will fall, rise, or are near the next one."""

    tier: TierBadge
    falling: int
    rising: int
    near: int


def forecast_lines(
    programme: Programme, found: Iterable[Forecast], labels: Mapping[int, str] | None = None
) -> list[ForecastLine]:
    """Forecasts in words; members without a label by their number."""
    badges, vocabulary = tier_badges(programme), vocabulary_of(programme)
    names = labels or {}
    return [
        ForecastLine(
            forecast=one,
            label=names.get(one.member_id, f"#{one.member_id}"),
            tier=_badge(badges, one.tier),
            tier_then=_badge(badges, one.tier_then),
            next_tier=_badge(badges, one.next_tier) if one.next_tier else None,
            reason=reason_words(one.reason) if one.reason else "",
            ways=ways(one.keeping if one.outlook is Outlook.FALL else one.rising, vocabulary),
        )
        for one in found
    ]


def tier_counts(programme: Programme, summary: ForecastSummary) -> list[TierCount]:
    """The figures of the summary, highest tier first."""
    counts = [
        TierCount(badge, summary.falling.get(tier, 0), summary.rising.get(tier, 0), summary.near.get(tier, 0))
        for tier, badge in tier_badges(programme).items()
    ]
    return counts[::-1]


class _Line:
    """Takes what the writer writes."""

    text = ""

    def write(self, text: str) -> None:
        """Keep a line."""
        self.text = text


def forecast_csv(programme: Programme, found: Iterable[Forecast]) -> Iterator[str]:
    """Line by line: a row for each member, with what is missing on each way in words."""
    line, vocabulary = _Line(), vocabulary_of(programme)
    writer = csv.writer(line)
    writer.writerow(
        ("member", "tier", "tier_then", "on", "reason", "grace_until", "next_tier", "near_percent", "missing")
    )
    yield "\ufeff" + line.text
    for one in found:
        paths = one.keeping if one.outlook is Outlook.FALL else one.rising
        writer.writerow(
            (
                one.member_id,
                one.tier,
                one.tier_then,
                one.changes_on or "",
                one.reason.name.lower() if one.reason else "",
                one.grace_until or "",
                one.next_tier or "",
                one.near_percent,
                _missing(paths, vocabulary),
            )
        )
        yield line.text


def _missing(paths: tuple[TierPath, ...], vocabulary: Vocabulary) -> str:
    """What is missing on each way; ways are parted by a bar."""
    told = [
        "; ".join(
            [
                *(f"{step.name} {step.missing}" for step in way.steps if not step.met),
                *(phrase.text for phrase in way.others),
            ]
        )
        for way in ways(paths, vocabulary)
    ]
    return " | ".join(text for text in told if text)


def _badge(badges: Mapping[str, TierBadge], tier: str) -> TierBadge:
    """The badge of a tier; one that the programme no longer has goes by its id."""
    return badges.get(tier) or TierBadge(tier, tier, "#5b6b7b")
