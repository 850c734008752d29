"""The first version of a programme."""

from django.db import transaction

from regulars.domain.programmes import queries
from regulars.domain.programmes.errors import SecondVersionRefused
from regulars.domain.programmes.models import Activation, ProgrammeVersion
from regulars.domain.programmes.models import Programme as ProgrammeRow
from regulars.domain.programmes.operations.documents import ReadDocument, number_wallets, read_text
from regulars.domain.programmes.types import WHOLE, ActivationKind, LiveProgramme, VersionState
from regulars.platform import audit, clock

_FIRST = 1


@transaction.atomic
def install_programme(text: str, actor: str) -> LiveProgramme:
    """Read a document (YAML or JSON), install it as version 1 and put it in force, from the beginning of time.

    Installing the same document again changes nothing. Refuses a document with errors (ProgrammeInvalid, with all
    findings) and another document for a code that is already installed (SecondVersionRefused): that takes a draft.
    """
    read = read_text(text)
    row, _ = ProgrammeRow.objects.get_or_create(code=read.document.id)
    installed = row.versions.filter(number=_FIRST).first()
    if installed is not None:
        live = queries.live_programme(row.pk)
        if read.sha256 not in {installed.sha256, ProgrammeVersion.objects.get(pk=live.version_id).sha256}:
            raise SecondVersionRefused(programme=row.code, installed_on=installed.created_at.date().isoformat())
        return live
    number_wallets(row, read.document)
    _activate(row, _first_version(row, text, read, actor), actor)
    audit.record(actor, "programme_installed", f"programme {row.code} version {_FIRST}", {"sha256": read.sha256})
    return queries.live_programme(row.pk)


def _first_version(row: ProgrammeRow, text: str, read: ReadDocument, actor: str) -> ProgrammeVersion:
    return row.versions.create(
        number=_FIRST,
        state=VersionState.PUBLISHED,
        text=text,
        document=read.content,
        sha256=read.sha256,
        author=actor,
        created_at=clock.now(),
        changed_at=clock.now(),
    )


def _activate(row: ProgrammeRow, version: ProgrammeVersion, actor: str) -> None:
    Activation.objects.create(
        programme_id=row.pk,
        version=version,
        starts_at=0,
        share=WHOLE,
        kind=ActivationKind.PUBLICATION,
        known_at=clock.now_us(),
        actor=actor,
    )
