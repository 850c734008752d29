"""Going back: a pilot is stopped, or an earlier version is in force again. What was granted stays."""

from django.db import transaction

from regulars.domain.programmes import queries
from regulars.domain.programmes.errors import PilotMissing, RollBackUnknown, VersionInForce
from regulars.domain.programmes.models import ProgrammeVersion
from regulars.domain.programmes.operations.drafting import refuse_conflicts
from regulars.domain.programmes.operations.locking import locked_programme, locked_version, told
from regulars.domain.programmes.operations.starting import Start, start_version
from regulars.domain.programmes.policy import running_pilot, version_for_all
from regulars.domain.programmes.types import WHOLE, ActivationKind, ActivationRecord
from regulars.platform import clock


@transaction.atomic
def stop_pilot(programme_id: int, starts_at: int | None, reason: str, actor: str) -> ActivationRecord:
    """End the pilot: all members are again on the version of everybody else. Nothing is recomputed.

    One person may do this, the author, too. Refuses when there is no pilot (PilotMissing), without a reason, and a
    start that comes too early.
    """
    locked_programme(programme_id)
    reason = told(reason)
    plan = queries.schedule(programme_id)
    base = version_for_all(plan)
    if running_pilot(plan) is None or base is None:
        raise PilotMissing
    row = ProgrammeVersion.objects.select_related("programme").get(pk=base.version_id)
    return start_version(row, Start(ActivationKind.STOP, starts_at, reason, WHOLE), actor)


@transaction.atomic
def roll_back(version_id: int, starts_at: int | None, reason: str, actor: str) -> ActivationRecord:
    """Put a version in force again that was in force for everybody before. Nothing is recomputed, points stay.

    One person may do this: the version had its review. It also ends a pilot. Refuses a version that was never in
    force for everybody (RollBackUnknown), the one that is (VersionInForce), one that lacks wallets or attributes that
    members have by now (ProgrammeInvalid), and what `stop_pilot` refuses.
    """
    row = locked_version(version_id)
    reason = told(reason)
    plan = queries.schedule(row.programme_id)
    latest = version_for_all(plan)
    if latest is not None and latest.version_id == row.pk:
        raise VersionInForce(number=row.number)
    now = clock.now_us()
    if not any(one.version_id == row.pk and one.share == WHOLE and one.starts_at <= now for one in plan.activations):
        raise RollBackUnknown(number=row.number)
    refuse_conflicts(row.programme_id, queries.version(row.pk).document)
    return start_version(row, Start(ActivationKind.ROLL_BACK, starts_at, reason, WHOLE), actor)
