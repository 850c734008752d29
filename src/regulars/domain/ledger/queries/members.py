"""What a member holds, did and reached."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db.models import Q, Sum

from regulars.domain.ledger.errors import EventMissing, TransactionMissing
from regulars.domain.ledger.models import Account, Event, GoalReached, Journal, Lot, TierChange
from regulars.domain.ledger.queries.reading import event_view, lot_view, transaction_view, versions_of, wallet_names
from regulars.domain.ledger.types import (
    EventView,
    Expiring,
    GoalView,
    LotView,
    TierChangeView,
    TransactionView,
    WalletBalance,
)
from regulars.domain.programmes.queries import live_programme
from regulars.engine.outcome import TierReason
from regulars.engine.states import NEVER_DAY
from regulars.engine.time import date_of
from regulars.platform.clock import from_us
from regulars.platform.paging import Page, PageRequest, page_of


def balances(programme_id: int, member_id: int) -> list[WalletBalance]:
    """All wallets of a member, in the programme's order; those never used are at zero."""
    programme = live_programme(programme_id)
    rows = {row.wallet: row for row in Account.objects.filter(programme_id=programme_id, member_id=member_id)}
    first: dict[str, Expiring] = {}
    for expiring in expiries(programme_id, member_id):
        first.setdefault(expiring.wallet, expiring)
    answer = []
    for wallet in programme.compiled.wallet_ids:
        row = rows.get(programme.wallet_numbers[wallet])
        held = (row.available, row.debt, row.earned) if row else (0, 0, 0)
        answer.append(WalletBalance(wallet, *held, expiring_next=first.get(wallet)))
    return answer


def expiries(programme_id: int, member_id: int) -> list[Expiring]:
    """Points that expire together, by wallet, earliest first; those that never expire are left out."""
    wallets = wallet_names(live_programme(programme_id))
    open_lots = Lot.objects.filter(programme_id=programme_id, member_id=member_id, remaining__gt=0)
    sums = (
        open_lots.filter(expires_day__lt=NEVER_DAY)
        .values_list("wallet", "expires_day")
        .annotate(points=Sum("remaining"))
        .order_by("wallet", "expires_day")
    )
    return [Expiring(wallets[wallet], points, date_of(day - 1)) for wallet, day, points in sums]


def lots(programme_id: int, member_id: int, request: PageRequest | None = None) -> Page[LotView]:
    """The open lots of a member, by wallet and in the order in which they are drawn."""
    request = request or PageRequest(limit=200)
    programme = live_programme(programme_id)
    rows = Lot.objects.filter(programme_id=programme_id, member_id=member_id, remaining__gt=0)
    if after := request.after(5):
        wallet, day, earned_at, source, number = after
        later = Q(expires_day__gt=day) | Q(expires_day=day, earned_at__gt=earned_at)
        later |= Q(expires_day=day, earned_at=earned_at, source_seq__gt=source)
        later |= Q(expires_day=day, earned_at=earned_at, source_seq=source, lot_no__gt=number)
        rows = rows.filter(Q(wallet__gt=wallet) | Q(wallet=wallet) & later)
    found = list(rows.order_by("wallet", "expires_day", "earned_at", "source_seq", "lot_no")[: request.size + 1])
    page = page_of(found, request, lambda row: (row.wallet, row.expires_day, row.earned_at, row.source_seq, row.lot_no))
    wallets = wallet_names(programme)
    return Page(tuple(lot_view(programme, wallets, row) for row in page.items), page.next_cursor)


def transactions(
    programme_id: int, member_id: int, request: PageRequest | None = None, wallet: str | None = None
) -> Page[TransactionView]:
    """A member's journal, or that of one wallet, by when things happened, newest first."""
    request = request or PageRequest()
    programme = live_programme(programme_id)
    rows = Journal.objects.filter(programme_id=programme_id, member_id=member_id)
    if wallet is not None:
        rows = rows.filter(wallet=programme.wallet_numbers.get(wallet, 0))
    if after := request.after(3):
        at, number, seq = after
        earlier = Q(wallet__lt=number) | Q(wallet=number, seq__lt=seq)
        rows = rows.filter(Q(occurred_at__lt=at) | Q(occurred_at=at) & earlier)
    found = list(rows.order_by("-occurred_at", "-wallet", "-seq")[: request.size + 1])
    page = page_of(found, request, lambda row: (row.occurred_at, row.wallet, row.seq))
    return Page(tuple(_transaction_views(programme_id, page.items)), page.next_cursor)


def transactions_of_event(programme_id: int, member_id: int, event_seq: int) -> list[TransactionView]:
    """What one event moved, by wallet and number."""
    rows = Journal.objects.filter(programme_id=programme_id, member_id=member_id, event_seq=event_seq)
    return _transaction_views(programme_id, rows.order_by("wallet", "seq"))


