"""What the calls about partners share: who may act for whom, and values as the API writes them."""

from __future__ import annotations

from regulars.domain.access.types import KeyIdentity
from regulars.domain.partners import queries
from regulars.domain.partners.errors import PartnerForeign
from regulars.domain.partners.types import DisputeView, ItemView, PartnerView, Rate, Receipt, StatementView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.partner_shapes import (
    CapShape,
    DisputeShape,
    ItemAnswer,
    ItemShape,
    PartnerShape,
    RateShape,
    StatementShape,
)
from regulars.surfaces.web.formatting import is_chinese, plain_points


def own_partner(key: KeyIdentity, code: str) -> PartnerView:
    """The partner, if the key may act for it; raises PartnerMissing and PartnerForeign."""
    return queries.partner(key.programme_id, code, key.key_id)


def demand_own_side(key: KeyIdentity, code: str) -> PartnerView:
    """The partner, for what only the programme's own side does: raises PartnerForeign for a key bound to a partner."""
    if queries.partner_of_key(key.programme_id, key.key_id) is not None:
        raise PartnerForeign(partner=code)
    return queries.partner(key.programme_id, code)


def partner_shape(found: PartnerView, rate: Rate | None, decimals: int) -> PartnerShape:
    """A partner as the API shows it."""
    return PartnerShape(
        code=found.code,
        name=found.name.zh if is_chinese() else found.name.en,
        currency=found.currency.zh if is_chinese() else found.currency.en,
        wallet=found.wallet,
        active=found.active,
        caps=[
            CapShape(scope=cap.scope.value, direction=cap.direction.value, points=points_of(cap.points, decimals))
            for cap in found.caps
        ],
        rate=None if rate is None else rate_shape(rate),
    )


def rate_shape(rate: Rate) -> RateShape:
    """A rate as the API shows it."""
    return RateShape(
        valid_from=rate.valid_from,
        units_in=f"{rate.units_in:f}",
        units_out=f"{rate.units_out:f}",
        price=f"{rate.price:f}",
    )


def item_answer(receipt: Receipt, decimals: int) -> ItemAnswer:
    """The answer to something done."""
    available = points_of(receipt.available, decimals)
    return ItemAnswer(item=item_shape(receipt.item, decimals), available=available, repeated=receipt.repeated)


def item_shape(item: ItemView, decimals: int) -> ItemShape:
    """An item as the API shows it."""
    return ItemShape(
        reference=item.reference,
        kind=item.kind.value,
        member_id=item.member_id,
        wallet=item.wallet,
        points=points_of(item.points, decimals),
        units=item.units,
        trace_id=f"{item.member_id}-{item.event_seq}",
        occurred_at=item.occurred_at,
        booked_on=item.booked_on,
        reason=item.reason,
        reverses=item.reverses is not None,
        is_reversed=item.reversed_by is not None,
    )


def statement_shape(view: StatementView, decimals: int) -> StatementShape:
    """A month as the API shows it."""
    figures = view.figures
    return StatementShape(
        partner=view.partner,
        period=f"{view.period:%Y-%m}",
        state=view.state.value,
        opening=points_of(figures.opening, decimals),
        earned=points_of(figures.earned, decimals),
        burned=points_of(figures.burned, decimals),
        reversed=points_of(figures.reversed, decimals),
        net=points_of(figures.net, decimals),
        closing=points_of(figures.closing, decimals),
        items=figures.items,
        money=plain_points(figures.money_minor, CURRENCY_DECIMALS[view.currency]),
        currency=view.currency,
        sha256=view.sha256,
        open_disputes=view.open_disputes,
        issued_at=view.issued_at,
        agreed_at=view.agreed_at,
    )


def dispute_shape(one: DisputeView, decimals: int) -> DisputeShape:
    """A difference as the API shows it."""
    return DisputeShape(
        id=one.id,
        reference=one.reference,
        kind=one.kind.value,
        ours=None if one.ours is None else points_of(one.ours, decimals),
        theirs=None if one.theirs is None else points_of(one.theirs, decimals),
        state=one.state.value,
        note=one.note,
    )
