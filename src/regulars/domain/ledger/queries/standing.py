"""How many members stand at once, in all their accounts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from regulars.domain.ledger.models import Account, MemberState
from regulars.domain.ledger.queries.lookups import tiers_of
from regulars.domain.ledger.queries.reading import wallet_names
from regulars.domain.ledger.types import Held, Stand
from regulars.domain.programmes.queries import live_programme


def stands(programme_id: int, member_ids: Sequence[int]) -> dict[int, Stand]:
    """Tier and wallets of each member; those without events stand on the first tier and hold nothing."""
    names = wallet_names(live_programme(programme_id))
    wallets: dict[int, dict[str, Held]] = {member: {} for member in member_ids}
    rows = Account.objects.filter(programme_id=programme_id, member_id__in=member_ids)
    for row in rows.values_list("member_id", "wallet", "available", "debt", "held", "pending", "owed"):
        wallets[row[0]][names[row[1]]] = Held(*row[2:])
    tiers = tiers_of(programme_id, member_ids)
    return {member: Stand(tiers[member], wallets[member]) for member in member_ids}


def members_since(programme_id: int, instant: int, after: int, limit: int) -> list[int]:
    """Members above `after` who had an event of their own at an instant or later, ascending; at most `limit`."""
    rows = _since(programme_id, instant).filter(member_id__gt=after)
    return list(rows.order_by("member_id").values_list("member_id", flat=True)[:limit])


def count_members_since(programme_id: int, instant: int) -> int:
    """How many members had an event of their own at an instant or later."""
    return _since(programme_id, instant).count()


def _since(programme_id: int, instant: int) -> QuerySet[MemberState]:
    return MemberState.objects.filter(programme_id=programme_id, active_at__gte=instant, events__gt=0)
