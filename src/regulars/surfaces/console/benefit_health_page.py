"""A report on the health of benefits as lines of a page: measures beside those of the quarter before, flags, drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regulars.domain.benefit_health.types import BenefitHealth, Change, HealthReport, Opened
from regulars.domain.programmes.types import VersionState
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.version_words import STATES, StateWords
from regulars.surfaces.web import benefit_health_words as words
from regulars.surfaces.web.formatting import money

_GIVEN_UP = (VersionState.REJECTED, VersionState.WITHDRAWN)


@dataclass(frozen=True)
class HealthLine:
    """A benefit with its measures as text; `before` are those of the quarter before, where it stood and was read."""

    name: str
    standing: str
    told: BenefitHealth
    reach: str
    activation: str
    use_rate: str
    repeat_rate: str
    cost: str
    cost_per_use: str
    worth: str
    rating: str
    comparison: str
    before: HealthLine | None = None


@dataclass(frozen=True)
class FlagLine:
    """Something amiss; `change` is the key of what may help, or empty; `opened` the draft that it is already."""

    title: str
    tone: str
    text: str
    change: str
    advice: str
    opened: OpenedLine | None = None


@dataclass(frozen=True)
class OpenedLine:
    """A change that was opened as a draft: what has become of it, and of the benefit since."""

    told: Opened
    change: str
    state: StateWords
    use_rate: tuple[str, str]
    cost_per_use: tuple[str, str]


def health_lines(report: HealthReport, before: HealthReport | None, document: Programme) -> list[HealthLine]:
    """Every benefit of the quarter."""
    return [_line(one, report, document, before) for one in report.benefits]


def opened_lines(opened: Sequence[Opened], document: Programme) -> list[OpenedLine]:
    """What was opened, in the order given."""
    return [
        OpenedLine(
            told=one,
            change=words.opened_words(one, document),
            state=STATES[one.state],
            use_rate=(_rate(one.then), _rate(one.now)),
            cost_per_use=(_cost(one.then, document), _cost(one.now, document)),
        )
        for one in opened
    ]


def flag_lines(report: HealthReport, opened: Sequence[OpenedLine], document: Programme) -> list[FlagLine]:
    """Errors of the gradient first, then flags of benefits."""
    drafts = {
        one.told.change.key: one
        for one in reversed(opened)
        if one.told.quarter == report.quarter.name and one.told.state not in _GIVEN_UP
    }
    lines = [
        FlagLine(
            _("Gradient"),
            "tag-bad" if one.severity == "error" else "tag-warn",
            " ".join(words.gradient_words(one)),
            *_advice(one.change, document, drafts),
        )
        for one in report.gradient
    ]
    return lines + [
        FlagLine(
            words.flag_name(flag),
            "tag-warn",
            words.flag_line(flag, one, document),
            *_advice(flag.change, document, drafts),
        )
        for one in report.benefits
        for flag in one.flags
    ]


def _line(
    one: BenefitHealth, report: HealthReport, document: Programme, before: HealthReport | None = None
) -> HealthLine:
    def told(minor: int | None) -> str:
        return "–" if minor is None else money(minor, document.currency)

    earlier = before.named(one.benefit) if before is not None else None
    return HealthLine(
        name=words.name_of(one),
        standing=words.standing_words(one),
        told=one,
        reach=words.rate(one.holders / report.members if report.members else None),
        activation=words.rate(one.activation if report.is_recorded else None),
        use_rate=words.rate(one.use_rate if report.is_recorded else None),
        repeat_rate=words.rate(one.repeat_rate),
        cost=told(one.cost_minor),
        cost_per_use=told(one.cost_per_use_minor),
        worth=told(one.worth_minor),
        rating=words.rating_words(one),
        comparison=words.comparison_words(one, document),
        before=_line(earlier, before, document) if before is not None and earlier is not None else None,
    )


def _rate(one: BenefitHealth | None) -> str:
    return words.rate(one.use_rate) if one is not None else "–"


def _cost(one: BenefitHealth | None, document: Programme) -> str:
    minor = one.cost_per_use_minor if one is not None else None
    return "–" if minor is None else money(minor, document.currency)


def _advice(
    change: Change | None, document: Programme, drafts: dict[str, OpenedLine]
) -> tuple[str, str, OpenedLine | None]:
    if change is None:
        return "", "", None
    return change.key, words.change_words(change, document), drafts.get(change.key)
