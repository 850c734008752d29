"""Partners, their rates, and who acts for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from regulars.domain.partners.errors import PartnerForeign, PartnerMissing, RateMissing
from regulars.domain.partners.models import Partner, PartnerKey, PartnerRate
from regulars.domain.partners.policy.exchange import into_points, of_micro, out_of_points
from regulars.domain.partners.types import Cap, CapScope, Direction, Exchange, ItemKind, Names, PartnerView, Rate
from regulars.domain.programmes.queries import live_programme
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.time import date_of
from regulars.platform import clock


def list_partners(programme_id: int) -> list[PartnerView]:
    """All partners of a programme by code. Three statements for any number."""
    rows = Partner.objects.filter(programme_id=programme_id).prefetch_related("caps", "keys").order_by("code")
    return [view_of(row) for row in rows]


def partner(programme_id: int, code: str, key_id: int | None = None) -> PartnerView:
    """One partner; raises PartnerMissing, and PartnerForeign when the key is bound to another."""
    found = view_of(find_row(programme_id, code))
    if key_id is not None:
        check_key(found, key_id)
    return found


def check_key(found: PartnerView, key_id: int) -> None:
    """Raise PartnerForeign when the API key acts for another partner alone."""
    bound = PartnerKey.objects.filter(key_id=key_id).values_list("partner_id", flat=True).first()
    if bound is not None and bound != found.id:
        raise PartnerForeign(partner=found.code)


def partner_of_key(programme_id: int, key_id: int) -> PartnerView | None:
    """The partner for which the API key acts alone; None: it is nobody's."""
    rows = Partner.objects.filter(programme_id=programme_id, keys__key_id=key_id)
    row = rows.prefetch_related("caps", "keys").first()
    return None if row is None else view_of(row)


def rates(partner_id: int) -> list[Rate]:
    """All rates of a partner, newest first."""
    return [rate_of(row) for row in PartnerRate.objects.filter(partner_id=partner_id).order_by("-valid_from")]


def rates_on(partners: Iterable[int], day: date) -> dict[int, Rate]:
    """The rate in force on a day, by partner; partners without one are left out. One statement."""
    rows = PartnerRate.objects.filter(partner_id__in=list(partners), valid_from__lte=day).order_by("valid_from")
    return {row.partner_id: rate_of(row) for row in rows}


def rate_on(found: PartnerView, day: date) -> Rate:
    """The rate in force on a day; raises RateMissing."""
    rate = rates_on([found.id], day).get(found.id)
    if rate is None:
        raise RateMissing(partner=found.code, day=day.isoformat())
    return rate


def quote_exchange(programme_id: int, code: str, kind: ItemKind, amount: int) -> Exchange:
    """What an exchange would come to today; raises what the rate forbids."""
    found = partner(programme_id, code)
    rate = rate_on(found, today(programme_id))
    return exchanged(rate, kind, amount, wallet_decimals(programme_id, found.wallet))


def exchanged(rate: Rate, kind: ItemKind, amount: int, decimals: int) -> Exchange:
    """What an amount of one kind comes to; points earned and spent at a partner involve no units."""
    if kind is ItemKind.EXCHANGE_IN:
        return into_points(rate, amount, decimals)
    return out_of_points(rate, amount, decimals) if kind is ItemKind.EXCHANGE_OUT else Exchange(amount, 0)


def wallet_decimals(programme_id: int, wallet_id: str) -> int:
    """Decimals of a wallet's points."""
    document = live_programme(programme_id).document
    return next((wallet.decimals for wallet in document.wallets if wallet.id == wallet_id), 0)


def money_decimals(programme_id: int) -> int:
    """Decimals of the programme's currency."""
    return CURRENCY_DECIMALS[live_programme(programme_id).document.currency]


def today(programme_id: int) -> date:
    """The present day in the programme's zone."""
    return local_day(programme_id, clock.now_us())


def local_day(programme_id: int, instant: int) -> date:
    """The day of an instant in the programme's zone."""
    return date_of(live_programme(programme_id).compiled.zone.day_of(instant))


def find_row(programme_id: int, code: str) -> Partner:
    """The row of a partner, for this context only; raises PartnerMissing."""
    row = Partner.objects.filter(programme_id=programme_id, code=code).prefetch_related("caps", "keys").first()
    if row is None:
        raise PartnerMissing(given=code[:40])
    return row


def rate_of(row: PartnerRate) -> Rate:
    """A row as others see it."""
    units_in, units_out, price = (of_micro(one) for one in (row.units_in_micro, row.units_out_micro, row.price_micro))
    return Rate(row.pk, row.valid_from, units_in, units_out, price, row.created_by)


def view_of(row: Partner) -> PartnerView:
    """A row as others see it."""
    caps = sorted((cap.direction, cap.scope, cap.points) for cap in row.caps.all())
    return PartnerView(
        id=row.pk,
        programme_id=row.programme_id,
        code=row.code,
        name=Names(row.name_zh, row.name_en),
        currency=Names(row.currency_zh, row.currency_en),
        wallet=row.wallet,
        active=row.active,
        caps=tuple(Cap(CapScope(scope), Direction(direction), points) for direction, scope, points in caps),
        keys=tuple(sorted(key.key_id for key in row.keys.all())),
        created_at=row.created_at,
    )
