"""The decision of a second person, and what follows from a yes: restatements, posted a chunk at a time."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from regulars.domain.corrections.errors import (
    CorrectionDecided,
    CorrectionNotReady,
    CorrectionStale,
    OwnCorrection,
    RejectionUnexplained,
)
from regulars.domain.corrections.models import Line, RuleCorrection
from regulars.domain.corrections.operations.proposing import known_schedule, locked_correction
from regulars.domain.corrections.operations.restating import next_members, restate_members
from regulars.domain.corrections.policy.comparing import as_data, change_of, pair_of, totals_of, with_changes
from regulars.domain.corrections.queries.rules import POST, correction_view
from regulars.domain.corrections.types import Change, CorrectionState, CorrectionView, Progress
from regulars.domain.ledger.types import Stand
from regulars.domain.programmes.operations import activate_correction, hold_batches
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import Correction
from regulars.platform import audit, clock, jobs
from regulars.platform.again import in_transaction

_OPEN = (CorrectionState.PREVIEWING, CorrectionState.PROPOSED)
_NOTHING = Change()


def approve_correction(programme_id: int, correction_id: int, actor: str, comment: str = "") -> CorrectionView:
    """Let the version have been in force since then, and let a job post the restatements.

    Raises CorrectionMissing, CorrectionDecided, CorrectionNotReady before the preview is made, OwnCorrection for
    whoever proposed it, CorrectionStale when versions came or went since the preview, and what `activate_correction`
    refuses.
    """
    return in_transaction(lambda: _approve(programme_id, correction_id, actor, comment))


def reject_correction(programme_id: int, correction_id: int, actor: str, comment: str) -> CorrectionView:
    """Refuse it, or, as whoever proposed it, take it back; the comment stays with it.

    Raises CorrectionMissing, CorrectionDecided and RejectionUnexplained.
    """
    if not comment.strip():
        raise RejectionUnexplained
    return in_transaction(lambda: _reject(programme_id, correction_id, actor, comment))


def post_again(programme_id: int, correction_id: int, actor: str) -> CorrectionView:
    """Go on with a posting that a job gave up. Raises CorrectionMissing, CorrectionDecided for one that is not being
    posted, and CorrectionNotReady while a job is at work.
    """
    return in_transaction(lambda: _post_again(programme_id, correction_id, actor))


def post_part(correction_id: int, before: Progress) -> Progress:
    """Restate the next members for good, in the transaction of the caller; the last part says that it ended.

    Each is compared with the preview. Restatements that were posted before are not posted again.
    """
    row = RuleCorrection.objects.get(pk=correction_id)
    if row.state != CorrectionState.POSTING or row.activation_id is None or row.decided_at is None:
        return Progress(before.after, before.totals, ended=True)
    members, last = next_members(row, before.after)
    lines = {line.member_id: line for line in Line.objects.filter(correction=row, member_id__in=members)}
    tiers = live_programme(row.programme_id).compiled.tier_ids
    done = [line for line in lines.values() if line.event_seq is not None]
    changes = [_change(pair_of(line.posted_before, line.posted_after), tiers) for line in done]
    left = [member for member in members if member not in {line.member_id for line in done}]
    for member, seq, stood, stands in restate_members(row, left, row.decided_at, row.activation_id):
        change = change_of(stood, stands, tiers)
        line = lines.setdefault(member, Line(correction=row, member_id=member))
        line.differs = _change(pair_of(line.before, line.after), tiers) != change
        line.posted_before, line.posted_after, line.event_seq = as_data(stood), as_data(stands), seq
        line.tier, line.below_zero = change.tier, change.below_zero
        changes.append(change)
        if not change.changed and line.before is None:
            del lines[member]
    _keep([line for line in lines.values() if line not in done])
    totals = with_changes(totals_of(before.totals), changes, sum(line.differs for line in lines.values()))
    if last is None:
        _finish(row, asdict(totals))
    return Progress(last or before.after, asdict(totals), ended=last is None)


def _approve(programme_id: int, correction_id: int, actor: str, comment: str) -> CorrectionView:
    row = locked_correction(programme_id, correction_id)
    if row.state not in _OPEN:
        raise CorrectionDecided(state=row.state, by=row.decided_by)
    if row.state == CorrectionState.PREVIEWING:
        raise CorrectionNotReady
    if row.proposed_by == actor:
        raise OwnCorrection
    if row.schedule != known_schedule(programme_id):
        raise CorrectionStale
    correction = Correction(row.version_id, row.since, row.reason, reviewed_by=actor)
    hold_batches()
    row.activation_id = activate_correction(correction, row.proposed_by).view.id
    jobs.enqueue(POST, {"correction": row.pk}, key=f"correction {row.pk}", actor=actor)
    return _decided(row, CorrectionState.POSTING, actor, comment)


def _post_again(programme_id: int, correction_id: int, actor: str) -> CorrectionView:
    row = locked_correction(programme_id, correction_id)
    if row.state != CorrectionState.POSTING:
        raise CorrectionDecided(state=row.state, by=row.decided_by)
    if jobs.enqueue(POST, {"correction": row.pk}, key=f"correction {row.pk}", actor=actor) is None:
        raise CorrectionNotReady
    audit.record(actor, "correction_posted_again", f"correction {row.pk}")
    return correction_view(row)


def _reject(programme_id: int, correction_id: int, actor: str, comment: str) -> CorrectionView:
    row = locked_correction(programme_id, correction_id)
    if row.state not in _OPEN:
        raise CorrectionDecided(state=row.state, by=row.decided_by)
    return _decided(row, CorrectionState.REJECTED, actor, comment)


def _decided(row: RuleCorrection, state: CorrectionState, actor: str, comment: str) -> CorrectionView:
    row.state, row.decided_by, row.decided_at, row.comment = state, actor, clock.now_us(), comment.strip()
    row.save()
    action = "correction_rejected" if state is CorrectionState.REJECTED else "correction_approved"
    audit.record(actor, action, f"correction {row.pk}", {"version": row.number, "comment": row.comment})
    return correction_view(row)


def _change(pair: tuple[Stand, Stand] | None, tiers: tuple[str, ...]) -> Change:
    """What differs between two stands; nothing for who is not known."""
    return _NOTHING if pair is None else change_of(*pair, tiers)


def _keep(lines: list[Line]) -> None:
    Line.objects.bulk_create([line for line in lines if line.pk is None])
    fields = ["posted_before", "posted_after", "event_seq", "differs", "tier", "below_zero"]
    Line.objects.bulk_update([line for line in lines if line.pk is not None], fields, batch_size=100)


@transaction.atomic
def _finish(row: RuleCorrection, totals: dict[str, object]) -> None:
    row.state, row.posted, row.posted_at = CorrectionState.POSTED, totals, clock.now_us()
    row.save(update_fields=["state", "posted", "posted_at"])
    params = {"version": row.number, "members": totals["members"], "different": totals["different"]}
    audit.record(row.decided_by, "correction_posted", f"correction {row.pk}", params)
