"""The one place that adds an activation which starts in the future."""

from dataclasses import dataclass

from regulars.domain.programmes import queries
from regulars.domain.programmes.errors import ActivationTooEarly
from regulars.domain.programmes.models import Activation, ProgrammeVersion, Review
from regulars.domain.programmes.operations.locking import note
from regulars.domain.programmes.queries.views import activation_record
from regulars.domain.programmes.types import ActivationKind, ActivationRecord, VersionState
from regulars.platform import clock


@dataclass(frozen=True)
class Start:
    """What starts when (None: as soon as possible), for whom and why."""

    kind: ActivationKind
    starts_at: int | None
    reason: str
    share: int


def start_version(row: ProgrammeVersion, start: Start, actor: str) -> ActivationRecord:
    """Add an activation of a version whose programme is locked; raises ActivationTooEarly.

    It starts at least a minute from now, so that all batches which began without knowing it have been committed by
    then, and after everything that is scheduled, so that the order of activations is that of their starts.
    """
    earliest = queries.earliest_start(row.programme_id)
    starts_at = earliest if start.starts_at is None else start.starts_at
    if starts_at < earliest:
        raise ActivationTooEarly(earliest=clock.from_us(earliest).isoformat(timespec="seconds"))
    activation = Activation.objects.create(
        programme_id=row.programme_id,
        version=row,
        starts_at=starts_at,
        share=start.share,
        kind=start.kind,
        known_at=clock.now_us(),
        actor=actor,
        reason=start.reason,
        reviewed_by=reviewer_of(row),
    )
    if row.state != VersionState.PUBLISHED:
        row.state = VersionState.PUBLISHED
        row.changed_at = clock.now()
        row.save(update_fields=["state", "changed_at"])
    note(
        actor,
        f"version_{start.kind}",
        row,
        activation=activation.pk,
        starts_at=clock.from_us(starts_at).isoformat(),
        share=start.share,
        reason=start.reason,
    )
    return activation_record(activation)


def reviewer_of(row: ProgrammeVersion) -> str:
    """Who approved the version; nobody did so with the first one, which was installed."""
    return Review.objects.filter(version=row).values_list("reviewer", flat=True).first() or ""
