"""The list of competitors' benefits."""

from __future__ import annotations

from regulars.domain.benefit_health.models import CompetitorOffer
from regulars.domain.benefit_health.types import Offer


def list_offers(programme_id: int) -> list[Offer]:
    """All of them, by competitor and kind; the list is bounded. One statement."""
    rows = CompetitorOffer.objects.filter(programme_id=programme_id).order_by("competitor", "kind", "id")
    return [offer_view(row) for row in rows]


def offer_view(row: CompetitorOffer) -> Offer:
    """A row as others see it."""
    return Offer(row.pk, row.competitor, row.kind, row.figure, row.about)
