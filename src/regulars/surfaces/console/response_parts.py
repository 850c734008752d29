"""What pages show of members who respond: ranges in tables and charts, assumptions with their sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from regulars.domain.responses.types import ASSUMED, MARGIN, Assumptions, DraftResponse, Figure, FigureRange
from regulars.domain.studies.queries import compiled
from regulars.domain.studies.types import Answer, PartView, StudyView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.response_words import ASSUMPTIONS, figure_name, source_words
from regulars.surfaces.web.charts import Series
from regulars.surfaces.web.formatting import money, month, number, plain_decimal
from regulars.surfaces.web.range_charts import Band, Depends

_DRAWN = (Figure.SALES, Figure.COST, Figure.LIABILITY)


@dataclass(frozen=True)
class RangeRow:
    """A figure: under the baseline, with behaviour as it was, and the range over all runs."""

    name: str
    baseline: str
    unchanged: str
    low: str
    middle: str
    high: str


@dataclass(frozen=True)
class Responded:
    """A draft with members who respond."""

    part: PartView
    rows: tuple[RangeRow, ...]
    bands: tuple[Band, ...]
    depends: Depends
    near: tuple[str, str]
    worth: tuple[str, str]


@dataclass(frozen=True)
class AssumedRow:
    """An assumption, and where it comes from."""

    name: str
    about: str
    low: str
    likely: str
    high: str
    source: str


def responded(study: StudyView, answer: Answer) -> list[Responded]:
    """Each draft with members who respond; nothing where that was not asked."""
    found = [(part, answer.response(part.place)) for part in study.drafts]
    return [_draft(part, one) for part, one in found if one is not None]


def assumed_rows(assumptions: Assumptions) -> list[AssumedRow]:
    """All assumptions, as people count them."""
    rows = []
    for name in (*ASSUMED, MARGIN):
        one = getattr(assumptions, name)
        if one is not None:
            title, about = ASSUMPTIONS[name]
            low, likely, high = (shown(name, value) for value in (one.low, one.likely, one.high))
            source = source_words(one.source) if name != MARGIN else ""
            rows.append(AssumedRow(str(title), str(about), low, likely, high, source))
    return rows


def shown(name: str, value: float) -> str:
    """An assumption in per cent."""
    return f"{plain_decimal(in_percent(name, value))}%"


def in_percent(name: str, value: float) -> Decimal:
    """An assumption as people count it: shares in per cent; the response to points is in per cent already."""
    return (Decimal(str(value)) * (1 if name == "elasticity" else 100)).normalize()


def _draft(part: PartView, told: DraftResponse) -> Responded:
    document = compiled(part.text).document
    return Responded(
        part=part,
        rows=tuple(_row(document, one) for one in told.figures),
        bands=tuple(_bands(part, document, told)),
        depends=_depends(part, document, told),
        near=(f"{told.near[0]:.1f}%", f"{told.near[1]:.1f}%"),
        worth=(f"{told.worth[0]:.2%}", f"{told.worth[1]:.2%}"),
    )


def _row(document: Programme, one: FigureRange) -> RangeRow:
    values = (one.baseline, one.unchanged, one.range.low, one.range.middle, one.range.high)
    told = (number(value) if one.tier else money(value, document.currency) for value in values)
    return RangeRow(figure_name(one.figure, one.tier, document), *told)


def _bands(part: PartView, document: Programme, told: DraftResponse) -> Iterator[Band]:
    """Money by month, then members of each tier but the first."""
    cash = 10 ** CURRENCY_DECIMALS[document.currency]
    keys = list(dict.fromkeys((one.figure, one.tier) for one in told.months))
    for figure, tier in keys:
        if figure not in _DRAWN and (not tier or tier == document.ladder.tiers[0].id):
            continue
        own = [one for one in told.months if (one.figure, one.tier) == (figure, tier)]
        unit = 1 if tier else cash
        values = zip(
            *((one.baseline, one.unchanged, one.range.low, one.range.middle, one.range.high) for one in own),
            strict=True,
        )
        named = zip(_names(), values, strict=True)
        first, second, low, middle, high = (Series(name, tuple(one // unit for one in row)) for name, row in named)
        title = figure_name(figure, tier, document)
        yield Band(
            id=f"band-{part.place}-{figure.value}{'-' + tier if tier else ''}",
            caption=title if tier else f"{title}, {document.currency}",
            label_title=_("Month"),
            labels=tuple(month(date(int(one.month[:4]), int(one.month[5:]), 1)) for one in own),
            series=(first, second, low, middle, high),
        )


def _names() -> tuple[str, str, str, str, str]:
    return (_("Baseline"), _("Behaviour as it was"), _("10th percentile"), _("Middle"), _("90th percentile"))


def _depends(part: PartView, document: Programme, told: DraftResponse) -> Depends:
    tornado = told.tornado
    cash = 10 ** CURRENCY_DECIMALS[document.currency]
    figure = f"{figure_name(tornado.figure, '', document)}, {document.currency}"
    shown_in = {"figure": figure, "likely": money(tornado.likely, document.currency)}
    return Depends(
        id=f"depends-{part.place}",
        caption=_("%(figure)s: difference from %(likely)s, where all assumptions are likely") % shown_in,
        label_title=_("Assumption"),
        labels=tuple(str(ASSUMPTIONS[one.assumption][0]) for one in tornado.bars),
        series=(
            Series(_("If it is low"), tuple((one.at_low - tornado.likely) // cash for one in tornado.bars)),
            Series(_("If it is high"), tuple((one.at_high - tornado.likely) // cash for one in tornado.bars)),
        ),
    )
