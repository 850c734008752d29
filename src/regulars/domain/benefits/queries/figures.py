"""What came of a benefit so far: grants, uses, and how many of what people granted were used."""

from __future__ import annotations

from django.db.models import Count, Max, Q, Sum

from regulars.domain.benefits.models import Entitlement, Rating, Use
from regulars.domain.benefits.types import BenefitFigures, Origin
from regulars.platform.clock import from_us, now_us

_BY_PEOPLE = (Origin.HAND, Origin.CAMPAIGN)


def figures_of(programme_id: int, benefit: str) -> BenefitFigures:
    """Grants and uses of a benefit so far. Four statements."""
    instant = now_us()
    grants = Entitlement.objects.filter(programme_id=programme_id, benefit=benefit)
    still = Q(withdrawn_at=None) & (Q(valid_until=None) | Q(valid_until__gt=instant))
    counted = grants.aggregate(
        grants=Count("id"),
        still=Count("id", filter=still),
        holders=Count("member_id", distinct=True, filter=still),
        withdrawn=Count("id", filter=Q(withdrawn_at__isnull=False)),
    )
    uses = Use.objects.filter(programme_id=programme_id, benefit=benefit, given=False)
    used = uses.filter(returned_at=None).aggregate(
        uses=Count("id"), users=Count("member_id", distinct=True), cost=Sum("cost_minor"), last=Max("used_at")
    )
    ratings = Rating.objects.filter(programme_id=programme_id, benefit=benefit)
    rated = ratings.aggregate(ratings=Count("id"), score=Sum("score"))
    return BenefitFigures(
        grants=counted["grants"],
        open_grants=counted["still"],
        grant_holders=counted["holders"],
        withdrawn=counted["withdrawn"],
        uses=used["uses"],
        users=used["users"],
        returned=uses.exclude(returned_at=None).count(),
        cost_minor=used["cost"] or 0,
        last_used_at=None if used["last"] is None else from_us(used["last"]),
        ratings=rated["ratings"],
        rating=rated["score"] / rated["ratings"] if rated["ratings"] else None,
    )


def use_of_grants(programme_id: int, benefit: str) -> tuple[int, int]:
    """How many uses of a benefit people granted, by hand and by campaigns, and how many of them were used."""
    grants = Entitlement.objects.filter(programme_id=programme_id, benefit=benefit, origin__in=_BY_PEOPLE)
    granted = grants.filter(withdrawn_at=None).aggregate(quota=Sum("quota"))["quota"] or 0
    uses = Use.objects.filter(programme_id=programme_id, benefit=benefit, origin__in=_BY_PEOPLE, returned_at=None)
    return granted, min(uses.count(), granted)
