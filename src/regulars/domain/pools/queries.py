"""Reading pools: lists, who is in one, and what was spent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from regulars.domain.ledger.queries import available_points, unreturned_points
from regulars.domain.pools.errors import PoolMissing, RedemptionMissing
from regulars.domain.pools.models import Part, Pool, PoolMember, Spending
from regulars.domain.pools.types import (
    PartView,
    PoolLine,
    PoolMemberView,
    PoolName,
    PoolStanding,
    PoolView,
    RefundedOrder,
    ReturnView,
    Rights,
    SharedSpending,
    SpendingView,
    StayView,
)
from regulars.domain.programmes.queries import live_programme
from regulars.platform.clock import from_us
from regulars.platform.paging import Page, PageRequest, page_of


@dataclass(frozen=True)
class PoolFilter:
    """What a list of pools is narrowed to: a word of the name, somebody who is in it or invited; empty: all."""

    name: str = ""
    member_id: int | None = None
    with_closed: bool = True


EVERY_POOL = PoolFilter()


def list_pools(programme_id: int, request: PageRequest, criteria: PoolFilter = EVERY_POOL) -> Page[PoolLine]:
    """Pools that meet all criteria, newest first, with what each has available. As many statements for 1 as for 50."""
    rows = Pool.objects.filter(programme_id=programme_id).order_by("-id").prefetch_related("members")
    if criteria.name:
        rows = rows.filter(name__icontains=criteria.name)
    if criteria.member_id is not None:
        stays = PoolMember.objects.filter(programme_id=programme_id, member_id=criteria.member_id, left_at=None)
        rows = rows.filter(id__in=stays.values("pool_id"))
    if not criteria.with_closed:
        rows = rows.filter(closed_at=None)
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(_lines(programme_id, page.items)), page.next_cursor)


def pool(programme_id: int, pool_id: int) -> PoolView:
    """One pool with everybody who is or was in it; raises PoolMissing."""
    row = Pool.objects.filter(programme_id=programme_id, id=pool_id).prefetch_related("members").first()
    if row is None:
        raise PoolMissing(pool_id=pool_id)
    available = _available(programme_id, [row])
    members = sorted(row.members.all(), key=lambda stay: (stay.left_at is not None, stay.joined_at is None, stay.pk))
    return PoolView(_line(row, available), tuple(_member(stay, available) for stay in members))


def pool_of_member(programme_id: int, member_id: int) -> PoolName | None:
    """The open pool that a member has joined, if any."""
    stays = PoolMember.objects.filter(programme_id=programme_id, member_id=member_id).select_related("pool")
    stay = stays.filter(joined_at__isnull=False, left_at=None).first()
    return None if stay is None else PoolName(stay.pool_id, stay.pool.name)


def stays_of(programme_id: int, member_id: int) -> list[StayView]:
    """The pools that a member is in, was in or was invited to, newest first."""
    stays = PoolMember.objects.filter(programme_id=programme_id, member_id=member_id).select_related("pool")
    return [
        StayView(
            stay.pool.name,
            stay.pool.owner == member_id,
            _standing(stay),
            rights_of(stay),
            from_us(stay.invited_at),
            _moment(stay.joined_at),
            _moment(stay.left_at),
        )
        for stay in stays.order_by("-id")
    ]


def spent_with(programme_id: int, member_id: int) -> list[SharedSpending]:
    """Redemptions of pools that a member made or paid a part of, newest first: the part, and what came back of it."""
    rows = _spendings(Spending.objects.filter(programme_id=programme_id))
    mine = rows.filter(Q(spender=member_id) | Q(parts__member_id=member_id)).distinct().order_by("-id")
    return [_shared(one, member_id) for one in spending_views(mine)]


def _shared(spending: SpendingView, member_id: int) -> SharedSpending:
    own = [part for part in spending.parts if part.member_id == member_id]
    return SharedSpending(
        spending.redemption_id,
        spending.spender == member_id,
        spending.wallet,
        spending.points,
        sum(part.points for part in own),
        sum(part.returned for part in own),
        spending.spent_at,
    )


def family_of(programme_id: int, member_id: int) -> list[int]:
    """Everybody who has joined the open pool that a member has joined, without the member, by number."""
    stays = PoolMember.objects.filter(programme_id=programme_id, joined_at__isnull=False, left_at=None)
    pools = stays.filter(member_id=member_id).values("pool_id")
    found = stays.filter(pool_id__in=pools).exclude(member_id=member_id)
    return list(found.order_by("member_id").values_list("member_id", flat=True))


def spending(programme_id: int, redemption_id: str) -> SpendingView:
    """One redemption of a pool; raises RedemptionMissing."""
    row = _spendings(Spending.objects.filter(programme_id=programme_id, redemption_id=redemption_id)).first()
    if row is None:
        raise RedemptionMissing(redemption_id=redemption_id[:200])
    return spending_views([row])[0]


def list_spendings(programme_id: int, pool_id: int, request: PageRequest) -> Page[SpendingView]:
    """What was spent from a pool, newest first."""
    rows = _spendings(Spending.objects.filter(programme_id=programme_id, pool_id=pool_id)).order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(spending_views(page.items)), page.next_cursor)


def spent_in_month(pool_id: int, spender: int, wallet: str, on: date) -> int:
    """What a member has spent from the pool in the month of a local day, less what came back of it."""
    rows = _spendings(
        Spending.objects.filter(
            pool_id=pool_id, spender=spender, wallet=wallet, spent_on__range=(on.replace(day=1), on)
        )
    )
    return sum(spent.points - spent.returned for spent in spending_views(rows))


def contributors_to(programme_id: int, orders: Iterable[RefundedOrder]) -> set[int]:
    """Everybody who paid a part of one of the orders from a pool."""
    parts = Part.objects.filter(spending__in=[row.pk for row in spendings_of(programme_id, orders)])
    return set(parts.values_list("member_id", flat=True))


def spendings_of(programme_id: int, orders: Iterable[RefundedOrder]) -> list[Spending]:
    """Redemptions of pools that paid one of the orders, by the member whose order it is, oldest first."""
    wanted = {(order.order_id, order.member_id) for order in orders}
    rows = Spending.objects.filter(programme_id=programme_id, order_id__in={order for order, _ in wanted})
    return [row for row in rows.order_by("id") if (row.order_id, row.spender) in wanted]


def spending_views(rows: Iterable[Spending], *, repeated: bool = False) -> list[SpendingView]:
    """Redemptions of one programme as others see them, with what came back of each part. One statement for all."""
    found = list(rows)
    parts = {(part.member_id, part.seq) for row in found for part in row.parts.all()}
    left = unreturned_points(found[0].programme_id, parts) if parts else {}
    return [_spending(row, left, repeated=repeated) for row in found]


def _spending(row: Spending, left: dict[tuple[int, int], int], *, repeated: bool) -> SpendingView:
    parts = tuple(
        PartView(part.member_id, part.points, part.points - left.get((part.member_id, part.seq), 0), part.seq)
        for part in sorted(row.parts.all(), key=lambda part: part.member_id)
    )
    returns = sorted(row.returns.all(), key=lambda one: one.pk)
    return SpendingView(
        redemption_id=row.redemption_id,
        pool_id=row.pool_id,
        spender=row.spender,
        wallet=row.wallet,
        points=row.points,
        returned=sum(part.returned for part in parts),
        order_id=row.order_id,
        reason=row.reason,
        actor=row.actor,
        spent_at=from_us(row.spent_at),
        parts=parts,
        returns=tuple(
            ReturnView(one.return_id, one.points, one.reason, one.actor, from_us(one.returned_at)) for one in returns
        ),
        repeated=repeated,
    )


def rights_of(stay: PoolMember) -> Rights:
    """What somebody gives and may."""
    return Rights(stay.contributes, stay.may_spend, stay.monthly_limit)


def _spendings(rows: QuerySet[Spending]) -> QuerySet[Spending]:
    return rows.prefetch_related("parts", "returns")


def _available(programme_id: int, rows: Sequence[Pool]) -> dict[int, dict[str, int]]:
    """What everybody who contributes to one of the pools has available in the wallets that pools spend."""
    terms = live_programme(programme_id).document.pools
    wallets = set(terms.wallets) if terms else set()
    contributing = {stay.member_id for row in rows for stay in row.members.all() if _contributes(stay)}
    held = available_points(programme_id, contributing) if contributing else {}
    return {
        member: {wallet: points for wallet, points in balances.items() if wallet in wallets}
        for member, balances in held.items()
    }


def _contributes(stay: PoolMember) -> bool:
    return stay.contributes and stay.joined_at is not None and stay.left_at is None


def _lines(programme_id: int, rows: Sequence[Pool]) -> list[PoolLine]:
    available = _available(programme_id, rows)
    return [_line(row, available) for row in rows]


def _line(row: Pool, available: dict[int, dict[str, int]]) -> PoolLine:
    joined = [stay for stay in row.members.all() if stay.joined_at is not None and stay.left_at is None]
    balances: Counter[str] = Counter()
    for stay in joined:
        if stay.contributes:
            balances.update(available.get(stay.member_id, {}))
    return PoolLine(
        id=row.pk,
        name=row.name,
        owner=row.owner,
        created_at=from_us(row.created_at),
        closed_at=_moment(row.closed_at),
        members=len(joined),
        balances=dict(balances),
    )


def _member(stay: PoolMember, available: dict[int, dict[str, int]]) -> PoolMemberView:
    return PoolMemberView(
        member_id=stay.member_id,
        standing=_standing(stay),
        rights=rights_of(stay),
        invited_at=from_us(stay.invited_at),
        joined_at=_moment(stay.joined_at),
        left_at=_moment(stay.left_at),
        available=available.get(stay.member_id, {}) if _contributes(stay) else {},
    )


def _standing(stay: PoolMember) -> PoolStanding:
    if stay.left_at is None:
        return PoolStanding.INVITED if stay.joined_at is None else PoolStanding.JOINED
    return PoolStanding.DECLINED if stay.joined_at is None else PoolStanding.LEFT


def _moment(instant: int | None) -> datetime | None:
    return None if instant is None else from_us(instant)
