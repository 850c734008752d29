"""What members owe, and writing it off on the word of two people.

What is done with a key counts as done by whoever created the key: what was asked for with somebody's key is approved
with the key of somebody else.
"""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.ledger.queries.owing import owed_by
from regulars.domain.programmes.queries import live_programme
from regulars.domain.recoveries import operations, queries
from regulars.domain.recoveries.types import Age, Debt, NewWriteOff, QueueFilter, State, WriteOffView
from regulars.surfaces.api.accounts import account_of
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.giving import chosen_wallet, decimals_of, member_named, smallest_units
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.recovery_shapes import (
    AgesShape,
    ApprovalBody,
    ClaimShape,
    DebtPage,
    DebtShape,
    RejectionBody,
    TotalShape,
    WriteOffBody,
    WriteOffPage,
    WriteOffShape,
)

router = Router(tags=["recoveries"])
READ, WRITE, APPROVE = Key("ledger:read"), Key("recoveries:write"), Key("recoveries:approve")


class DebtCriteria(Paging):
    """What the queue is narrowed to."""

    wallet: str | None = Field(default=None, max_length=40)
    at_least: Age | None = Field(default=None, description="of which something is at least so old")


class WriteOffCriteria(Paging):
    """What the list is narrowed to."""

    state: State | None = None
    member_id: int | None = None


@router.get("/recoveries", auth=READ, response=DebtPage, summary="What members owe")
def list_debts(request: HttpRequest, criteria: Query[DebtCriteria]) -> DebtPage:
    """Those who owe most first, each with the age of what is owed."""
    programme_id = key_of(request).programme_id
    asked = QueueFilter(criteria.wallet, criteria.at_least)
    page = queries.list_debts(programme_id, criteria.request(), asked)
    decimals = decimals_of(programme_id)
    return DebtPage(items=[_debt(one, decimals) for one in page.items], next_cursor=page.next_cursor)


@router.get("/recoveries/totals", auth=READ, response=list[TotalShape], summary="What all members owe")
def show_totals(request: HttpRequest) -> list[TotalShape]:
    """By wallet and age, and whether it comes to what the accounts owe."""
    programme_id = key_of(request).programme_id
    decimals = decimals_of(programme_id)
    return [
        TotalShape(
            wallet=one.wallet,
            members=one.members,
            points=points_of(one.points, decimals[one.wallet]),
            by_age=_ages(one.by_age, decimals[one.wallet]),
            adds_up=one.adds_up,
        )
        for one in queries.queue_totals(programme_id)
    ]


@router.get("/members/{member_id}/recoveries", auth=READ, response=list[DebtShape], summary="What a member owes")
def list_debts_of_member(request: HttpRequest, member_id: str) -> list[DebtShape]:
    """By wallet; an empty list for who owes nothing."""
    account = account_of(request, member_id)
    return [_debt(one, account.decimals) for one in queries.debts_of(account.programme_id, account.member_id)]


@router.get("/recoveries/write-offs", auth=READ, response=WriteOffPage, summary="Requests to write points off")
def list_write_offs(request: HttpRequest, criteria: Query[WriteOffCriteria]) -> WriteOffPage:
    """Newest first; all, or those of a state or a member."""
    programme_id = key_of(request).programme_id
    page = queries.list_write_offs(programme_id, criteria.request(), criteria.state, criteria.member_id)
    decimals = decimals_of(programme_id)
    return WriteOffPage(items=[_write_off(one, decimals) for one in page.items], next_cursor=page.next_cursor)


@router.post("/recoveries/write-offs", auth=WRITE, response={201: WriteOffShape}, summary="Ask for a write-off")
def request_write_off(request: HttpRequest, body: WriteOffBody) -> Status[WriteOffShape]:
    """Somebody else has to approve it; at most what is owed."""
    key = key_of(request)
    document = live_programme(key.programme_id).document
    member = member_named(key.programme_id, body.member)
    wallet = chosen_wallet(document, body.wallet, sorted(owed_by(key.programme_id, member)))
    points = smallest_units(document, wallet, body.points)
    asked = NewWriteOff(member, wallet, points, body.reason, key.created_by)
    view = operations.request_write_off(key.programme_id, asked)
    return Status(201, _write_off(view, decimals_of(key.programme_id)))


@router.post(
    "/recoveries/write-offs/{write_off_id}/approve", auth=APPROVE, response=WriteOffShape, summary="Approve it"
)
def approve_write_off(request: HttpRequest, write_off_id: int, body: ApprovalBody) -> WriteOffShape:
    """Forgives what was asked for, or what is still owed; 403 for whoever asked."""
    key = key_of(request)
    view = operations.approve_write_off(key.programme_id, write_off_id, key.created_by, body.comment)
    return _write_off(view, decimals_of(key.programme_id))


@router.post("/recoveries/write-offs/{write_off_id}/reject", auth=APPROVE, response=WriteOffShape, summary="Reject it")
def reject_write_off(request: HttpRequest, write_off_id: int, body: RejectionBody) -> WriteOffShape:
    """Refuses a request; the comment stays with it."""
    key = key_of(request)
    view = operations.reject_write_off(key.programme_id, write_off_id, key.created_by, body.comment)
    return _write_off(view, decimals_of(key.programme_id))


def _debt(debt: Debt, decimals: dict[str, int]) -> DebtShape:
    scale = decimals[debt.wallet]
    return DebtShape(
        member_id=debt.member_id,
        wallet=debt.wallet,
        points=points_of(debt.points, scale),
        since=debt.since,
        by_age=_ages(debt.by_age, scale),
        claims=[
            ClaimShape(
                seq=claim.seq,
                kind=claim.kind.name.lower(),
                made_on=claim.made_on,
                points=points_of(claim.points, scale),
                left=points_of(claim.left, scale),
            )
            for claim in debt.claims
        ],
    )


def _ages(by_age: dict[Age, int], scale: int) -> AgesShape:
    return AgesShape(**{age.value: points_of(points, scale) for age, points in by_age.items()})


def _write_off(view: WriteOffView, decimals: dict[str, int]) -> WriteOffShape:
    scale = decimals[view.wallet]
    return WriteOffShape(
        id=view.id,
        member_id=view.member_id,
        wallet=view.wallet,
        points=points_of(view.points, scale),
        reason=view.reason,
        state=view.state.value,
        requested_by=view.requested_by,
        requested_at=view.requested_at,
        decided_by=view.decided_by,
        decided_at=view.decided_at,
        comment=view.comment,
        written_off=None if view.written_off is None else points_of(view.written_off, scale),
        trace_id=None if view.event_seq is None else f"{view.member_id}-{view.event_seq}",
    )
