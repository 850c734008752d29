"""The version in force and the schedule. What is compiled is kept per process: a submitted version never changes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from regulars.domain.programmes.errors import ProgrammeMissing
from regulars.domain.programmes.models import Activation, ProgrammeVersion, WalletNumber
from regulars.domain.programmes.policy import version_for_all
from regulars.domain.programmes.queries.views import view_of
from regulars.domain.programmes.types import (
    WHOLE,
    ActivationKind,
    ActivationView,
    LiveProgramme,
    Schedule,
    Timeline,
    VersionState,
    VersionView,
)
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.programme.model import Programme
from regulars.platform import clock

_MARKS = """
    v.id, v.sha256, (SELECT COUNT(*) FROM programmes_walletnumber w WHERE w.programme_id = v.programme_id),
    (SELECT COUNT(*) FROM programmes_activation b WHERE b.programme_id = v.programme_id)
"""
_LIVE = f"""
    SELECT {_MARKS}
    FROM programmes_activation a JOIN programmes_programmeversion v ON v.id = a.version_id
    WHERE a.programme_id = %s AND a.starts_at <= %s AND a.share = {WHOLE}
    AND NOT EXISTS (SELECT 1 FROM programmes_cancellation c WHERE c.activation_id = a.id)
    ORDER BY a.starts_at DESC, a.id DESC LIMIT 1
"""
_VERSION = f"SELECT {_MARKS} FROM programmes_programmeversion v WHERE v.id = %s AND v.document IS NOT NULL"
_VERSIONS = f"SELECT {_MARKS} FROM programmes_programmeversion v WHERE v.id IN ({{places}})"
_TIMELINE = f"""
    SELECT a.id, a.version_id, a.starts_at, a.share, a.kind, a.known_at, {_MARKS}
    FROM programmes_activation a JOIN programmes_programmeversion v ON v.id = a.version_id
    WHERE a.programme_id = %s
    AND NOT EXISTS (SELECT 1 FROM programmes_cancellation c WHERE c.activation_id = a.id)
    ORDER BY a.starts_at, a.id
"""
_SCHEDULE = """
    SELECT a.id, a.version_id, a.starts_at, a.share, a.kind, a.known_at FROM programmes_activation a
    WHERE a.programme_id = %s
    AND NOT EXISTS (SELECT 1 FROM programmes_cancellation c WHERE c.activation_id = a.id)
    ORDER BY a.starts_at, a.id
