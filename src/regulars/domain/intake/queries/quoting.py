"""What a redemption may cost a member, before it is made."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.domain.intake.policy.prices import Purse, bounds_of, cash_of, cost_of, refusal_of
from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.queries.reading import reading_of
from regulars.domain.intake.types.quotes import Quote
from regulars.domain.intake.types.results import Problem, Rejection
from regulars.domain.ledger.queries import balances
from regulars.domain.ledger.queries.lookups import tiers_of
from regulars.domain.members.errors import IdentityConflict
from regulars.domain.members.queries import find_member_by
from regulars.domain.members.types import Identity
from regulars.domain.programmes.queries import live_programme

FIELDS = frozenset({"member", "wallet", "points", "list_points", "order_amount"})
"""Fields of a `redeem` that a quote may be asked with."""


def quote(programme_id: int, asked: Mapping[str, object]) -> Quote | Rejection:
    """What a redemption with these fields would cost, or what is wrong with them; points need not be named.

    Raises MemberMissing, and IdentityConflict where identifiers belong to different members.
    """
    unknown = sorted(set(asked) - FIELDS)
    if unknown:
        return Rejection(tuple(Problem(name, "field_unknown", {"given": name}) for name in unknown))
    reading = reading_of(programme_id)
    anything = {} if {"points", "list_points"} & set(asked) else {"points": 1}
    own = {"type": "redeem", "id": "quote", "occurred_at": reading.now.isoformat()}
    incoming = read_event(own | dict(asked) | anything, reading, "quote")
    if isinstance(incoming, Rejection):
        return incoming
    body = {name: value for name, value in incoming.body.items() if name not in anything}
    member_id = _member(programme_id, incoming.identity)
    document = live_programme(programme_id).document
    wallet = next(wallet for wallet in document.wallets if wallet.id == body["wallet"])
    held = next(one.available for one in balances(programme_id, member_id) if one.wallet == wallet.id)
    tier = tiers_of(programme_id, [member_id])[member_id]
    purse = Purse(wallet, tier, held, reading.currency_decimals)
    list_points = body.get("list_points")
    points = body.get("points") if list_points is None else cost_of(wallet, tier, list_points)
    bounds = bounds_of(purse, body.get("amount_minor"))
    return Quote(
        member_id=member_id,
        wallet=wallet.id,
        tier=tier,
        available=held,
        list_points=list_points,
        points=points,
        cash_minor=None if points is None else cash_of(purse, points),
        least=bounds.least,
        most=bounds.most,
        most_cash_minor=cash_of(purse, bounds.most),
        refusal=None if points is None else refusal_of(bounds, purse, points),
        reasons=bounds.reasons if list_points in (None, points) else (*bounds.reasons, "price_by_tier"),
        decimals=wallet.decimals,
        currency_decimals=reading.currency_decimals,
    )


def _member(programme_id: int, identity: Identity) -> int:
    found = {find_member_by(programme_id, kind, value, name=name).id for kind, name, value in identity.given()}
    if len(found) > 1:
        raise IdentityConflict
    return found.pop()
