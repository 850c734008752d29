"""Reading transfers."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, Sum

from regulars.domain.ledger.queries import event_of
from regulars.domain.transfers.errors import TransferMissing
from regulars.domain.transfers.models import Transfer
from regulars.domain.transfers.types import Given, Receipt, Sent, TransferView
from regulars.platform.clock import from_us
from regulars.platform.paging import Page, PageRequest, page_of


def transfer(programme_id: int, transfer_id: str) -> Receipt:
    """One transfer, with what the receiver got; raises TransferMissing."""
    row = Transfer.objects.filter(programme_id=programme_id, transfer_id=transfer_id).first()
    if row is None:
        raise TransferMissing(transfer_id=transfer_id[:200])
    return receipt_of(row)


def list_transfers(programme_id: int, request: PageRequest, member_id: int | None = None) -> Page[TransferView]:
    """Transfers of a programme, or those that a member made or got, newest first."""
    rows = Transfer.objects.filter(programme_id=programme_id).order_by("-id")
    if member_id is not None:
        rows = rows.filter(Q(sender=member_id) | Q(receiver=member_id))
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(view_of(row) for row in page.items), page.next_cursor)


def sent_by(programme_id: int, sender: int, wallet: str, on: date) -> Sent:
    """What a member has given others in a wallet on a local day and in its month so far."""
    rows = Transfer.objects.filter(
        programme_id=programme_id, sender=sender, wallet=wallet, sent_on__range=(on.replace(day=1), on), undone_at=None
    )
    sums = rows.aggregate(day=Sum("points", filter=Q(sent_on=on)), month=Sum("points"))
    return Sent(on_day=sums["day"] or 0, in_month=sums["month"] or 0)


def receipt_of(row: Transfer, *, repeated: bool = False) -> Receipt:
    """A row with the lots that the receiver's event names."""
    event = event_of(row.programme_id, row.receiver, row.received_seq)
    lots = tuple(
        Given(lot["points"], date.fromisoformat(lot["until"]) if "until" in lot else None) for lot in event.body["lots"]
    )
    return Receipt(view_of(row), lots, repeated)


def view_of(row: Transfer) -> TransferView:
    """A row as others see it."""
    return TransferView(
        transfer_id=row.transfer_id,
        sender=row.sender,
        receiver=row.receiver,
        wallet=row.wallet,
        points=row.points,
        fee=row.fee,
        reason=row.reason,
        actor=row.actor,
        made_at=from_us(row.made_at),
        sent_seq=row.sent_seq,
        received_seq=row.received_seq,
        undone_at=None if row.undone_at is None else from_us(row.undone_at),
        undone_by=row.undone_by,
        undone_why=row.undone_why,
    )
