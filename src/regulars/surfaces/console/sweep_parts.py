"""What pages show of a sweep: curves over the values of a number, and a row for each value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from regulars.domain.replay.types import Results, SweepPoint
from regulars.domain.studies.queries import compiled
from regulars.domain.studies.types import Answer, PartView, StudyView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import tier_badges
from regulars.surfaces.web.charts import Chart, Series
from regulars.surfaces.web.formatting import listed, money, percent, plain_decimal


@dataclass(frozen=True)
class SweepRow:
    """A value that was tried: its figures, or why it may not stand there. `place` counts those with figures."""

    value: str
    plain: str
    place: int
    cells: tuple[str, ...]
    told: str
    refused: str
    current: bool


@dataclass(frozen=True)
class SweepPart:
    """A sweep: the number by its address, what moves along with it, curves, rows; `at`: where the slider is."""

    part: PartView
    address: str
    along: str
    value: str
    columns: tuple[str, ...]
    rows: tuple[SweepRow, ...]
    charts: tuple[Chart, ...]
    last: int
    at: int


def sweep_part(study: StudyView, answer: Answer) -> SweepPart | None:
    """The sweep of the first draft; None where none was asked, or no value may stand there."""
    sweep = answer.sweep
    if sweep is None:
        return None
    part = study.drafts[0]
    document = compiled(part.text).document
    known = [(point, point.results) for point in sweep.points if point.results is not None]
    rows = tuple(_rows(document, sweep.points, sweep.parameter.value))
    if not known:
        return None
    at = min(range(len(known)), key=lambda place: abs(known[place][0].value - sweep.parameter.value))
    labels = tuple(plain_decimal(point.value) for point, _results in known)
    return SweepPart(
        part=part,
        address=sweep.parameter.address,
        along=listed(sweep.along),
        value=plain_decimal(sweep.parameter.value),
        columns=tuple(name for name, _read in _figures(document)),
        rows=rows,
        charts=tuple(_charts(document, labels, [results for _point, results in known])),
        last=len(known) - 1,
        at=at,
    )


def _rows(document: Programme, points: tuple[SweepPoint, ...], present: Decimal) -> Iterator[SweepRow]:
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
        yield SweepRow(value, plain, place, cells, told, "", current=point.value == present)
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


def _charts(document: Programme, labels: tuple[str, ...], results: list[Results]) -> Iterator[Chart]:
    badges = list(tier_badges(document).values())[1:]
    members = tuple(Series(badge.name, tuple(_above(one, badge.id) for one in results)) for badge in badges)
    yield Chart("sweep-tiers", _("Members on the tier or above"), "line", _("Value"), labels, members)
    cash = 10 ** CURRENCY_DECIMALS[document.currency]
    for place, (name, read) in enumerate(_money()):
        series = Series(name, tuple(read(one) // cash for one in results))
        yield Chart(f"sweep-{place}", f"{name}, {document.currency}", "line", _("Value"), labels, (series,))


def _above(results: Results, tier: str) -> int:
    """Members on a tier or above at the end."""
    level, last = results.tiers.index(tier), results.tier_months[-1].month
    return sum(
        one.members for one in results.tier_months if one.month == last and results.tiers.index(one.tier) >= level
    )
