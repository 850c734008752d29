"""One change of a programme's versions at a time."""

from regulars.domain.programmes.errors import ProgrammeMissing, ReasonMissing, VersionMissing
from regulars.domain.programmes.models import Programme as ProgrammeRow
from regulars.domain.programmes.models import ProgrammeVersion
from regulars.platform import audit


def locked_programme(programme_id: int) -> ProgrammeRow:
    """The programme's row, locked until the transaction ends; raises ProgrammeMissing."""
    row = ProgrammeRow.objects.select_for_update().filter(pk=programme_id).first()
    if row is None:
        raise ProgrammeMissing(programme=programme_id)
    return row


def locked_version(version_id: int) -> ProgrammeVersion:
    """A version whose programme is locked, so that what is read of it stays so; raises VersionMissing."""
    programme_id = ProgrammeVersion.objects.filter(pk=version_id).values_list("programme_id", flat=True).first()
    if programme_id is None:
        raise VersionMissing(number=version_id)
    locked_programme(programme_id)
    return ProgrammeVersion.objects.select_related("programme").get(pk=version_id)


def told(reason: str) -> str:
    """The reason without blanks around it; raises ReasonMissing when nothing is left."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    return reason


def note(actor: str, action: str, version: ProgrammeVersion, **params: object) -> None:
    """Add what was done with a version to the audit trail."""
    audit.record(actor, action, f"programme {version.programme.code} version {version.number}", params)
