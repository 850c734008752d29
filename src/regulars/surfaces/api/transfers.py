"""Transfers: points that one member gives another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.programmes.queries import live_programme
from regulars.domain.transfers import operations, queries
from regulars.domain.transfers.types import NewTransfer, Receipt, TransferView
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.giving import chosen_wallet, decimals_of, lots_of, member_named, smallest_units
from regulars.surfaces.api.giving_shapes import (
    HoldingShape,
    PreviewShape,
    ReasonBody,
    ReceiptShape,
    TransferBody,
    TransferPage,
    TransferShape,
)
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging

router = Router(tags=["transfers"])
READ, WRITE, BY_HAND = Key("ledger:read"), Key("events:write"), Key("members:write")


class TransferCriteria(Paging):
    """What the list is narrowed to."""

    member_id: int | None = Field(default=None, description="who gave or got")


@router.get("/transfers", auth=READ, response=TransferPage, summary="Transfers")
def list_transfers(request: HttpRequest, criteria: Query[TransferCriteria]) -> TransferPage:
    """Newest first; with `member_id` those that a member made or got."""
    programme_id = key_of(request).programme_id
    page = queries.list_transfers(programme_id, criteria.request(), criteria.member_id)
    decimals = decimals_of(programme_id)
    shapes = [TransferShape(**_fields(view, decimals[view.wallet])) for view in page.items]
    return TransferPage(items=shapes, next_cursor=page.next_cursor)


@router.post(
    "/transfers", auth=WRITE, response={201: ReceiptShape, 200: ReceiptShape}, summary="Give points to another member"
)
def make_transfer(request: HttpRequest, body: TransferBody) -> Status[ReceiptShape]:
    """201: the points moved. 200: this transfer had been made before. 409: the programme, a limit or the balance says
    no, or another transfer was made under this id.
    """
    key = key_of(request)
    receipt = operations.transfer_points(key.programme_id, _asked(key.programme_id, body, key.created_by))
    return Status(200 if receipt.repeated else 201, _receipt(receipt, key.programme_id))


@router.post("/transfers/preview", auth=READ, response=PreviewShape, summary="What a transfer would do")
def preview_transfer(request: HttpRequest, body: TransferBody) -> PreviewShape:
    """The fee, what the receiver would get, and both balances; nothing moves."""
    programme_id = key_of(request).programme_id
    asked = _asked(programme_id, body, "")
    found = operations.preview_transfer(programme_id, asked)
    decimals = decimals_of(programme_id)[asked.wallet]
    sender, receiver = (
        HoldingShape(before=points_of(before, decimals), after=points_of(after, decimals))
        for before, after in (found.sender, found.receiver)
    )
    return PreviewShape(
        points=points_of(found.points, decimals),
        fee=points_of(found.fee, decimals),
        lots=lots_of(found.lots, decimals),
        sender=sender,
        receiver=receiver,
    )


@router.get("/transfers/{transfer_id}", auth=READ, response=ReceiptShape, summary="One transfer")
def show_transfer(request: HttpRequest, transfer_id: str) -> ReceiptShape:
    """A transfer with what the receiver got."""
    programme_id = key_of(request).programme_id
    return _receipt(queries.transfer(programme_id, transfer_id), programme_id)


@router.post("/transfers/{transfer_id}/undo", auth=BY_HAND, response=TransferShape, summary="Take a transfer back")
def undo_transfer(request: HttpRequest, transfer_id: str, body: ReasonBody) -> TransferShape:
    """As long as the receiver has as many points; the sender gets the fee back too."""
    key = key_of(request)
    view = operations.undo_transfer(key.programme_id, transfer_id, body.reason, key.created_by)
    return TransferShape(**_fields(view, decimals_of(key.programme_id)[view.wallet]))


def _asked(programme_id: int, body: TransferBody, actor: str) -> NewTransfer:
    document = live_programme(programme_id).document
    wallet = chosen_wallet(document, body.wallet, document.transfers.wallets if document.transfers else [])
    return NewTransfer(
        transfer_id=body.id,
        sender=member_named(programme_id, body.sender),
        receiver=member_named(programme_id, body.receiver),
        wallet=wallet,
        points=smallest_units(document, wallet, body.points),
        reason=body.reason,
        actor=actor,
    )


def _receipt(receipt: Receipt, programme_id: int) -> ReceiptShape:
    decimals = decimals_of(programme_id)[receipt.transfer.wallet]
    return ReceiptShape(
        **_fields(receipt.transfer, decimals), lots=lots_of(receipt.lots, decimals), repeated=receipt.repeated
    )


def _fields(view: TransferView, decimals: int) -> dict[str, Any]:
    return {
        "id": view.transfer_id,
        "sender": view.sender,
        "receiver": view.receiver,
        "wallet": view.wallet,
        "points": points_of(view.points, decimals),
        "fee": points_of(view.fee, decimals),
        "reason": view.reason,
        "made_at": view.made_at,
        "sent_trace_id": f"{view.sender}-{view.sent_seq}",
        "received_trace_id": f"{view.receiver}-{view.received_seq}",
        "undone_at": view.undone_at,
        "undone_why": view.undone_why or None,
    }
