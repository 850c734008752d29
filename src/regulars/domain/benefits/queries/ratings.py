"""What a member thinks of a benefit."""

from __future__ import annotations

from regulars.domain.benefits.models import Rating, Use
from regulars.domain.benefits.types import OwnRating, RatingView
from regulars.platform.clock import from_us


def ratings_of(programme_id: int, member_id: int) -> list[RatingView]:
    """What a member said of benefits, newest first."""
    rows = Rating.objects.filter(programme_id=programme_id, member_id=member_id).order_by("-rated_at")
    return [RatingView(row.benefit, row.score, from_us(row.rated_at)) for row in rows]


def rating_of(programme_id: int, member_id: int, benefit: str) -> OwnRating:
    """Whether a member may rate a benefit, because they used it, and what they said so far. Two statements."""
    whose = {"programme_id": programme_id, "member_id": member_id, "benefit": benefit}
    used = Use.objects.filter(**whose, given=False, returned_at=None).exists()
    score = Rating.objects.filter(**whose).values_list("score", flat=True).first()
    return OwnRating(used, score)
