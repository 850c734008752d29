"""What a member thinks of a benefit."""

from __future__ import annotations

from regulars.domain.benefits.models import Rating, Use
from regulars.domain.benefits.types import OwnRating


def rating_of(programme_id: int, member_id: int, benefit: str) -> OwnRating:
    """Whether a member may rate a benefit, because they used it, and what they said so far. Two statements."""
    whose = {"programme_id": programme_id, "member_id": member_id, "benefit": benefit}
    used = Use.objects.filter(**whose, given=False, returned_at=None).exists()
    score = Rating.objects.filter(**whose).values_list("score", flat=True).first()
    return OwnRating(used, score)
