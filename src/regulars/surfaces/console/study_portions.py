"""What a study says of members of segments: one table, the programmes side by side within each segment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from regulars.domain.replay.types import WalletTotals
from regulars.domain.studies.queries import compiled
from regulars.domain.studies.types import Portion, SegmentPortion, StudyView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme, Wallet
from regulars.platform.sheets import Value
from regulars.surfaces.console.desk import Desk
from regulars.surfaces.console.programme_parts import tier_badges
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.console.study_figures import columns_of
from regulars.surfaces.console.study_page import ShiftLine, names_for, shift_line, whole_shift
from regulars.surfaces.web.formatting import money, number, plain_points, scaled

_NOTHING = "–"
_SHOWN = 5


@dataclass(frozen=True)
class Figure:
    """A row: what it is called, each value as people read it, and as spreadsheets do."""

    name: str
    shown: tuple[str, ...]
    plain: tuple[Value, ...]


@dataclass(frozen=True)
class Figures:
    """Rows under a title."""

    title: str
    rows: tuple[Figure, ...]


@dataclass(frozen=True)
class SegmentTops:
    """Who of a segment gains and loses most under a draft."""

    title: str
    winners: list[ShiftLine]
    losers: list[ShiftLine]


def portions_context(desk: Desk, view: StudyView, found: Sequence[SegmentPortion]) -> dict[str, Any]:
    """Headings, figures and lists of members."""
    return {
        "segments": [(segment_name(one), number(one.portions[0].members)) for one in found],
        "instant": found[0].instant,
        "recorded": all(one.recorded for one in found),
        "programmes": columns_of(view),
        "figures": list(figures_of(view, found)),
        "tops": list(_tops(desk, view, found)),
    }


def segment_name(one: SegmentPortion) -> str:
    """What a segment is called; all other members have no name of their own."""
    return one.name or _("All others")


def figures_of(view: StudyView, found: Sequence[SegmentPortion]) -> Iterator[Figures]:
    """Every figure of every segment under every programme, in tables under titles."""
    documents = [compiled(part.text).document for part in view.parts]
    told = [(portion, document) for one in found for portion, document in zip(one.portions, documents, strict=True)]
    currency = documents[0].currency
    yield Figures(_("Members"), tuple(_members(told, currency)))
    yield Figures(_("Members by tier at the end"), tuple(_tiers(told, documents)))
    wallets = {wallet.id: wallet for document in documents for wallet in document.wallets}
    for wallet in wallets.values():
        yield Figures(in_language(wallet.name), tuple(_wallet(told, wallet, currency)))
    yield Figures(_("Against the baseline"), tuple(_compared(told, currency)))


Told = Sequence[tuple[Portion, Programme]]


def _members(told: Told, currency: str) -> Iterator[Figure]:
    counts = [one.members for one, _document in told]
    yield Figure(_("Members"), tuple(number(one) for one in counts), tuple(counts))
    yield _money_row(_("Spent in the slice"), [one.spent_minor for one, _document in told], currency)
    each = [one.spent_minor // one.members if one.members else None for one, _document in told]
    yield _money_row(_("Spent by each"), each, currency)


def _tiers(told: Told, documents: Sequence[Programme]) -> Iterator[Figure]:
    names = {tier: badge.name for document in documents for tier, badge in tier_badges(document).items()}
    for tier, name in names.items():
        counts = [(dict(one.tiers).get(tier), one.members) for one, _document in told]
        shown = (_NOTHING if count is None else _counted(count, of) for count, of in counts)
        yield Figure(name, tuple(shown), tuple(count for count, _of in counts))


def _wallet(told: Told, wallet: Wallet, currency: str) -> Iterator[Figure]:
    totals = [
        (next((each for each in one.wallets if each.wallet == wallet.id), None), one.members) for one, _doc in told
    ]

    def points(name: str, read: Callable[[WalletTotals], int]) -> Figure:
        values = [None if one is None else read(one) for one, _members in totals]
        shown = (_NOTHING if value is None else scaled(value, wallet.decimals) for value in values)
        return Figure(
            name,
            tuple(shown),
            tuple(None if one is None else float(plain_points(one, wallet.decimals)) for one in values),
        )

    yield points(_("Issued"), lambda one: one.issued)
    yield points(_("Redeemed"), lambda one: one.redeemed)
    yield points(_("Expired"), lambda one: one.expired)
    yield points(_("Outstanding at the end"), lambda one: one.outstanding)
    if wallet.cash_value is None:
        return
    issued = [
        one.issued_minor // members if one is not None and one.issued_minor is not None and members else None
        for one, members in totals
    ]
    yield _money_row(_("Worth of what each was issued"), issued, currency)
    yield _money_row(_("Cost of what was redeemed"), [one.cost_minor if one else None for one, _n in totals], currency)
    yield _money_row(_("Liability at the end"), [one.liability_minor if one else None for one, _n in totals], currency)


def _compared(told: Told, currency: str) -> Iterator[Figure]:
    found = [(one.comparison, one.members) for one, _document in told]

    def counted(name: str, counts: Sequence[int | None]) -> Figure:
        shown = (
            _NOTHING if count is None else _counted(count, of) for count, (_one, of) in zip(counts, found, strict=True)
        )
        return Figure(name, tuple(shown), tuple(counts))

    yield counted(_("Gain"), [None if one is None else one.gaining for one, _members in found])
    yield _money_row(
        _("What they gain"), [None if one is None else one.gained_minor for one, _members in found], currency
    )
    yield counted(_("Lose"), [None if one is None else one.losing for one, _members in found])
    yield _money_row(
        _("What they lose"), [None if one is None else one.lost_minor for one, _members in found], currency
    )
    yield counted(_("On a higher tier"), [None if one.comparison is None else one.moved[0] for one, _document in told])
    yield counted(_("On a lower tier"), [None if one.comparison is None else one.moved[1] for one, _document in told])


def _money_row(name: str, values: Sequence[int | None], currency: str) -> Figure:
    shown = (_NOTHING if one is None else money(one, currency) for one in values)
    unit = CURRENCY_DECIMALS[currency]
    return Figure(name, tuple(shown), tuple(None if one is None else float(plain_points(one, unit)) for one in values))


def _counted(count: int, of: int) -> str:
    """A count with its share; of nobody the count alone."""
    return f"{number(count)} · {count / of:.1%}" if of else number(count)


def _tops(desk: Desk, view: StudyView, found: Sequence[SegmentPortion]) -> Iterator[SegmentTops]:
    for one in found:
        for part, portion in zip(view.drafts, one.portions[1:], strict=True):
            if portion.comparison is None or not (portion.comparison.winners or portion.comparison.losers):
                continue
            sides = (portion.comparison.winners[:_SHOWN], portion.comparison.losers[:_SHOWN])
            names = names_for(desk, view, (shift.member for side in sides for shift in side))
            title = f"{segment_name(one)} · {part.name}" if len(view.drafts) > 1 else segment_name(one)
            lines = [[shift_line(view, part, whole_shift(shift), names) for shift in side] for side in sides]
            yield SegmentTops(title, lines[0], lines[1])