"""
_KEPT_VERSIONS = 32
_of_this_deed: ContextVar[LiveProgramme | None] = ContextVar("programme of this deed", default=None)


def live_programme(programme_id: int) -> LiveProgramme:
    """The version in force now for everybody, compiled once per process; raises ProgrammeMissing.

    Costs one small query, by hand: every request and every batch of events asks for it.
    """
    held = _of_this_deed.get()
    if held is not None and held.id == programme_id:
        return held
    with connection.cursor() as cursor:
        cursor.execute(_LIVE, [programme_id, clock.now_us()])
        found = cursor.fetchone()
    if found is None:
        raise ProgrammeMissing(programme=programme_id)
    return _version(*found)


@contextmanager
def one_version(programme: LiveProgramme) -> Iterator[None]:
    """Let all that is done within ask `live_programme` for this version, without a query each.

    For deeds of one transaction that stand at tills: what they do is done under one version, the one they began with.
    Must end before the transaction does.
    """
    token = _of_this_deed.set(programme)
    try:
        yield
    finally:
        _of_this_deed.reset(token)


def schedule(programme_id: int) -> Schedule:
    """All activations by start, then id, without those cancelled; one small query, by hand."""
    with connection.cursor() as cursor:
        cursor.execute(_SCHEDULE, [programme_id])
        rows = cursor.fetchall()
    return Schedule(programme_id, tuple(_activation(row) for row in rows))


def timeline(programme_id: int) -> Timeline:
    """What is in force now and what was and will be, in one small query; raises ProgrammeMissing."""
    with connection.cursor() as cursor:
        cursor.execute(_TIMELINE, [programme_id])
        rows = cursor.fetchall()
    found = tuple(_activation(row) for row in rows)
    marks = {row[0]: row[6:] for row in rows}
    schedule = Schedule(programme_id, found)
    in_force = version_for_all(schedule, clock.now_us())
    if in_force is None:
        raise ProgrammeMissing(programme=programme_id)
    return Timeline(_version(*marks[in_force.id]), schedule)


def versions_by_id(version_ids: Iterable[int]) -> dict[int, LiveProgramme]:
    """Some submitted versions by id, in one small query."""
    asked = sorted(set(version_ids))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS.format(places=", ".join(["%s"] * len(asked))), asked)
        return {row[0]: _version(*row) for row in cursor.fetchall()}


def _activation(row: Sequence[Any]) -> ActivationView:
    activation, version_id, starts_at, share, kind, known_at = row[:6]
    return ActivationView(activation, version_id, starts_at, share, ActivationKind(kind), known_at)


def find_programme(code: str) -> LiveProgramme:
    """The version in force of the programme with this code; raises ProgrammeMissing."""
    programme_id = ProgrammeVersion.objects.filter(programme__code=code).values_list("programme_id", flat=True).first()
    if programme_id is None:
        raise ProgrammeMissing(programme=code)
    return live_programme(programme_id)


def version(version_id: int) -> LiveProgramme:
    """Any submitted version, for a replay of what it decided or would decide; raises ProgrammeMissing."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [version_id])
        found = cursor.fetchone()
    if found is None:
        raise ProgrammeMissing(programme=version_id)
    return _version(*found)


def list_programmes() -> list[VersionView]:
    """The version of each programme that is in force now for everybody, by code."""
    in_force = (
        Activation.objects.filter(
            programme_id=OuterRef("programme_id"),
            share=WHOLE,
            starts_at__lte=clock.now_us(),
            cancellation__isnull=True,
        )
        .order_by("-starts_at", "-id")
        .values("version_id")[:1]
    )
    rows = (
        ProgrammeVersion.objects.filter(state=VersionState.PUBLISHED)
        .annotate(in_force=Subquery(in_force))
        .filter(id=F("in_force"))
        .select_related("programme", "base", "review")
        .defer("document", "text", "base__document", "base__text")
        .order_by("programme__code")
    )
    return [view_of(row) for row in rows]


@lru_cache(maxsize=_KEPT_VERSIONS)
def _version(version_id: int, sha256: str, wallets: int, activations: int) -> LiveProgramme:  # noqa: ARG001 - keys
    found = ProgrammeVersion.objects.select_related("programme").get(id=version_id)
    numbers = WalletNumber.objects.filter(programme_id=found.programme_id).order_by("number")
    document, compiled = _compiled(version_id, sha256, activations)
    return LiveProgramme(
        id=found.programme_id,
        code=found.programme.code,
        version_id=found.pk,
        number=found.number,
        document=document,
        compiled=compiled,
        wallet_numbers=dict(numbers.values_list("wallet", "number")),
    )


@lru_cache(maxsize=_KEPT_VERSIONS)
def _compiled(version_id: int, sha256: str, activations: int) -> tuple[Programme, CompiledProgramme]:  # noqa: ARG001
    """The document with its tables, which also name the rules of all versions that ever came into force."""
    row = ProgrammeVersion.objects.get(id=version_id, sha256=sha256)
    order = Activation.objects.filter(programme_id=row.programme_id).order_by("id").values_list("version_id", flat=True)
    others = [other for other in dict.fromkeys(order) if other != row.pk]
    documents = ProgrammeVersion.objects.in_bulk(others)
    document = Programme.model_validate(row.document)
    return document, compile_programme(
        document, [Programme.model_validate(documents[other].document) for other in others]
    )
