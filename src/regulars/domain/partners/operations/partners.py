"""Adding partners, and saying what holds for them: rates, caps, keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict

from django.db import IntegrityError, transaction

from regulars.domain.access.queries import list_api_keys
from regulars.domain.partners.errors import (
    PartnerExists,
    PartnerInvalid,
    PartnerKeyRefused,
    RateInPast,
    RateTaken,
)
from regulars.domain.partners.models import Partner, PartnerCap, PartnerKey, PartnerRate
from regulars.domain.partners.policy.exchange import LARGEST_AMOUNT, micro
from regulars.domain.partners.queries.partners import find_row, rate_of, today, view_of
from regulars.domain.partners.types import Cap, NewPartner, PartnerView, Rate
from regulars.domain.programmes.queries import live_programme
from regulars.platform import audit, clock

CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)
KEY_SCOPES = frozenset({"partner:earn", "partner:burn", "partner:settle"})
"""What a key may be allowed that acts for one partner alone."""


def add_partner(programme_id: int, new: NewPartner, actor: str) -> PartnerView:
    """Add a partner; raises PartnerInvalid, and PartnerExists for a code that is taken."""
    spendable = [wallet.id for wallet in live_programme(programme_id).document.wallets if wallet.purpose == "spend"]
    if not CODE.fullmatch(new.code):
        raise PartnerInvalid(field="code", given=new.code[:40])
    if new.wallet not in spendable:
        raise PartnerInvalid(field="wallet", given=new.wallet[:40])
    texts = (*new.name, *new.currency)
    if not all(0 < len(text.strip()) <= 100 for text in texts):
        raise PartnerInvalid(field="name", given="")
    row = Partner(programme_id=programme_id, code=new.code, wallet=new.wallet, created_at=clock.now(), created_by=actor)
    row.name_zh, row.name_en, row.currency_zh, row.currency_en = (text.strip() for text in texts)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(actor, "partner_added", f"partner {new.code}", {"wallet": new.wallet})
    except IntegrityError as error:
        raise PartnerExists(partner=new.code) from error
    return view_of(row)


def set_active(programme_id: int, code: str, *, active: bool, actor: str) -> PartnerView:
    """Let things be done for a partner, or have them refused; what was done stays."""
    with transaction.atomic():
        row = find_row(programme_id, code)
        if row.active != active:
            row.active = active
            row.save(update_fields=["active"])
            audit.record(actor, "partner_resumed" if active else "partner_paused", f"partner {code}")
    return view_of(row)


def set_caps(programme_id: int, code: str, caps: Sequence[Cap], actor: str) -> PartnerView:
    """Put these caps in the place of all the partner had."""
    given = {(cap.scope, cap.direction): cap.points for cap in caps}
    if not all(0 <= points <= LARGEST_AMOUNT for points in given.values()):
        raise PartnerInvalid(field="caps", given="")
    with transaction.atomic():
        row = find_row(programme_id, code)
        PartnerCap.objects.filter(partner=row).delete()
        PartnerCap.objects.bulk_create(
            PartnerCap(partner=row, scope=scope.value, direction=direction.value, points=points)
            for (scope, direction), points in given.items()
        )
        audit.record(actor, "partner_capped", f"partner {code}", {"caps": [asdict(cap) for cap in caps]})
    return view_of(find_row(programme_id, code))


def add_rate(programme_id: int, code: str, rate: Rate, actor: str) -> Rate:
    """Set a rate from today or a later day on; raises RateInvalid, RateInPast and RateTaken."""
    millionths = (micro(rate.units_in), micro(rate.units_out), micro(rate.price))
    with transaction.atomic():
        row = find_row(programme_id, code)
        if rate.valid_from < today(programme_id) and PartnerRate.objects.filter(partner_id=row.pk).exists():
            raise RateInPast(day=rate.valid_from.isoformat())
        if PartnerRate.objects.filter(partner_id=row.pk, valid_from=rate.valid_from).exists():
            raise RateTaken(day=rate.valid_from.isoformat())
        made = PartnerRate(partner_id=row.pk, valid_from=rate.valid_from, created_at=clock.now(), created_by=actor)
        made.units_in_micro, made.units_out_micro, made.price_micro = millionths
        made.save(force_insert=True)
        params = {"valid_from": rate.valid_from.isoformat(), "units_in": str(rate.units_in)}
        params |= {"units_out": str(rate.units_out), "price": str(rate.price)}
        audit.record(actor, "partner_rate_added", f"partner {code}", params)
    return rate_of(made)


def bind_key(programme_id: int, code: str, key_id: int, actor: str) -> PartnerView:
    """Have an API key act for this partner alone; raises PartnerKeyRefused unless its scopes are those of partners."""
    with transaction.atomic():
        row = find_row(programme_id, code)
        key = next((key for key in list_api_keys(programme_id) if key.id == key_id), None)
        if key is None or key.revoked_at is not None or not KEY_SCOPES.issuperset(key.scopes):
            raise PartnerKeyRefused(key=key_id)
        bound = PartnerKey.objects.filter(key_id=key_id).first()
        if bound is not None and bound.partner_id != row.pk:
            raise PartnerKeyRefused(key=key_id)
        if bound is None:
            PartnerKey.objects.create(partner=row, key_id=key_id)
            audit.record(actor, "partner_key_bound", f"partner {code}", {"key": key_id})
    return view_of(find_row(programme_id, code))
