"""What members think of benefits that they used: from 1 to 5, kept once for each member and benefit."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.domain.benefits.errors import BenefitNeverUsed, ScoreInvalid
from regulars.domain.benefits.models import Rating, Use
from regulars.domain.benefits.operations.telling import send_rated
from regulars.domain.benefits.policy.allotting import benefit_named
from regulars.domain.ledger.operations import lock_members
from regulars.domain.programmes.queries import live_programme
from regulars.platform.clock import now_us

LEAST, MOST = 1, 5


@transaction.atomic
def rate_benefit(programme_id: int, member_id: int, benefit: str, score: int) -> None:
    """Keep what a member thinks of a benefit in place of what they thought before; the same again changes nothing.

    Raises ScoreInvalid, BenefitMissing, and BenefitNeverUsed for who has no use of it that stands.
    """
    if not LEAST <= score <= MOST:
        raise ScoreInvalid(score=score, least=LEAST, most=MOST)
    benefit_named(live_programme(programme_id).document, benefit)
    lock_members(programme_id, {member_id})
    used = Use.objects.filter(programme_id=programme_id, member_id=member_id, benefit=benefit, given=False)
    if not used.filter(returned_at=None).exists():
        raise BenefitNeverUsed(benefit=benefit)
    whose: dict[str, Any] = {"programme_id": programme_id, "member_id": member_id, "benefit": benefit}
    if Rating.objects.filter(**whose, score=score).exists():
        return
    row, _ = Rating.objects.update_or_create(**whose, defaults={"score": score, "rated_at": now_us()})
    send_rated(row)
