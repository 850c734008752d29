"""Bringing an approved version into force: for everybody, or on pilot for a share of the members."""

from django.db import transaction

from regulars.domain.programmes import queries
from regulars.domain.programmes.errors import (
    PilotBringsParts,
    PilotNotWider,
    PilotRunning,
    SecondPersonRequired,
    ShareInvalid,
    VersionInForce,
    VersionNotApproved,
)
from regulars.domain.programmes.models import ProgrammeVersion
from regulars.domain.programmes.operations.drafting import refuse_conflicts
from regulars.domain.programmes.operations.locking import locked_version
from regulars.domain.programmes.operations.starting import Start, start_version
from regulars.domain.programmes.policy import running_pilot, version_for_all
from regulars.domain.programmes.types import WHOLE, ActivationKind, ActivationRecord, ActivationView, VersionState

_KEPT = ("wallets", "member_attributes")
"""The sections of a document whose parts members own something of."""


@transaction.atomic
def publish_version(version_id: int, starts_at: int | None, reason: str, actor: str) -> ActivationRecord:
    """Let an approved version come into force for everybody, at an instant or (None) as soon as possible.

    A version on pilot is published for all in the same way; another one has to be stopped first (PilotRunning).
    Refuses the author, a version that was not approved or no longer fits what is in force, one that is in force
    or scheduled already (VersionInForce), and a start that comes too early (ActivationTooEarly).
    """
    row = _approved(version_id, actor)
    plan = queries.schedule(row.programme_id)
    running, latest = running_pilot(plan), version_for_all(plan)
    _refuse_other_pilot(running, row)
    if running is None and latest is not None and latest.version_id == row.pk:
        raise VersionInForce(number=row.number)
    return start_version(row, Start(ActivationKind.PUBLICATION, starts_at, reason.strip(), WHOLE), actor)


@transaction.atomic
def pilot_version(version_id: int, share: int, starts_at: int | None, reason: str, actor: str) -> ActivationRecord:
    """Try an approved version on `share` ten-thousandths of the members, or widen its pilot: who is in stays in.

    Refuses what `publish_version` refuses, a share that is none or all (ShareInvalid), one that is not larger than
    that of the running pilot (PilotNotWider), and a version with wallets or attributes that the others could not take
    back (PilotBringsParts).
    """
    if not 0 < share < WHOLE:
        raise ShareInvalid(share=share)
    row = _approved(version_id, actor)
    plan = queries.schedule(row.programme_id)
    running, latest = running_pilot(plan), version_for_all(plan)
    _refuse_other_pilot(running, row)
    if running is not None and running.share >= share:
        raise PilotNotWider(share=running.share / 100)
    if latest is not None and latest.version_id == row.pk:
        raise VersionInForce(number=row.number)
    _refuse_new_parts(row, latest)
    return start_version(row, Start(ActivationKind.PILOT, starts_at, reason.strip(), share), actor)


def _approved(version_id: int, actor: str) -> ProgrammeVersion:
    row = locked_version(version_id)
    if row.author == actor:
        raise SecondPersonRequired(number=row.number)
    if row.state not in (VersionState.APPROVED, VersionState.PUBLISHED):
        raise VersionNotApproved(number=row.number)
    refuse_conflicts(row.programme_id, queries.version(row.pk).document)
    return row


def _refuse_new_parts(row: ProgrammeVersion, latest: ActivationView | None) -> None:
    """A pilot can be stopped only if what its members have then exists in the version of everybody else."""
    if latest is None:
        return
    tried, base = queries.version(row.pk).document, queries.version(latest.version_id).document
    kept = {part.id for section in _KEPT for part in getattr(base, section)}
    new = [part.id for section in _KEPT for part in getattr(tried, section) if part.id not in kept]
    if new:
        raise PilotBringsParts(number=row.number, parts=", ".join(new))


def _refuse_other_pilot(running: ActivationView | None, row: ProgrammeVersion) -> None:
    if running is not None and running.version_id != row.pk:
        number = ProgrammeVersion.objects.filter(pk=running.version_id).values_list("number", flat=True).get()
        raise PilotRunning(number=number)