def transaction(programme_id: int, member_id: int, wallet: str, seq: int) -> TransactionView:
    """One entry; raises TransactionMissing."""
    return _transaction_views(programme_id, [journal_row(programme_id, member_id, wallet, seq)])[0]


def journal_row(programme_id: int, member_id: int, wallet: str, seq: int) -> Journal:
    """The row of one entry, for this context only; raises TransactionMissing."""
    number = live_programme(programme_id).wallet_numbers.get(wallet, 0)
    found = Journal.objects.filter(programme_id=programme_id, member_id=member_id, wallet=number, seq=seq).first()
    if found is None:
        raise TransactionMissing(member=member_id, wallet=wallet, seq=seq)
    return found


def event_of(programme_id: int, member_id: int, seq: int) -> EventView:
    """One event of a member's log; raises EventMissing."""
    found = Event.objects.filter(programme_id=programme_id, member_id=member_id, log_seq=seq).first()
    if found is None:
        raise EventMissing(member=member_id, seq=seq)
    return event_view(found)


def events_of_entries(programme_id: int, member_id: int, seqs: Iterable[int]) -> dict[int, EventView]:
    """Events of a member's log by their numbers, for entries that name them. One statement, none for no numbers."""
    rows = Event.objects.filter(programme_id=programme_id, member_id=member_id, log_seq__in=sorted(set(seqs)))
    return {row.log_seq: event_view(row) for row in rows}


def events(programme_id: int, member_id: int, request: PageRequest | None = None) -> Page[EventView]:
    """A member's events by when they happened, newest first; ticks of the clock are left out."""
    request = request or PageRequest()
    rows = Event.objects.filter(programme_id=programme_id, member_id=member_id).exclude(kind="tick")
    if after := request.after(2):
        at, key = after
        rows = rows.filter(Q(occurred_at__lt=at) | Q(occurred_at=at, key__lt=key))
    found = list(rows.order_by("-occurred_at", "-key")[: request.size + 1])
    page = page_of(found, request, lambda row: (row.occurred_at, row.key))
    return Page(tuple(event_view(row) for row in page.items), page.next_cursor)


def voids_of(programme_id: int, member_id: int) -> dict[int, EventView]:
    """The events that took others of the member back, by the number of the event that was taken back."""
    rows = Event.objects.filter(programme_id=programme_id, member_id=member_id, kind="void")
    return {view.body["voids"]: view for view in map(event_view, rows.order_by("log_seq"))}


def tier_changes(programme_id: int, member_id: int) -> list[TierChangeView]:
    """A member's changes of tier as they stand after all restatements, oldest first."""
    rows = TierChange.objects.filter(programme_id=programme_id, member_id=member_id, superseded_at=None)
    found = list(rows.order_by("posted_at", "ordinal"))
    versions, bases = versions_of(found), _bases(programme_id, member_id, found)
    return [
        TierChangeView(
            occurred_at=from_us(row.occurred_at),
            tier_before=versions[row.version_id].compiled.tier_ids[row.from_tier],
            tier=versions[row.version_id].compiled.tier_ids[row.to_tier],
            reason=TierReason(row.reason),
            event_seq=row.event_seq,
            basis=bases.get(row.event_seq or 0),
        )
        for row in found
    ]


def _bases(programme_id: int, member_id: int, changes: Iterable[TierChange]) -> dict[int, str]:
    """What granted tiers were granted for, where their events say so, by number in the log."""
    granted = [row.event_seq for row in changes if row.reason == TierReason.GRANTED and row.event_seq is not None]
    if not granted:
        return {}
    grants = Event.objects.filter(programme_id=programme_id, member_id=member_id, log_seq__in=granted)
    bodies = ((seq, json.loads(body)) for seq, body in grants.values_list("log_seq", "body"))
    return {seq: body["basis"] for seq, body in bodies if "basis" in body}


def goals_reached(programme_id: int, member_id: int) -> list[GoalView]:
    """The goals a member reached, newest first."""
    rows = GoalReached.objects.filter(programme_id=programme_id, member_id=member_id, superseded_at=None)
    found = list(rows.order_by("-occurred_at", "goal"))
    versions = versions_of(found)
    return [
        GoalView(
            goal=versions[row.version_id].compiled.goal_ids[row.goal],
            period_on=date_of(row.period),
            occurred_at=from_us(row.occurred_at),
            event_seq=row.event_seq,
        )
        for row in found
    ]


def _transaction_views(programme_id: int, rows: Iterable[Journal]) -> list[TransactionView]:
    found = list(rows)
    wallets, versions = wallet_names(live_programme(programme_id)), versions_of(found)
    return [transaction_view(versions[row.version_id], wallets, row) for row in found]
