"""The mall's values as shapes, and what is sent as the mall's values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regulars.domain.offers.types import ItemView, Offer, Price, Rules, Terms, WaitingView, Words
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.types.orders import OrderView
from regulars.domain.rewards.types.vouchers import CodesReport, VoucherView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.surfaces.api.errors import PointsTooFine
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.giving import chosen_wallet, decimals_of, smallest_units
from regulars.surfaces.api.reward_shapes import (
    CodesShape,
    LineShape,
    OfferShape,
    OrderShape,
    PriceShape,
    ProseShape,
    RewardBody,
    RewardShape,
    RowProblemShape,
    StockShape,
    VoucherShape,
    WaitingShape,
)
from regulars.surfaces.web.messages import text_for


@dataclass(frozen=True)
class Counting:
    """How points and money of a programme are counted."""

    programme: LiveProgramme
    decimals: dict[str, int]

    @property
    def money_decimals(self) -> int:
        """The decimals of its currency."""
        return CURRENCY_DECIMALS[self.programme.document.currency]

    def points(self, units: int, wallet: str) -> int | float:
        """Points as people count them."""
        return points_of(units, self.decimals.get(wallet, 0))

    def money(self, minor: int) -> str:
        """An amount as decimal text."""
        return f"{Decimal(minor).scaleb(-self.money_decimals):f}"

    def minor(self, amount: Decimal) -> int:
        """An amount in minor units; raises PointsTooFine."""
        scaled = amount.scaleb(self.money_decimals)
        if scaled != int(scaled):
            raise PointsTooFine(given=f"{amount:f}", decimals=self.money_decimals)
        return int(scaled)

    def price(self, given: PriceShape, wallet: str) -> Price:
        """A price in smallest units."""
        return Price(smallest_units(self.programme.document, wallet, given.points), self.minor(given.amount))


def counting(programme_id: int) -> Counting:
    """How a programme counts."""
    return Counting(live_programme(programme_id), decimals_of(programme_id))


def terms_from(count: Counting, body: RewardBody) -> Terms:
    """The terms that were sent; raises WalletMissing, WalletUnknown and PointsTooFine."""
    document = count.programme.document
    spent = [wallet.id for wallet in document.wallets if wallet.purpose != "status"]
    wallet = chosen_wallet(document, body.wallet, spent)
    return Terms(
        kind=body.kind,
        name=Words(body.name.zh, body.name.en),
        wallet=wallet,
        price=count.price(body.price, wallet),
        about=Words(body.about.zh, body.about.en),
        guide=Words(body.guide.zh, body.guide.en),
        tier_points={tier: smallest_units(document, wallet, points) for tier, points in body.tier_points.items()},
        rules=Rules(
            tiers=tuple(body.tiers),
            limit=body.limit,
            limit_per=body.limit_per,
            announced_at=body.announced_at,
            starts_at=body.starts_at,
            ends_at=body.ends_at,
            reserve_minutes=body.reserve_minutes,
            cancel_hours=body.cancel_hours,
            refund_days=body.refund_days,
        ),
        codes=body.codes,
        voucher_days=body.voucher_days,
        needs_delivery=body.needs_delivery,
        cost_minor=count.minor(body.cost),
        position=body.position,
    )


def reward_shape(count: Counting, view: ItemView) -> RewardShape:
    """A reward as staff see it."""
    terms, rules = view.terms, view.terms.rules
    return RewardShape(
        code=view.code,
        kind=terms.kind,
        state=view.state,
        name=_line(terms.name),
        about=_prose(terms.about),
        guide=_prose(terms.guide),
        picture=address_of(view.picture),
        wallet=terms.wallet,
        points=count.points(terms.price.points, terms.wallet),
        amount=count.money(terms.price.amount_minor),
        tier_points={tier: count.points(points, terms.wallet) for tier, points in terms.tier_points.items()},
        tiers=list(rules.tiers),
        limit=rules.limit,
        limit_per=rules.limit_per,
        announced_at=rules.announced_at,
        starts_at=rules.starts_at,
        ends_at=rules.ends_at,
        reserve_minutes=rules.reserve_minutes,
        cancel_hours=rules.cancel_hours,
        refund_days=rules.refund_days,
        codes=terms.codes,
        voucher_days=terms.voucher_days,
        needs_delivery=terms.needs_delivery,
        cost=count.money(terms.cost_minor),
        position=terms.position,
        stock=StockShape(**view.stock._asdict(), free=view.stock.free),
        waiting=view.waiting,
        revision=view.revision,
    )


def offer_shape(count: Counting, offer: Offer) -> OfferShape:
    """A reward as a member sees it."""
    terms = offer.item.terms
    return OfferShape(
        reward=offer.item.code,
        kind=terms.kind,
        name=_line(terms.name),
        about=_prose(terms.about),
        picture=address_of(offer.item.picture),
        wallet=terms.wallet,
        points=count.points(offer.price.points, terms.wallet),
        amount=count.money(offer.price.amount_minor),
        phase=offer.phase.value,
        starts_at=terms.rules.starts_at,
        ends_at=terms.rules.ends_at,
        free=offer.item.stock.free,
        left=offer.left,
        waiting=offer.waiting,
        refusal=offer.refusal or None,
    )


def order_shape(count: Counting, order: OrderView) -> OrderShape:
    """An order."""
    return OrderShape(
        id=order.order_id,
        member_id=order.member_id,
        reward=order.item,
        kind=order.kind,
        quantity=order.quantity,
        wallet=order.wallet,
        points=count.points(order.points, order.wallet),
        amount=count.money(order.amount_minor),
        state=order.state.value,
        reserved_until=order.reserved_until,
        ordered_at=order.ordered_at,
        placed_at=order.placed_at,
        cancellable_until=order.cancellable_until,
        returned_points=count.points(order.returned_points, order.wallet),
        paid_reference=order.paid_reference,
        tracking=order.tracking,
        delivery=order.delivery,
        repeated=order.repeated,
    )


def voucher_shape(voucher: VoucherView) -> VoucherShape:
    """A voucher."""
    return VoucherShape(
        number=voucher.number,
        reward=voucher.item,
        name=_line(voucher.name),
        code=voucher.code,
        state=voucher.state.value,
        member_id=voucher.member_id,
        order_id=voucher.order_id,
        batch=voucher.batch,
        expires_at=voucher.expires_at,
        used_at=voucher.used_at,
        used_place=voucher.used_place,
        used_by=voucher.used_by,
        repeated=voucher.repeated,
    )


def codes_shape(report: CodesReport) -> CodesShape:
    """What came of codes."""
    problems = [
        RowProblemShape(row=one.row, code=one.code, detail=text_for(one.code, one.params)) for one in report.problems
    ]
    return CodesShape(added=report.added, batch=report.batch, problems=problems, codes=list(report.codes))


def waiting_shape(one: WaitingView) -> WaitingShape:
    """Somebody who waits."""
    return WaitingShape(reward=one.item, member_id=one.member_id, joined_at=one.joined_at, told_at=one.told_at)


def address_of(picture: str) -> str | None:
    """Where a picture is; None without one."""
    return f"/pictures/{picture}.webp" if picture else None


def _line(words: Words) -> LineShape:
    return LineShape(zh=words.zh, en=words.en)


def _prose(words: Words) -> ProseShape:
    return ProseShape(zh=words.zh, en=words.en)
