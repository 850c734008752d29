"""Which passes can be had, and a member's own, made and signed now."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from regulars.domain.ledger.queries import balances
from regulars.domain.ledger.queries.lookups import tiers_of
from regulars.domain.members.queries import check_active, member
from regulars.domain.members.types import IdentifierKind
from regulars.domain.passes.errors import PassUnavailable
from regulars.domain.passes.policy.apple import apple_pass_of
from regulars.domain.passes.policy.google import google_link_of
from regulars.domain.passes.types import AppleKeys, Card, GoogleKeys, Holding, Offered, PassKind, Words
from regulars.domain.programmes.queries import live_programme
from regulars.platform.clock import now


def offered_passes() -> Offered:
    """Which passes are offered: those whose keys are set up."""
    return Offered(apple=bool(settings.APPLE_PASS.pass_type), google=bool(settings.GOOGLE_PASS.issuer))


def apple_pass(programme_id: int, member_id: int) -> bytes:
    """The member's card as a file for Apple's wallet; raises MemberMissing, MemberClosed and PassUnavailable."""
    return apple_pass_of(card_of(programme_id, member_id), _apple_keys(), now())


def google_pass_link(programme_id: int, member_id: int) -> str:
    """The address at which the member saves their card to Google's wallet; raises as `apple_pass` does."""
    return google_link_of(card_of(programme_id, member_id), _google_keys(), now())


def card_of(programme_id: int, member_id: int) -> Card:
    """What stands on the member's card now; raises MemberMissing and MemberClosed."""
    check_active(programme_id, [member_id])
    document = live_programme(programme_id).document
    view = member(programme_id, member_id)
    tier_id = tiers_of(programme_id, [member_id])[member_id]
    tier = next(one for one in document.ladder.tiers if one.id == tier_id)
    held = {one.wallet: one.available for one in balances(programme_id, member_id)}
    numbers = [one.value for one in view.identifiers if one.kind is IdentifierKind.CARD]
    return Card(
        programme=document.id,
        programme_name=Words(document.name.zh, document.name.en),
        member_id=member_id,
        number=numbers[0] if numbers else f"#{member_id}",
        name=view.name or "",
        tier=Words(tier.name.zh, tier.name.en),
        colour=tier.colour,
        holdings=tuple(
            Holding(
                wallet=one.id,
                name=Words(one.name.zh, one.name.en),
                amount=f"{Decimal(held.get(one.id, 0)).scaleb(-one.decimals):f}",
            )
            for one in document.wallets
            if one.visible
        ),
    )


def _apple_keys() -> AppleKeys:
    given = settings.APPLE_PASS
    if not given.pass_type:
        raise PassUnavailable(kind=PassKind.APPLE.value, why="no keys are set up")
    certificate, key, above = (
        _read(PassKind.APPLE, path) for path in (given.certificate, given.key or given.certificate, given.above)
    )
    password = given.password.encode() if given.password else None
    return AppleKeys(given.pass_type, given.team, certificate, key, above, password)


def _google_keys() -> GoogleKeys:
    given = settings.GOOGLE_PASS
    if not given.issuer:
        raise PassUnavailable(kind=PassKind.GOOGLE.value, why="no keys are set up")
    try:
        said = json.loads(_read(PassKind.GOOGLE, given.account))
        account, key = str(said["client_email"]), str(said["private_key"]).encode()
    except (ValueError, KeyError, TypeError) as error:
        raise PassUnavailable(kind=PassKind.GOOGLE.value, why="the file of the service account is none") from error
    return GoogleKeys(given.issuer, account, given.logo, key)


def _read(kind: PassKind, path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise PassUnavailable(kind=kind.value, why="a file of keys cannot be read") from error
