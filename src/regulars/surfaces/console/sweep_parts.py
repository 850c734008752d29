"""What pages show of a sweep: curves over the values of a number, and a row for each value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from regulars.domain.replay.policy.seeking import figure_of
from regulars.domain.replay.types import Results, SweepPoint
from regulars.domain.studies.queries import compiled
from regulars.domain.studies.types import Answer, Found, PartView, StudyView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import tier_badges
from regulars.surfaces.console.sweep_words import goal_amount, goal_title, goal_words, number_name
from regulars.surfaces.web.charts import Chart, Series
from regulars.surfaces.web.formatting import listed, money, percent, plain_decimal

Known = tuple[SweepPoint, Results]


@dataclass(frozen=True)
class SweepRow:
    """A value that was tried: its figures, or why it may not stand there. `place` counts those with figures.

    `current`: the draft has it; `best`: it was looked for.
    """

    value: str
    plain: str
    place: int
    cells: tuple[str, ...]
    told: str
    refused: str
    current: bool
    best: bool = False


@dataclass(frozen=True)
class FoundPart:
    """What was looked for, and what was found: the value as it is shown and as a document has it."""

    wanted: str
    value: str
    plain: str
    reached: str
    tried: int


@dataclass(frozen=True)
class SweepPart:
    """A sweep: the number by its name and address, what moves along with it, curves, rows; `at`: where the slider is.

    `found`: what came of a search, None where all values were asked for.
    """

    part: PartView
    name: str
    address: str
    along: str
    value: str
    columns: tuple[str, ...]
    rows: tuple[SweepRow, ...]
    charts: tuple[Chart, ...]
    last: int
    at: int
    found: FoundPart | None


def sweep_part(study: StudyView, answer: Answer) -> SweepPart | None:
    """The sweep of the first draft; None where none was asked, or no value may stand there."""
    sweep = answer.sweep
    if sweep is None:
        return None
    part = study.drafts[0]
    document = compiled(part.text).document
    known = [(point, point.results) for point in sweep.points if point.results is not None]
    found, present = answer.found, sweep.parameter.value
    best = None if found is None else found.best
    rows = tuple(_rows(document, sweep.points, present, best))
    if not known:
        return None
    shown = present if best is None else best
    at = min(range(len(known)), key=lambda place: abs(known[place][0].value - shown))
    charts = [*_charts(document, known)]
    if found is not None:
        charts = [_wanted_chart(document, known, found), *charts]
    return SweepPart(
        part=part,
        name=number_name(document, sweep.parameter.address),
        address=sweep.parameter.address,
        along=listed(number_name(document, one) for one in sweep.along),
        value=plain_decimal(present),
        columns=tuple(name for name, _read in _figures(document)),
        rows=rows,
        charts=tuple(charts),
        last=len(known) - 1,
        at=at,
        found=None if found is None else _found(found, document, len(sweep.points)),
    )


def _found(found: Found, document: Programme, tried: int) -> FoundPart:
    wanted = goal_words(found.goal, document)
    if found.best is None or found.reached is None:
        return FoundPart(wanted, "", "", "", tried)
    reached = goal_amount(found.goal, found.reached, document)
    return FoundPart(wanted, plain_decimal(found.best), format(found.best.normalize(), "f"), reached, tried)


def _rows(
    document: Programme, points: tuple[SweepPoint, ...], present: Decimal, best: Decimal | None
) -> Iterator[SweepRow]:
    place = 0
    figures = _figures(document)
    for point in points:
        value, plain = plain_decimal(point.value), format(point.value.normalize(), "f")
        if point.results is None:
            what = " ".join(finding.what for finding in point.findings)
            yield SweepRow(value, plain, -1, (), "", what, current=False)
            continue
        cells = tuple(read(point.results) for _name, read in figures)
        told = listed(f"{name} {cell}" for (name, _read), cell in zip(figures, cells, strict=True))
        yield SweepRow(value, plain, place, cells, told, "", point.value == present, point.value == best)
        place += 1


def _figures(document: Programme) -> list[tuple[str, Callable[[Results], str]]]:
    """What is told of each value: the share of members on each tier but the first or above, and money."""
    badges = list(tier_badges(document).values())[1:]
    tiers: list[tuple[str, Callable[[Results], str]]] = [
        (
            badge.name if badge == badges[-1] else _("%(tier)s or above") % {"tier": badge.name},
            partial(_share_above, badge.id),
        )
        for badge in badges
    ]
    return [*tiers, *((name, partial(_in_money, read, document.currency)) for name, read in _money())]


def _share_above(tier: str, results: Results) -> str:
    return percent(_above(results, tier), results.members)


def _in_money(read: Callable[[Results], int], currency: str, results: Results) -> str:
    return money(read(results), currency)


def _money() -> tuple[tuple[str, Callable[[Results], int]], ...]:
    """Sums over all wallets, in minor units."""
    return (
        (_("Worth of points issued"), lambda one: sum(wallet.issued_minor or 0 for wallet in one.wallets)),
        (_("Cost of what was redeemed"), lambda one: sum(wallet.cost_minor or 0 for wallet in one.wallets)),
        (_("Liability at the end"), lambda one: sum(wallet.liability_minor or 0 for wallet in one.wallets)),
    )


def _charts(document: Programme, known: list[Known]) -> Iterator[Chart]:
    badges = list(tier_badges(document).values())[1:]
    members = tuple(Series(badge.name, tuple(_above(one, badge.id) for _point, one in known)) for badge in badges)
    yield _chart("sweep-tiers", _("Members on the tier or above"), known, members)
    cash = 10 ** CURRENCY_DECIMALS[document.currency]
    for place, (name, read) in enumerate(_money()):
        series = Series(name, tuple(read(one) // cash for _point, one in known))
        yield _chart(f"sweep-{place}", f"{name}, {document.currency}", known, (series,))


def _wanted_chart(document: Programme, known: list[Known], found: Found) -> Chart:
    """The figure that was looked for, by value, beside what is wanted of it."""
    goal = found.goal
    cash = Decimal(1) if goal.figure == "tier" else Decimal(10 ** CURRENCY_DECIMALS[document.currency])
    title = goal_title(goal, document)
    reached = Series(title, tuple(round(float(figure_of(goal, one) / cash), 2) for _point, one in known))
    wanted = Series(_("Wanted"), (round(float(goal.wanted / cash), 2),) * len(known))
    unit = "%" if goal.figure == "tier" else document.currency
    return _chart("sweep-wanted", f"{title}, {unit}", known, (reached, wanted))


def _chart(name: str, caption: str, known: list[Known], series: tuple[Series, ...]) -> Chart:
    """A curve over the values, each where it stands between the others."""
    labels = tuple(plain_decimal(point.value) for point, _results in known)
    places = tuple(float(point.value) for point, _results in known)
    return Chart(name, caption, "line", _("Value"), labels, series, places)


def _above(results: Results, tier: str) -> int:
    """Members on a tier or above at the end."""
    level, last = results.tiers.index(tier), results.tier_months[-1].month
    return sum(
        one.members for one in results.tier_months if one.month == last and results.tiers.index(one.tier) >= level
    )
