"""Reading programmes. Compiled programmes are kept per process: a version never changes."""

from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet

from regulars.domain.programmes.errors import ProgrammeMissing
from regulars.domain.programmes.models import ProgrammeVersion, WalletNumber
from regulars.domain.programmes.types import LiveProgramme, VersionView
from regulars.engine.compile import compile_programme
from regulars.engine.programme.model import Programme

_LIVE = "SELECT id, sha256 FROM programmes_programmeversion WHERE programme_id = %s AND state = 'live'"


def live_programme(programme_id: int) -> LiveProgramme:
    """The version in force, compiled once per process; raises ProgrammeMissing.

    Costs one small query, by hand: every request and every batch of events asks for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LIVE, [programme_id])
        found = cursor.fetchone()
    if found is None:
        raise ProgrammeMissing(programme=programme_id)
    return _version(*found)


def find_programme(code: str) -> LiveProgramme:
    """The version in force of the programme with this code; raises ProgrammeMissing."""
    programme_id = (
        ProgrammeVersion.objects.filter(programme__code=code, state="live").values_list("programme_id", flat=True)
    ).first()
    if programme_id is None:
        raise ProgrammeMissing(programme=code)
    return live_programme(programme_id)


def version(version_id: int) -> LiveProgramme:
    """Any installed version, for a replay of what it decided; raises ProgrammeMissing."""
    found = ProgrammeVersion.objects.filter(id=version_id).values_list("id", "sha256").first()
    if found is None:
        raise ProgrammeMissing(programme=version_id)
    return _version(*found)


def list_programmes() -> list[VersionView]:
    """The live version of each programme, by code."""
    return _views(ProgrammeVersion.objects.filter(state="live").order_by("programme__code"))


def list_versions(programme_id: int) -> list[VersionView]:
    """All versions of a programme, newest first."""
    return _views(ProgrammeVersion.objects.filter(programme_id=programme_id).order_by("-number"))


@lru_cache(maxsize=16)
def _version(version_id: int, sha256: str) -> LiveProgramme:  # noqa: ARG001 - the hash is part of the cache's key
    found = ProgrammeVersion.objects.select_related("programme").get(id=version_id)
    document = Programme.model_validate(found.document)
    numbers = WalletNumber.objects.filter(programme_id=found.programme_id).values_list("wallet", "number")
    return LiveProgramme(
        id=found.programme_id,
        code=found.programme.code,
        version_id=found.pk,
        number=found.number,
        document=document,
        compiled=compile_programme(document),
        wallet_numbers=dict(numbers),
    )


def _views(rows: QuerySet[ProgrammeVersion]) -> list[VersionView]:
    return [
        VersionView(
            programme_id=row.programme_id,
            code=row.programme.code,
            version_id=row.pk,
            number=row.number,
            state=row.state,
            installed_at=row.installed_at,
            actor=row.actor,
            sha256=row.sha256,
        )
        for row in rows.select_related("programme").defer("document")
    ]
