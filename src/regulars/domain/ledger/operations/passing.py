"""Time passing: expiry, releases, reviews, time-outs of holds, the ends of grace, floors and locks.

All come by tick events on members' own streams.
"""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.db.models import Q

from regulars.domain.ledger.models import MemberState
from regulars.domain.ledger.models.statements import fetch, listing
from regulars.domain.ledger.operations.batch import apply_batch
from regulars.domain.ledger.types import EventStatus, NewEvent, TickReport
from regulars.domain.programmes.queries import live_programme

CHUNK = 1000
SOURCE = "clock"

_EXPIRED = """
    SELECT j.wallet, -SUM(j.points) FROM ledger_member_state s JOIN ledger_journal j
      ON j.programme_id = s.programme_id AND j.member_id = s.member_id AND j.posted_at = s.accepted_at AND j.kind = 3
    WHERE s.programme_id = %s AND s.member_id {any} GROUP BY j.wallet
"""
_CHANGED = """
    SELECT COUNT(*) FROM ledger_member_state s JOIN ledger_tier_change c
      ON c.programme_id = s.programme_id AND c.member_id = s.member_id AND c.posted_at = s.accepted_at
    WHERE s.programme_id = %s AND s.member_id {any} AND c.from_tier <> c.to_tier
"""


def tick(programme_id: int, as_of: int) -> TickReport:
    """Bring what time alone has brought by `as_of` (microseconds) to every member for whom something is due.

    Each such member gets one tick event, through the write door, in chunks of their own transactions; a second call
    finds nothing to do. Members who acted after `as_of` have had it already.
    """
    programme = live_programme(programme_id)
    wallets = {number: wallet for wallet, number in programme.wallet_numbers.items()}
    day = programme.compiled.zone.day_of(as_of)
    ticked = changes = last = 0
    expired: Counter[str] = Counter()
    while members := _due_members(programme_id, day, as_of, last):
        last = members[-1]
        events = [NewEvent(SOURCE, f"tick:{member}:{as_of}", member, as_of, {"kind": "tick"}) for member in members]
        with transaction.atomic():
            answers = apply_batch(programme_id, events)
            taken = listing(answer.member_id for answer in answers if answer.status == EventStatus.ACCEPTED)
            for wallet, points in fetch(_EXPIRED, [programme_id, taken]):
                expired[wallets[wallet]] += int(points)
            changes += fetch(_CHANGED, [programme_id, taken])[0][0]
        ticked += sum(answer.status == EventStatus.ACCEPTED for answer in answers)
    return TickReport(members=ticked, expired=dict(expired), tier_changes=changes)


def _due_members(programme_id: int, day: int, as_of: int, after: int) -> list[int]:
    waiting = Q(next_due_day__lte=day) | Q(next_timeout_at__gt=0, next_timeout_at__lte=as_of)
    due = MemberState.objects.filter(waiting, programme_id=programme_id, member_id__gt=after)
    return list(due.order_by("member_id").values_list("member_id", flat=True)[:CHUNK])
