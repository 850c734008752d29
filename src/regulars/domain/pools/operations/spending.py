"""Spending from a pool: drawn over all contributors' lots, in one transaction, all or nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.operations import apply_batch, bring_up_to, lock_members
from regulars.domain.ledger.queries import available_points, next_instant, open_lots
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.members.queries import active_members, check_active
from regulars.domain.pools.errors import NotInPool, RedemptionConflict
from regulars.domain.pools.models import Part, PoolMember, Spending
from regulars.domain.pools.operations.membership import open_pool
from regulars.domain.pools.policy import check_right, check_wallet_rules, drawn_from, wallet_of
from regulars.domain.pools.queries import rights_of, spending_views, spent_in_month
from regulars.domain.pools.types import NewSpending, SpendingPreview, SpendingView
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.tiers.queries import standing
from regulars.engine.time import date_of
from regulars.platform.again import in_transaction, without_trace

SOURCE = "pool"
"""Whose ids the events of pools are: `pool:<redemption>:<member>`, and `return:<redemption>:<return>:<member>`."""


def spend_from_pool(programme_id: int, asked: NewSpending) -> SpendingView:
    """Spend from a pool: each contributor pays by their own `redeem` event, all under one lock, or nobody.

    The same redemption again is answered as the first time; another under its id raises RedemptionConflict. Raises
    what the pool, the spender's rights, the wallet's rules and the balances forbid.
    """
    return in_transaction(lambda: _spend(live_programme(programme_id), asked))


def preview_spending(programme_id: int, asked: NewSpending) -> SpendingPreview:
    """What `spend_from_pool` would draw from whom; raises as it does, and keeps nothing."""

    def tried() -> SpendingPreview:
        before = _balance(programme_id, asked)
        spent = _spend(live_programme(programme_id), asked)
        return SpendingPreview(spent.parts, before, _balance(programme_id, asked))

    return without_trace(tried)


def _spend(programme: LiveProgramme, asked: NewSpending) -> SpendingView:
    wallet = wallet_of(programme.document, asked)
    if (known := _known(programme.id, asked)) is not None:
        return known
    row = open_pool(programme.id, asked.pool_id)
    stays = {
        stay.member_id: stay for stay in PoolMember.objects.filter(pool=row, left_at=None, joined_at__isnull=False)
    }
    if asked.spender not in stays:
        raise NotInPool(member=asked.spender)
    check_active(programme.id, [asked.spender])
    contributors = active_members(programme.id, [one for one, stay in stays.items() if stay.contributes])
    lock_members(programme.id, {asked.spender, *contributors})
    check_active(programme.id, [asked.spender])
    if (known := _known(programme.id, asked)) is not None:
        return known
    instant = next_instant(programme.id, {asked.spender, *contributors})
    today = date_of(programme.compiled.zone.day_of(instant))
    spent = spent_in_month(row.pk, asked.spender, asked.wallet, today)
    check_right(rights_of(stays[asked.spender]), wallet, spent, asked.points)
    check_wallet_rules(programme.document, wallet, asked, standing(programme.id, asked.spender).tier)
    bring_up_to(programme.id, contributors, instant)
    parts = drawn_from(open_lots(programme.id, contributors, asked.wallet), asked.wallet, asked.points)
    spending = Spending.objects.create(
        programme_id=programme.id,
        **asdict(asked) | {"order_id": asked.order_id or f"pool:{asked.redemption_id}"},
        spent_at=instant + 1,
        spent_on=today,
    )
    _draw(spending, parts)
    return spending_views([spending])[0]


def _draw(spending: Spending, parts: dict[int, int]) -> None:
    """Put each contributor's part through the write door; raises when one is not accepted."""
    body: dict[str, Any] = {
        "kind": "redeem",
        "wallet": spending.wallet,
        "order_id": spending.order_id,
        "pool": spending.pool_id,
    }
    body |= {"amount_minor": spending.amount_minor} if spending.amount_minor else {}
    body |= {"reason": spending.reason} if spending.reason else {}
    events = [
        NewEvent(
            SOURCE, f"pool:{spending.redemption_id}:{member}", member, spending.spent_at, body | {"points": points}
        )
        for member, points in sorted(parts.items())
    ]
    results = apply_batch(spending.programme_id, events)
    for result in results:
        if result.status is not EventStatus.ACCEPTED:
            raise refusal_of(result.code, result.params)
    Part.objects.bulk_create(
        Part(spending=spending, member_id=result.member_id, points=parts[result.member_id], seq=result.seq)
        for result in results
    )


def _known(programme_id: int, asked: NewSpending) -> SpendingView | None:
    """The first answer, when this redemption was made before; raises RedemptionConflict when another was."""
    row = Spending.objects.filter(programme_id=programme_id, redemption_id=asked.redemption_id).first()
    if row is None:
        return None
    given = asdict(asked) | {"order_id": asked.order_id or f"pool:{asked.redemption_id}"}
    if any(getattr(row, name) != value for name, value in given.items() if name != "actor"):
        raise RedemptionConflict(redemption_id=asked.redemption_id)
    return spending_views([row], repeated=True)[0]


def _balance(programme_id: int, asked: NewSpending) -> int:
    """What the pool has in the wallet."""
    stays = PoolMember.objects.filter(pool_id=asked.pool_id, left_at=None, joined_at__isnull=False, contributes=True)
    members = stays.filter(programme_id=programme_id).values_list("member_id", flat=True)
    held = available_points(programme_id, members)
    return sum(balances.get(asked.wallet, 0) for balances in held.values())
