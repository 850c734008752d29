"""Corrected rules: proposed with somebody's key, approved with the key of somebody else."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status

from regulars.domain.corrections import operations, queries
from regulars.domain.corrections.types import CorrectionView, LineView, Narrow, NewCorrection, Totals
from regulars.platform.clock import to_us
from regulars.surfaces.api.correction_shapes import (
    ChangePage,
    ChangeShape,
    CorrectionPage,
    CorrectionShape,
    DecisionBody,
    ProposalBody,
    RejectionBody,
    TotalsShape,
)
from regulars.surfaces.api.giving import decimals_of
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.stands import by_wallet, stand_shape

router = Router(tags=["corrections"])
READ, WRITE, APPROVE = Key("ledger:read"), Key("corrections:write"), Key("corrections:approve")


class ChangeCriteria(Paging):
    """What the list of members is narrowed to."""

    narrow: Narrow = Narrow.ALL


@router.get("/corrections", auth=READ, response=CorrectionPage, summary="Corrected rules")
def list_corrections(request: HttpRequest, criteria: Query[Paging]) -> CorrectionPage:
    """Newest first."""
    programme_id = key_of(request).programme_id
    page = queries.list_corrections(programme_id, criteria.request())
    decimals = decimals_of(programme_id)
    return CorrectionPage(items=[_shape(view, decimals) for view in page.items], next_cursor=page.next_cursor)


@router.post("/corrections", auth=WRITE, response={201: CorrectionShape}, summary="Propose a corrected rule")
def propose_correction(request: HttpRequest, body: ProposalBody) -> Status[CorrectionShape]:
    """An approved version that should have been in force since the past. A job makes the preview; nothing changes until
    somebody else approves. 409: the version was not approved, or another correction is open.
    """
    key = key_of(request)
    asked = NewCorrection(body.version, to_us(body.since), body.reason, key.created_by)
    return Status(201, _shape(operations.propose_correction(key.programme_id, asked), decimals_of(key.programme_id)))


@router.get("/corrections/{correction_id}", auth=READ, response=CorrectionShape, summary="One corrected rule")
def show_correction(request: HttpRequest, correction_id: int) -> CorrectionShape:
    """Its sums, and how far the work has come."""
    programme_id = key_of(request).programme_id
    return _shape(queries.correction(programme_id, correction_id), decimals_of(programme_id))


@router.get(
    "/corrections/{correction_id}/members", auth=READ, response=ChangePage, summary="For whom something changes"
)
def list_changes(request: HttpRequest, correction_id: int, criteria: Query[ChangeCriteria]) -> ChangePage:
    """By number; all, or those who rise, fall, go below zero, or came out otherwise than foreseen."""
    programme_id = key_of(request).programme_id
    page = queries.list_lines(programme_id, correction_id, criteria.request(), criteria.narrow)
    decimals = decimals_of(programme_id)
    return ChangePage(items=[_change(line, decimals) for line in page.items], next_cursor=page.next_cursor)


@router.post(
    "/corrections/{correction_id}/preview", auth=WRITE, response=CorrectionShape, summary="Make the preview anew"
)
def preview_again(request: HttpRequest, correction_id: int) -> CorrectionShape:
    """As of now; while nobody has decided."""
    key = key_of(request)
    view = operations.preview_again(key.programme_id, correction_id, key.created_by)
    return _shape(view, decimals_of(key.programme_id))


@router.post("/corrections/{correction_id}/approve", auth=APPROVE, response=CorrectionShape, summary="Approve and post")
def approve_correction(request: HttpRequest, correction_id: int, body: DecisionBody) -> CorrectionShape:
    """A job posts the restatements. 403 for whoever proposed it; 409 without a preview, or with a stale one."""
    key = key_of(request)
    view = operations.approve_correction(key.programme_id, correction_id, key.created_by, body.comment)
    return _shape(view, decimals_of(key.programme_id))


@router.post("/corrections/{correction_id}/post", auth=APPROVE, response=CorrectionShape, summary="Go on posting")
def post_again(request: HttpRequest, correction_id: int) -> CorrectionShape:
    """When a job gave up. 409 while one is at work, and for what is not being posted."""
    key = key_of(request)
    view = operations.post_again(key.programme_id, correction_id, key.created_by)
    return _shape(view, decimals_of(key.programme_id))


@router.post("/corrections/{correction_id}/reject", auth=APPROVE, response=CorrectionShape, summary="Reject it")
def reject_correction(request: HttpRequest, correction_id: int, body: RejectionBody) -> CorrectionShape:
    """Whoever proposed it may take it back in this way."""
    key = key_of(request)
    view = operations.reject_correction(key.programme_id, correction_id, key.created_by, body.comment)
    return _shape(view, decimals_of(key.programme_id))


def _shape(view: CorrectionView, decimals: dict[str, int]) -> CorrectionShape:
    job = queries.correction_job(view.id) if view.state.value in ("previewing", "posting") else None
    return CorrectionShape(
        id=view.id,
        version=view.number,
        since=view.since,
        reason=view.reason,
        state=view.state.value,
        proposed_by=view.proposed_by,
        proposed_at=view.proposed_at,
        foreseen=_totals(view.foreseen, decimals) if view.previewed_at else None,
        previewed_at=view.previewed_at,
        decided_by=view.decided_by,
        decided_at=view.decided_at,
        comment=view.comment,
        posted=_totals(view.posted, decimals) if view.posted_at else None,
        posted_at=view.posted_at,
        members_done=job.progress_done if job else None,
        members_total=job.progress_total if job else None,
    )


def _totals(totals: Totals, decimals: dict[str, int]) -> TotalsShape:
    return TotalsShape(
        members=totals.members,
        changed=totals.changed,
        up=totals.up,
        down=totals.down,
        below_zero=totals.below_zero,
        different=totals.different,
        added=by_wallet(totals.added, decimals),
        taken=by_wallet(totals.taken, decimals),
    )


def _change(line: LineView, decimals: dict[str, int]) -> ChangeShape:
    before, after = line.told
    return ChangeShape(
        before=stand_shape(before, decimals),
        after=stand_shape(after, decimals),
        member_id=line.member_id,
        change=by_wallet(line.change.points, decimals),
        tier_change=line.change.tier,
        below_zero=line.change.below_zero,
        posted=line.posted is not None,
        as_foreseen=not line.differs,
        trace_id=None if line.event_seq is None else f"{line.member_id}-{line.event_seq}",
    )
