"""Keeping the list of competitors' benefits."""

from __future__ import annotations

from django.db import transaction

from regulars.domain.benefit_health.errors import OfferMissing, OffersCrowded
from regulars.domain.benefit_health.models import CompetitorOffer
from regulars.domain.benefit_health.policy.offers import MOST_OFFERS, checked, offers_in
from regulars.domain.benefit_health.queries.offers import offer_view
from regulars.domain.benefit_health.types import NewOffer, Offer, OffersRead
from regulars.platform import audit


@transaction.atomic
def add_offer(programme_id: int, given: NewOffer, actor: str) -> Offer:
    """Put a competitor's benefit on the list; raises OfferInvalid, OffersCrowded."""
    offer = checked(given)
    _fit(programme_id, 1)
    row = CompetitorOffer.objects.create(programme_id=programme_id, **vars(offer))
    audit.record(actor, "competitor_offer_added", f"offer {row.pk}", {"of": offer.competitor, "kind": offer.kind})
    return offer_view(row)


@transaction.atomic
def remove_offer(programme_id: int, number: int, actor: str) -> None:
    """Take a competitor's benefit off the list; raises OfferMissing."""
    row = CompetitorOffer.objects.filter(programme_id=programme_id, id=number).first()
    if row is None:
        raise OfferMissing(offer=number)
    params = {"of": row.competitor, "kind": row.kind}
    row.delete()
    audit.record(actor, "competitor_offer_removed", f"offer {number}", params)


@transaction.atomic
def read_offers(programme_id: int, text: str, actor: str) -> OffersRead:
    """Put the rows of a CSV file on the list; wrong ones are told with their lines, known ones are not kept again.

    Raises OffersFileInvalid, OffersCrowded.
    """
    given, faults = offers_in(text)
    known = {_content(one) for one in CompetitorOffer.objects.filter(programme_id=programme_id)}
    fresh = [one for one in dict.fromkeys(given) if (one.competitor, one.kind, one.figure, one.about) not in known]
    _fit(programme_id, len(fresh))
    CompetitorOffer.objects.bulk_create(CompetitorOffer(programme_id=programme_id, **vars(one)) for one in fresh)
    params = {"added": len(fresh), "left_out": len(faults)}
    audit.record(actor, "competitor_offers_read", f"programme {programme_id}", params)
    return OffersRead(len(fresh), tuple(faults))


def _content(row: CompetitorOffer) -> tuple[object, ...]:
    return (row.competitor, row.kind, row.figure, row.about)


def _fit(programme_id: int, more: int) -> None:
    if CompetitorOffer.objects.filter(programme_id=programme_id).count() + more > MOST_OFFERS:
        raise OffersCrowded(most=MOST_OFFERS)
