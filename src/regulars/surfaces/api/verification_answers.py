"""Answers about verification, from what the domain says."""

from __future__ import annotations

from regulars.domain.verifications.types.tills import TillState, TillUseView
from regulars.domain.verifications.types.verifying import Found, Usable, VerificationView
from regulars.surfaces.api.benefit_answers import gives
from regulars.surfaces.api.benefit_shapes import Words
from regulars.surfaces.api.reward_answers import voucher_shape
from regulars.surfaces.api.verification_shapes import FoundShape, TillUseShape, UsableShape, VerificationShape
from regulars.surfaces.web.messages import text_for


def found_shape(found: Found, currency: str) -> FoundShape:
    """What a code stands for."""
    return FoundShape(
        way=found.way.value,
        member_id=found.member_id,
        benefits=[_usable(one, currency) for one in found.benefits],
        voucher=None if found.voucher is None else voucher_shape(found.voucher),
        good_until=found.good_until,
    )


def verification_shape(view: VerificationView) -> VerificationShape:
    """A verification."""
    return VerificationShape(
        number=view.id,
        id=view.request_id,
        way=view.way.value,
        member_id=view.member_id,
        benefit=view.benefit or None,
        voucher=view.voucher,
        reward=view.item or None,
        channel=view.place.channel,
        store=view.place.store,
        till=view.place.till,
        till_number=view.till_number,
        order_id=view.order_id,
        actor=view.actor,
        verified_at=view.verified_at,
        recorded_at=view.recorded_at,
        reversed_at=view.reversed_at,
        reversed_by=view.reversed_by,
        reversed_why=view.reversed_why,
        repeated=view.repeated,
    )


def till_use_shape(view: TillUseView) -> TillUseShape:
    """What came of a use of a till."""
    return TillUseShape(
        conflict=view.id if view.state is TillState.CONFLICT else None,
        till=view.till,
        store=view.store,
        number=view.number,
        state=view.state.value,
        used_at=view.used_at,
        benefit=view.benefit,
        verification=view.verification,
        problem=view.problem or None,
        reason=text_for(view.problem, view.params) if view.problem else None,
        params=dict(view.params),
        repeated=view.repeated,
    )


def _usable(one: Usable, currency: str) -> UsableShape:
    benefit = one.held.benefit
    return UsableShape(
        benefit=benefit.id,
        name=Words(zh=benefit.name.zh, en=benefit.name.en),
        gives=gives(benefit, one.held.terms, currency),
        allotment=one.held.key,
        left=one.held.left,
        valid_until=one.held.valid_until,
        refusal=one.refusal or None,
        reason=text_for(one.refusal, one.params) if one.refusal else None,
    )
