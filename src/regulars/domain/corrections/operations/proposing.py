"""Proposing that a version should have been in force since the past, and the preview of what that changes."""

from __future__ import annotations

from dataclasses import asdict

from django.db import IntegrityError, transaction

from regulars.domain.corrections.errors import CorrectionDecided, CorrectionMissing, CorrectionNotReady, CorrectionOpen
from regulars.domain.corrections.models import Line, RuleCorrection
from regulars.domain.corrections.operations.restating import next_members, restate_members
from regulars.domain.corrections.policy.comparing import as_data, change_of, totals_of, with_changes
from regulars.domain.corrections.policy.reasons import told
from regulars.domain.corrections.queries.rules import PREVIEW, correction_job, correction_view
from regulars.domain.corrections.types import Change, CorrectionState, CorrectionView, NewCorrection, Progress
from regulars.domain.ledger.types import Stand
from regulars.domain.programmes.operations import activate_correction
from regulars.domain.programmes.queries import find_version, live_programme, schedule
from regulars.domain.programmes.types import Correction
from regulars.platform import audit, clock, jobs
from regulars.platform.again import in_transaction, without_trace

TRIAL = "-"
"""Stands for the second person while the preview tries a correction out."""

_Tried = list[tuple[int, Stand, Stand, Change]]
"""Of each member: how they stand, how they would stand, and what differs."""


def propose_correction(programme_id: int, asked: NewCorrection) -> CorrectionView:
    """Propose it, and let a job make the preview; nothing changes until a second person approves.

    Raises WhyMissing, VersionMissing, what `activate_correction` refuses, and CorrectionOpen while another one is open.
    """
    told(asked.reason)
    return in_transaction(lambda: _propose(programme_id, asked))


def preview_again(programme_id: int, correction_id: int, actor: str) -> CorrectionView:
    """Make the preview anew, as of now. Raises CorrectionMissing, CorrectionDecided, and CorrectionNotReady while the
    preview is being made.
    """
    return in_transaction(lambda: _again(programme_id, correction_id, actor))


def preview_part(correction_id: int, before: Progress) -> Progress:
    """Try the correction out on the next members, and keep what it would change; the last part says that it ended.

    What is tried is rolled back before anything is kept. The same part again replaces what it kept.
    """
    row = RuleCorrection.objects.get(pk=correction_id)
    members, last = next_members(row, before.after)
    tried = without_trace(lambda: _tried(row, members)) if members else []
    totals = with_changes(totals_of(before.totals), [change for *_, change in tried])
    with transaction.atomic():
        row = RuleCorrection.objects.select_for_update().get(pk=correction_id)
        if row.state != CorrectionState.PREVIEWING:
            return Progress(before.after, before.totals, ended=True)
        lines = Line.objects.filter(correction_id=correction_id, member_id__gt=before.after)
        (lines if last is None else lines.filter(member_id__lte=last)).delete()
        Line.objects.bulk_create([_line(correction_id, one) for one in tried if one[-1].changed])
        if last is None:
            row.state, row.foreseen, row.previewed_at = CorrectionState.PROPOSED, asdict(totals), clock.now_us()
            row.save(update_fields=["state", "foreseen", "previewed_at"])
    return Progress(last or before.after, asdict(totals), ended=last is None)


def known_schedule(programme_id: int) -> str:
    """The activations that there are, as a text to be compared."""
    return " ".join(str(one.id) for one in schedule(programme_id).activations)


def locked_correction(programme_id: int, correction_id: int) -> RuleCorrection:
    """A correction, locked until the transaction ends; raises CorrectionMissing."""
    row = RuleCorrection.objects.select_for_update().filter(programme_id=programme_id, id=correction_id).first()
    if row is None:
        raise CorrectionMissing(correction=correction_id)
    return row


def _propose(programme_id: int, asked: NewCorrection) -> CorrectionView:
    version = find_version(programme_id, asked.number)
    row = RuleCorrection(programme_id=programme_id, version_id=version.version_id, number=version.number)
    row.since, row.reason, row.proposed_by = asked.since, told(asked.reason), asked.actor
    row.proposed_at, row.schedule = clock.now_us(), known_schedule(programme_id)
    without_trace(lambda: _activated(row))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise CorrectionOpen from error
    _ask_for_preview(row)
    params = {"correction": row.pk, "since": clock.from_us(row.since).isoformat(), "reason": row.reason}
    audit.record(asked.actor, "correction_proposed", f"programme {version.code} version {row.number}", params)
    return correction_view(row)


def _again(programme_id: int, correction_id: int, actor: str) -> CorrectionView:
    row = locked_correction(programme_id, correction_id)
    if row.state not in (CorrectionState.PREVIEWING, CorrectionState.PROPOSED):
        raise CorrectionDecided(state=row.state, by=row.decided_by)
    job = correction_job(correction_id)
    if row.state == CorrectionState.PREVIEWING and job is not None and job.state in ("waiting", "running"):
        raise CorrectionNotReady
    without_trace(lambda: _activated(row))
    row.state, row.foreseen, row.previewed_at = CorrectionState.PREVIEWING, {}, None
    row.schedule = known_schedule(programme_id)
    row.save()
    Line.objects.filter(correction_id=correction_id).delete()
    _ask_for_preview(row)
    audit.record(actor, "correction_previewed_again", f"correction {row.pk}")
    return correction_view(row)


def _ask_for_preview(row: RuleCorrection) -> None:
    jobs.enqueue(PREVIEW, {"correction": row.pk}, key=f"correction {row.pk}", actor=row.proposed_by)


def _activated(row: RuleCorrection) -> int:
    """Let the correction be in force, for a trial; the number of the activation."""
    correction = Correction(row.version_id, row.since, row.reason, reviewed_by=TRIAL)
    return activate_correction(correction, row.proposed_by).view.id


def _tried(row: RuleCorrection, members: list[int]) -> _Tried:
    activation_id = _activated(row)
    tiers = live_programme(row.programme_id).compiled.tier_ids
    restated = restate_members(row, members, clock.now_us(), activation_id)
    return [(member, before, after, change_of(before, after, tiers)) for member, _, before, after in restated]


def _line(correction_id: int, tried: tuple[int, Stand, Stand, Change]) -> Line:
    member, before, after, change = tried
    return Line(
        correction_id=correction_id,
        member_id=member,
        before=as_data(before),
        after=as_data(after),
        tier=change.tier,
        below_zero=change.below_zero,
    )
