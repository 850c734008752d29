"""What is owed, by whom and for how long, and the requests to write it off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from regulars.domain.ledger.queries.owing import Owing, list_owing, owed_by, owed_changes, owed_totals
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.recoveries.errors import WriteOffMissing
from regulars.domain.recoveries.models import WriteOff
from regulars.domain.recoveries.policy import AGES, Change, by_age, claims_of, is_as_old
from regulars.domain.recoveries.types import Age, Debt, QueueFilter, State, WalletTotal, WriteOffView
from regulars.engine.time import date_of
from regulars.platform.clock import from_us, now_us
from regulars.platform.paging import LARGEST, Page, PageRequest, encode_cursor

EVERYTHING = QueueFilter()


def list_debts(programme_id: int, request: PageRequest, criteria: QueueFilter = EVERYTHING) -> Page[Debt]:
    """What members owe, with its age, those who owe most first. Narrowed by age, as much is read as fills the page."""
    found: list[Debt] = []
    cursor, programme = request.cursor, live_programme(programme_id)
    while True:
        size = request.size if criteria.at_least is None else LARGEST
        page = list_owing(programme_id, PageRequest(cursor, size), criteria.wallet)
        found += _narrowed(_debts(programme, page.items), criteria.at_least, _today(programme))
        if len(found) > request.size:
            last = found[request.size - 1]
            key = (last.points, last.member_id, programme.wallet_numbers[last.wallet])
            return Page(tuple(found[: request.size]), encode_cursor(key))
        if page.next_cursor is None or len(found) == request.size:
            return Page(tuple(found), page.next_cursor)
        cursor = page.next_cursor


def debts_of(programme_id: int, member_id: int) -> list[Debt]:
    """What one member owes, by wallet; nothing for who owes nothing."""
    owed = owed_by(programme_id, member_id)
    return _debts(
        live_programme(programme_id), [Owing(member_id, wallet, points) for wallet, points in sorted(owed.items())]
    )


def queue_totals(programme_id: int) -> list[WalletTotal]:
    """What is owed in each wallet, by age, and whether the claims come to what the accounts owe."""
    totals, programme = owed_totals(programme_id), live_programme(programme_id)
    sums = {wallet: dict.fromkeys(AGES, 0) for wallet in totals}
    cursor = None
    while totals:
        page = list_owing(programme_id, PageRequest(cursor, LARGEST))
        for debt in _debts(programme, page.items):
            for age, points in debt.by_age.items():
                sums[debt.wallet][age] += points
        if (cursor := page.next_cursor) is None:
            break
    order = programme.compiled.wallet_ids
    return [
        WalletTotal(wallet, *totals[wallet], by_age=sums[wallet])
        for wallet in sorted(totals, key=lambda one: order.index(one) if one in order else len(order))
    ]


def list_write_offs(
    programme_id: int, request: PageRequest, state: State | None = None, member_id: int | None = None
) -> Page[WriteOffView]:
    """Requests, newest first: all, or those of a state or a member. One statement."""
    rows = WriteOff.objects.filter(programme_id=programme_id).order_by("-id")
    if state is not None:
        rows = rows.filter(state=state)
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    views = [view_of(row) for row in rows[: request.size + 1]]
    more = len(views) > request.size
    return Page(tuple(views[: request.size]), encode_cursor((views[request.size - 1].id,)) if more else None)


def write_off(programme_id: int, write_off_id: int) -> WriteOffView:
    """One request; raises WriteOffMissing."""
    row = WriteOff.objects.filter(programme_id=programme_id, id=write_off_id).first()
    if row is None:
        raise WriteOffMissing(write_off=write_off_id)
    return view_of(row)


def view_of(row: WriteOff) -> WriteOffView:
    """A row as others see it."""
    return WriteOffView(
        id=row.pk,
        member_id=row.member_id,
        wallet=row.wallet,
        points=row.points,
        reason=row.reason,
        state=State(row.state),
        requested_by=row.requested_by,
        requested_at=from_us(row.requested_at),
        decided_by=row.decided_by,
        decided_at=None if row.decided_at is None else from_us(row.decided_at),
        comment=row.comment,
        written_off=row.written_off,
        event_seq=row.event_seq,
    )


def _debts(programme: LiveProgramme, owing: Sequence[Owing]) -> list[Debt]:
    """Accounts with the claims behind them. One statement."""
    if not owing:
        return []
    today, zone = _today(programme), programme.compiled.zone
    changes = owed_changes(programme.id, {(one.member_id, one.wallet) for one in owing})
    debts = []
    for one in owing:
        claims = claims_of(
            Change(change.seq, change.kind, date_of(zone.day_of(change.occurred_at)), change.points)
            for change in changes.get((one.member_id, one.wallet), ())
        )
        debts.append(Debt(one.member_id, one.wallet, one.points, by_age(claims, today), claims))
    return debts


def _narrowed(debts: Iterable[Debt], least: Age | None, today: date) -> list[Debt]:
    return [debt for debt in debts if least is None or is_as_old(debt.claims, least, today)]


def _today(programme: LiveProgramme) -> date:
    return date_of(programme.compiled.zone.day_of(now_us()))
