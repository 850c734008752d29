"""Merging two records of one person, and undoing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from regulars.domain.corrections.errors import MergeUndone, MergeUnknown, MergeWithSelf, SurvivorMerged
from regulars.domain.corrections.models import Merge
from regulars.domain.corrections.policy.reasons import told
from regulars.domain.corrections.queries.merging import view_of
from regulars.domain.corrections.types import MergePreview, MergeView, NewMerge
from regulars.domain.ledger import operations as ledger
from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.queries import next_instant, stands
from regulars.domain.ledger.types import EventResult, EventStatus
from regulars.domain.members.errors import MemberMerged
from regulars.domain.members.operations import lead_back, lead_to
from regulars.domain.members.queries import check_active
from regulars.platform import audit
from regulars.platform.again import in_transaction, without_trace


def merge_members(programme_id: int, asked: NewMerge) -> MergeView:
    """Let `merged` become a part of `survivor`, in one transaction, both locked in ascending order.

    All points, debts, claims and progress move, lot by lot; all identifiers lead to the survivor from now on, and
    nothing more is posted for the merged member. Raises WhyMissing, MergeWithSelf, MemberMissing, MemberClosed,
    MemberMerged, and HoldsOpen while points of the merged member are held.
    """
    _check(asked)
    return in_transaction(lambda: _merge(programme_id, asked))


def preview_merge(programme_id: int, asked: NewMerge) -> MergePreview:
    """What `merge_members` would come to; raises as it does, and keeps nothing."""
    _check(asked)
    return without_trace(lambda: _compared(programme_id, asked, lambda: _merge(programme_id, asked)))


def undo_merge(programme_id: int, merge_id: int, reason: str, actor: str) -> MergeView:
    """Take a merge out of both histories, and let the identifiers that came with it lead back.

    What the survivor did since stays with the survivor, and so do identifiers that were told since; what they spent of
    the other's points is drawn from their own, or becomes their debt. Raises WhyMissing, MergeUnknown, MergeUndone,
    MemberClosed, and SurvivorMerged while the survivor is a part of somebody else.
    """
    why = ledger.Why(actor, told(reason))
    return in_transaction(lambda: _undo(programme_id, merge_id, why))


def preview_undo(programme_id: int, merge_id: int, actor: str) -> MergePreview:
    """What `undo_merge` would come to; raises as it does, and keeps nothing."""

    def tried() -> MergePreview:
        row = _standing(programme_id, merge_id)
        asked = NewMerge(row.survivor, row.merged, row.reason, actor)
        return _compared(programme_id, asked, lambda: _undo(programme_id, merge_id, ledger.Why(actor, row.reason)))

    return without_trace(tried)


def _merge(programme_id: int, asked: NewMerge) -> MergeView:
    both = (asked.survivor, asked.merged)
    check_active(programme_id, both)
    ledger.lock_members(programme_id, both)
    row = Merge(programme_id=programme_id, survivor=asked.survivor, merged=asked.merged)
    row.identifiers = lead_to(programme_id, asked.merged, asked.survivor)
    row.reason, row.actor = told(asked.reason), asked.actor
    row.merged_at = next_instant(programme_id, both)
    row.save()
    left, came = _accepted(
        ledger.merge_streams(programme_id, asked.survivor, asked.merged, merge_id=str(row.pk), at=row.merged_at)
    )
    row.moved = {wallet: -points for wallet, points in left.points.items() if points}
    row.merged_seq, row.survivor_seq = left.seq, came.seq
    row.save(update_fields=["moved", "merged_seq", "survivor_seq"])
    params = {"merge": row.pk, "into": row.survivor, "reason": row.reason}
    audit.record(asked.actor, "members_merged", f"member {row.merged}", params)
    return view_of(row)


def _undo(programme_id: int, merge_id: int, why: ledger.Why) -> MergeView:
    row = _standing(programme_id, merge_id)
    both = (row.survivor, row.merged)
    ledger.lock_members(programme_id, both)
    row = _standing(programme_id, merge_id)
    try:
        lead_back(programme_id, row.merged)
    except MemberMerged as error:
        raise SurvivorMerged(**error.params) from error
    row.undone_at, row.undone_by, row.undone_why = next_instant(programme_id, both), why.actor, why.reason
    _accepted(ledger.undo_merge(programme_id, row.survivor, row.merged, why, at=row.undone_at))
    row.save(update_fields=["undone_at", "undone_by", "undone_why"])
    params = {"merge": row.pk, "from": row.survivor, "reason": why.reason}
    audit.record(why.actor, "merge_undone", f"member {row.merged}", params)
    return view_of(row)


def _standing(programme_id: int, merge_id: int) -> Merge:
    """A merge that was not undone; raises MergeUnknown and MergeUndone."""
    row = Merge.objects.filter(programme_id=programme_id, id=merge_id).first()
    if row is None:
        raise MergeUnknown(merge=merge_id)
    if row.undone_at is not None:
        raise MergeUndone(by=row.undone_by)
    return row


def _compared(programme_id: int, asked: NewMerge, deed: Callable[[], MergeView]) -> MergePreview:
    both = (asked.survivor, asked.merged)
    before = stands(programme_id, both)
    deed()
    after = stands(programme_id, both)
    survivor, merged = ((before[member], after[member]) for member in both)
    return MergePreview(survivor, merged)


def _accepted(answers: Sequence[EventResult]) -> Sequence[EventResult]:
    """The answers again, when all were accepted; else raises why not, so that nothing of it is kept."""
    for answer in answers:
        if answer.status is not EventStatus.ACCEPTED:
            raise refusal_of(answer.code, answer.params)
    return answers


def _check(asked: NewMerge) -> None:
    told(asked.reason)
    if asked.survivor == asked.merged:
        raise MergeWithSelf
