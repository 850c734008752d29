"""Plans, subscriptions and payments as the API answers them."""

from __future__ import annotations

from decimal import Decimal

from regulars.domain.plans.types.plans import Perk, PlanView, Terms, Words
from regulars.domain.plans.types.subscriptions import (
    ChangeQuote,
    PaymentView,
    PeriodView,
    SubscriptionDetail,
    SubscriptionView,
)
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.surfaces.api.errors import PointsTooFine
from regulars.surfaces.api.plan_shapes import (
    PaymentShape,
    PeriodShape,
    PerkShape,
    PlanAbout,
    PlanBody,
    PlanShape,
    PlanWords,
    QuoteShape,
    SubscriptionDetailShape,
    SubscriptionShape,
)


def amount_text(amount_minor: int, currency: str) -> str:
    """An amount in currency units."""
    return f"{Decimal(amount_minor).scaleb(-CURRENCY_DECIMALS[currency]):f}"


def minor_units(amount: Decimal, currency: str) -> int:
    """An amount in minor units; raises PointsTooFine."""
    scaled = amount.scaleb(CURRENCY_DECIMALS[currency])
    if scaled != scaled.to_integral_value():
        raise PointsTooFine(given=f"{amount:f}", decimals=CURRENCY_DECIMALS[currency])
    return int(scaled)


def terms_from(body: PlanBody, currency: str) -> Terms:
    """The terms that were sent."""
    return Terms(
        name=Words(body.name.zh, body.name.en),
        price_minor=minor_units(body.price, currency),
        every=body.every,
        about=Words(body.about.zh, body.about.en),
        trial_days=body.trial_days,
        grace_days=body.grace_days,
        tier=body.tier,
        perks=tuple(Perk(one.benefit, one.quota) for one in body.perks),
        leaving=body.leaving,
        position=body.position,
    )


def plan_shape(view: PlanView) -> PlanShape:
    """A plan."""
    terms = view.terms
    return PlanShape(
        code=view.code,
        state=view.state,
        name=PlanWords(zh=terms.name.zh, en=terms.name.en),
        about=PlanAbout(zh=terms.about.zh, en=terms.about.en),
        price=amount_text(terms.price_minor, view.currency),
        currency=view.currency,
        every=terms.every,
        trial_days=terms.trial_days,
        grace_days=terms.grace_days,
        tier=terms.tier,
        perks=[PerkShape(benefit=one.benefit, quota=one.quota) for one in terms.perks],
        leaving=terms.leaving,
        position=terms.position,
        revision=view.revision,
        running=view.running,
    )


def subscription_shape(view: SubscriptionView) -> SubscriptionShape:
    """A subscription."""
    return SubscriptionShape(
        number=view.number,
        member_id=view.member_id,
        plan=view.plan,
        state=view.state.value,
        price=amount_text(view.price_minor, view.currency),
        currency=view.currency,
        every=view.every.value,
        tier=view.tier,
        started_on=view.started_on,
        period=None if view.period is None else _period(view.period, view.currency),
        grace_until=view.grace_until,
        renews_on=view.renews_on,
        next_plan=view.next_plan,
        ended_on=view.ended_on,
        end_reason=None if view.end_reason is None else view.end_reason.value,
        pay_url=view.pay_url,
        to_pay=amount_text(view.open_minor, view.currency),
    )


def detail_shape(found: SubscriptionDetail) -> SubscriptionDetailShape:
    """A subscription with its periods and payments."""
    return SubscriptionDetailShape(
        subscription=subscription_shape(found.view),
        periods=[_period(one, found.view.currency) for one in found.periods],
        payments=[payment_shape(one) for one in found.payments],
    )


def payment_shape(view: PaymentView) -> PaymentShape:
    """A payment."""
    return PaymentShape(
        reference=view.reference,
        purpose=view.purpose.value,
        state=view.state.value,
        amount=amount_text(view.amount_minor, view.currency),
        currency=view.currency,
        url=view.url,
        invoice=view.invoice,
        error=view.error,
        asked_at=view.asked_at,
        settled_at=view.settled_at,
    )


def quote_shape(quote: ChangeQuote, currency: str) -> QuoteShape:
    """What a change would come to."""
    return QuoteShape(
        plan=quote.plan,
        at_once=quote.at_once,
        on=quote.on,
        price=amount_text(quote.price_minor, currency),
        credit=amount_text(quote.credit_minor, currency),
        to_pay=amount_text(quote.to_pay_minor, currency),
    )


def _period(view: PeriodView, currency: str) -> PeriodShape:
    return PeriodShape(
        number=view.number,
        plan=view.plan,
        starts_on=view.starts_on,
        ends_on=view.ends_on,
        price=amount_text(view.price_minor, currency),
        state=view.state.value,
    )
