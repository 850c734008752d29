"""What was scheduled and will not happen; what should have happened in the past."""

from django.db import connection, transaction

from regulars.domain.programmes import queries
from regulars.domain.programmes.errors import (
    ActivationCancelled,
    ActivationMissing,
    ActivationStarted,
    CorrectionNotPast,
    PilotRunning,
    SecondPersonRequired,
    VersionNotApproved,
)
from regulars.domain.programmes.models import Activation, Cancellation, ProgrammeVersion
from regulars.domain.programmes.operations.drafting import refuse_conflicts
from regulars.domain.programmes.operations.locking import locked_programme, locked_version, note, told
from regulars.domain.programmes.policy import running_pilot
from regulars.domain.programmes.queries.views import activation_record
from regulars.domain.programmes.types import WHOLE, ActivationKind, ActivationRecord, Correction, VersionState
from regulars.platform import clock

_CANCELLED_BEFORE_US = 10_000_000
"""A cancellation comes this long before the start, so that it is committed before any event could need to know."""


@transaction.atomic
def cancel_activation(activation_id: int, reason: str, actor: str) -> ActivationRecord:
    """Let an activation that has not started never start. A version left without any is merely approved again.

    Refuses an unknown one, one that has started or does so within ten seconds (ActivationStarted), one that was
    cancelled before, and to say nothing of why (ReasonMissing).
    """
    programme_id = Activation.objects.filter(pk=activation_id).values_list("programme_id", flat=True).first()
    if programme_id is None:
        raise ActivationMissing(activation=activation_id)
    locked_programme(programme_id)
    activation = Activation.objects.select_related("version__programme").get(pk=activation_id)
    if Cancellation.objects.filter(activation=activation).exists():
        raise ActivationCancelled(activation=activation_id)
    if activation.starts_at < clock.now_us() + _CANCELLED_BEFORE_US:
        raise ActivationStarted(activation=activation_id)
    Cancellation.objects.create(activation=activation, known_at=clock.now_us(), actor=actor, reason=told(reason))
    _approve_again(activation.version)
    note(actor, "activation_cancelled", activation.version, activation=activation.pk, reason=reason.strip())
    return activation_record(Activation.objects.select_related("version", "cancellation").get(pk=activation_id))


def _approve_again(row: ProgrammeVersion) -> None:
    if not Activation.objects.filter(version=row, cancellation__isnull=True).exists():
        row.state = VersionState.APPROVED
        row.changed_at = clock.now()
        row.save(update_fields=["state", "changed_at"])


@transaction.atomic
def activate_correction(correction: Correction, actor: str) -> ActivationRecord:
    """Let an approved version have been in force since an instant of the past, until the next activation.

    For corrections, which restate the members concerned after an approval of their own (`reviewed_by`, another
    person than the actor). Refuses a version that was not approved or does not fit what is in force, a start that
    is not past, no reason, and a programme with a pilot (PilotRunning): stop or publish it first.
    """
    row = locked_version(correction.version_id)
    if actor == correction.reviewed_by or not correction.reviewed_by:
        raise SecondPersonRequired(number=row.number)
    if row.state not in (VersionState.APPROVED, VersionState.PUBLISHED):
        raise VersionNotApproved(number=row.number)
    refuse_conflicts(row.programme_id, queries.version(row.pk).document)
    running = running_pilot(queries.schedule(row.programme_id))
    if running is not None:
        raise PilotRunning(number=ProgrammeVersion.objects.get(pk=running.version_id).number)
    if not 0 < correction.starts_at < clock.now_us():
        raise CorrectionNotPast
    activation = Activation.objects.create(
        programme_id=row.programme_id,
        version=row,
        starts_at=correction.starts_at,
        share=WHOLE,
        kind=ActivationKind.CORRECTION,
        known_at=clock.now_us(),
        actor=actor,
        reason=told(correction.reason),
        reviewed_by=correction.reviewed_by,
    )
    ProgrammeVersion.objects.filter(pk=row.pk).update(state=VersionState.PUBLISHED)
    note(
        actor,
        "version_correction",
        row,
        activation=activation.pk,
        starts_at=clock.from_us(correction.starts_at).isoformat(),
        reason=activation.reason,
        reviewed_by=activation.reviewed_by,
    )
    return activation_record(activation)


def hold_batches() -> None:
    """Let all batches end that have read what is in force, and keep others from doing so until this one is committed.

    For a decision about the past: each event is accepted either before it, or knowing it. Called in a transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE programmes_activation IN ACCESS EXCLUSIVE MODE")
