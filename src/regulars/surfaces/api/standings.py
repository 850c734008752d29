"""Where a member stands on the ladder, and what is missing."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from regulars.domain.tiers.queries import standing, tier_history
from regulars.engine.progress import Requirement, TierPath
from regulars.surfaces.api.accounts import SCOPE, account_of
from regulars.surfaces.api.keys import Key
from regulars.surfaces.api.shapes import ConditionShape, PathShape, TierChangeShape, TierShape
from regulars.surfaces.web.tier_words import reason_words

router = Router(tags=["tiers"])


@router.get("/members/{member_id}/tier", auth=Key(SCOPE), response=TierShape, summary="Tier of a member")
def show_tier(request: HttpRequest, member_id: str) -> TierShape:
    """The tier, each way to the next one with what is there and what is needed, and the tiers before."""
    account = account_of(request, member_id)
    now = standing(account.programme_id, account.member_id)
    history = tier_history(account.programme_id, account.member_id)
    return TierShape(
        tier=now.tier,
        since=now.since,
        next_tier=now.next_tier,
        next_paths=[path_shape(path) for path in now.next_paths],
        keep_paths=[path_shape(path) for path in now.keep_paths],
        review_on=now.review_on,
        grace_until=now.grace_until,
        floor=now.floor,
        floor_until=now.floor_until,
        evaluation_on=now.evaluation_on,
        trial=now.trial,
        locked=now.locked,
        locked_until=now.locked_until,
        history=[
            TierChangeShape(
                occurred_at=change.occurred_at,
                tier_before=change.tier_before,
                tier=change.tier,
                reason=change.reason.name.lower(),
                basis=change.basis,
                words=reason_words(change.reason, change.basis),
            )
            for change in history
        ],
    )


def path_shape(path: TierPath) -> PathShape:
    """A way to a tier as the API shows it."""
    return PathShape(requirements=[_condition(one) for one in path.requirements], others=list(path.others))


def _condition(one: Requirement) -> ConditionShape:
    return ConditionShape(
        metric=one.metric_id, have=_number(one.have, one.scale), need=_number(one.need, one.scale), met=one.met
    )


def _number(units: int, scale: int) -> int | float:
    return units if scale == 1 else units / scale
