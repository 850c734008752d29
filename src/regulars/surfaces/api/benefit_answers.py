"""Benefits, grants and uses as the API answers them."""

from __future__ import annotations

from decimal import Decimal

from regulars.domain.benefits.types import ChoiceView, Granted, MemberBenefit, TierBenefit, UseView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.basics import Text
from regulars.engine.programme.benefit_kinds import kind_of, scenes_of, worded
from regulars.engine.programme.benefit_spans import worded_overall
from regulars.engine.programme.benefits import Benefit, Terms
from regulars.engine.programme.model import Programme
from regulars.surfaces.api.benefit_shapes import (
    BenefitShape,
    ChoiceShape,
    GrantShape,
    MemberBenefitShape,
    PickShape,
    TierBenefitShape,
    TierTermsShape,
    UseShape,
    Words,
)


def benefit_shape(document: Programme, benefit: Benefit, terms: Terms | None = None) -> BenefitShape:
    """A benefit of the library: what it gives with some terms, or whoever may have it."""
    kind = kind_of(benefit)
    told = worded_overall(document, benefit) if terms is None else worded(benefit, terms, document.currency)
    return BenefitShape(
        id=benefit.id,
        name=_words(benefit.name),
        kind=benefit.kind,
        kind_name=Words(**kind.names),
        benefit_class=benefit.benefit_class,
        nature=benefit.nature,
        gives=Words(**told),
        about=_text(benefit.about),
        guide=_text(benefit.guide),
        example=_text(benefit.example),
        conditions=_text(benefit.conditions),
        picture=benefit.picture,
        scenes=list(scenes_of(benefit)),
        channels=list(benefit.channels),
        stores=list(benefit.stores),
        starts_on=benefit.starts_on,
        ends_on=benefit.ends_on,
        used=kind.used,
        shared=benefit.shared,
        giftable=benefit.giftable,
        cost=_number(benefit.cost),
        worth=_number(benefit.worth),
    )


def gives(benefit: Benefit, terms: Terms, currency: str) -> Words:
    """What a benefit gives with these terms."""
    return Words(**worded(benefit, terms, currency))


def tier_shape(document: Programme, one: TierBenefit) -> TierBenefitShape:
    """A benefit in the comparison of tiers."""
    tiers = {
        tier: TierTermsShape(
            gives=gives(one.benefit, had.terms, document.currency),
            origin=had.origin.value,
            quota=had.quota,
            per=had.per,
        )
        for tier, had in one.by_tier.items()
    }
    return TierBenefitShape(benefit=benefit_shape(document, one.benefit), tiers=tiers)


def held_shape(document: Programme, one: MemberBenefit) -> MemberBenefitShape:
    """A benefit that a member has, with the terms that are theirs."""
    return MemberBenefitShape(
        benefit=benefit_shape(document, one.benefit, one.terms),
        gives=gives(one.benefit, one.terms, document.currency),
        origin=one.origin.value,
        key=one.key,
        holder=one.holder,
        quota=one.quota,
        used=one.used,
        left=one.left,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        grant=one.granted_id,
        reason=one.reason,
    )


def choice_shape(view: ChoiceView) -> ChoiceShape:
    """A choice with what was taken."""
    picks = [
        PickShape(benefit=pick.granted.benefit, used=pick.used, swap_before=pick.swap_before) for pick in view.picks
    ]
    return ChoiceShape(
        id=view.id,
        may_pick=view.may_pick,
        open_picks=view.open_picks,
        starts_on=view.starts_on,
        ends_on=view.ends_on,
        picks=picks,
    )


def use_shape(view: UseView, currency: str) -> UseShape:
    """A use."""
    return UseShape(
        id=view.use_id,
        number=view.id,
        member_id=view.member_id,
        holder=view.holder,
        benefit=view.benefit,
        origin=view.origin.value,
        key=view.key,
        channel=view.place.channel,
        store=view.place.store,
        till=view.place.till,
        order_id=view.order_id,
        order_amount=None if view.amount_minor is None else money(view.amount_minor, currency),
        cost=money(view.cost_minor, currency),
        actor=view.actor,
        used_at=view.used_at,
        given=view.given,
        returned_at=view.returned_at,
        returned_by=view.returned_by or None,
        returned_why=view.returned_why or None,
        repeated=view.repeated,
    )


def grant_shape(view: Granted) -> GrantShape:
    """A grant."""
    return GrantShape(
        number=view.id,
        member_id=view.member_id,
        benefit=view.benefit,
        origin=view.origin.value,
        quota=view.quota,
        granted_at=view.granted_at,
        valid_from=view.valid_from,
        valid_until=view.valid_until,
        reason=view.reason,
        actor=view.actor,
        giver=view.giver,
        withdrawn_at=view.withdrawn_at,
        withdrawn_why=view.withdrawn_why or None,
    )


def money(minor: int, currency: str) -> float:
    """Minor units in currency units."""
    return float(Decimal(minor).scaleb(-CURRENCY_DECIMALS[currency]))


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _words(text: Text) -> Words:
    return Words(zh=text.zh, en=text.en)


def _text(text: Text | None) -> Words | None:
    return None if text is None else _words(text)
