"""Benefits of competitors: how they are held against one's own, and how a file of them is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from regulars.domain.benefit_health.errors import OfferInvalid, OffersFileInvalid
from regulars.domain.benefit_health.types import NewOffer, Offer, OfferFault
from regulars.engine.programme.benefit_kinds import KINDS, terms_for
from regulars.engine.programme.benefits import Benefit

FIGURES: Mapping[str, str] = {
    "percentage": "percent",
    "discount": "amount",
    "points": "factor",
    "item": "amount",
    "service": "amount",
    "gift": "amount",
}
"""The field of the terms by which benefits of a kind are compared; others are alike when their kind is."""
HEADINGS = ("competitor", "kind", "figure", "about")
MOST_OFFERS = 2000

_LONGEST = 80
_LONGEST_ABOUT = 200
_MOST_FIGURE = Decimal(1_000_000_000)


def same_as(benefit: Benefit, offers: Sequence[Offer]) -> tuple[str, ...]:
    """The competitors who offer as much: the same kind, with a figure no lower than the best of any tier here.

    Where nobody says the figure of an offer, it counts for as much; where the own benefit has none, too.
    """
    own = _best(benefit)
    alike = {
        one.competitor
        for one in offers
        if one.kind == benefit.kind and (own is None or one.figure is None or one.figure >= own)
    }
    return tuple(sorted(alike))


def checked(given: NewOffer) -> NewOffer:
    """An offer as it is kept, without spaces around; raises OfferInvalid."""
    competitor, kind, about = (text.strip() for text in (given.competitor, given.kind, given.about))
    if not 1 <= len(competitor) <= _LONGEST:
        raise OfferInvalid(field="competitor", value=competitor[:_LONGEST])
    if kind not in KINDS:
        raise OfferInvalid(field="kind", value=kind[:_LONGEST], known=", ".join(KINDS))
    if given.figure is not None and not 0 < given.figure <= _MOST_FIGURE:
        raise OfferInvalid(field="figure", value=str(given.figure)[:_LONGEST])
    if len(about) > _LONGEST_ABOUT:
        raise OfferInvalid(field="about", value=about[:_LONGEST])
    return NewOffer(competitor, kind, given.figure, about)


def offers_in(text: str) -> tuple[list[NewOffer], list[OfferFault]]:
    """The offers of a CSV file with the columns of `HEADINGS`, and the lines that are wrong.

    Raises OffersFileInvalid for a file without the first two columns, without rows, or with too many.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    headings = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if not {"competitor", "kind"} <= set(headings):
        raise OffersFileInvalid(most=MOST_OFFERS)
    reader.fieldnames = headings
    good: list[NewOffer] = []
    faults: list[OfferFault] = []
    for row in reader:
        try:
            good.append(checked(_offer(row)))
        except OfferInvalid as error:
            faults.append(OfferFault(reader.line_num, error.code, dict(error.params)))
        if len(good) + len(faults) > MOST_OFFERS:
            raise OffersFileInvalid(most=MOST_OFFERS)
    if not good and not faults:
        raise OffersFileInvalid(most=MOST_OFFERS)
    return good, faults


def figure_of(text: str) -> Decimal | None:
    """A figure as people write it, with or without a sign of per cent; None of nothing. Raises OfferInvalid."""
    plain = text.strip().rstrip("%％").replace(",", "").strip()
    if not plain:
        return None
    try:
        figure = Decimal(plain)
    except InvalidOperation:
        figure = Decimal("NaN")
    if not figure.is_finite():
        raise OfferInvalid(field="figure", value=text[:_LONGEST])
    return figure


def _offer(row: Mapping[str, str | None]) -> NewOffer:
    cells = {name: row.get(name) or "" for name in HEADINGS}
    return NewOffer(cells["competitor"], cells["kind"].strip().lower(), figure_of(cells["figure"]), cells["about"])


def _best(benefit: Benefit) -> Decimal | None:
    """The best figure of any tier; None where the kind has none or the benefit says none."""
    field = FIGURES.get(benefit.kind)
    if field is None:
        return None
    terms = [benefit.terms, *(terms_for(benefit, one) for one in benefit.tiers.values())]
    figures = [Decimal(value) for one in terms if (value := getattr(one, field)) is not None]
    return max(figures, default=None)
