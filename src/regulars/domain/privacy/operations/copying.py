"""A copy of all that is kept of a member: a ZIP file with each part as JSON and CSV, deleted after a while."""

from __future__ import annotations

import secrets
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from regulars.domain.members.queries import absorbed_members, member
from regulars.domain.privacy.errors import RequestOpen, RequestSettled
from regulars.domain.privacy.models import PrivacyRequest
from regulars.domain.privacy.operations.registering import parts
from regulars.domain.privacy.policy import csv_of, json_of
from regulars.domain.privacy.queries.requests import request_row, view_of
from regulars.domain.privacy.types import RequestKind, RequestState, RequestView, Rows
from regulars.platform import audit, clock, jobs

TASK = "privacy.copy"
_DAY = 86_400_000_000


def ask_for_copy(programme_id: int, member_id: int, actor: str) -> RequestView:
    """Have a copy made by a job; raises MemberMissing, and RequestOpen while one is being made."""
    member(programme_id, member_id)
    try:
        with transaction.atomic():
            row = PrivacyRequest.objects.create(
                programme_id=programme_id,
                member_id=member_id,
                kind=RequestKind.COPY.value,
                asked_by=actor,
                asked_at=clock.now_us(),
            )
            row.job_id = jobs.enqueue(TASK, {"programme_id": programme_id, "request": row.pk}, actor=actor)
            row.save(update_fields=["job_id"])
            audit.record(actor, "member_copy_asked", f"member {member_id}", {"request": row.pk})
    except IntegrityError as error:
        raise RequestOpen(member=member_id) from error
    return view_of(row)


def make_copy(programme_id: int, number: int) -> RequestView:
    """Write the file; the request is ready and the file lasts for some days. Raises RequestSettled when it was made."""
    row = request_row(programme_id, number)
    if row.state != RequestState.REQUESTED:
        raise RequestSettled(state=row.state)
    people = absorbed_members(programme_id, row.member_id)
    root: Path = settings.COPIES_ROOT
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{row.pk}-{secrets.token_hex(8)}.zip"
    counts = _write(root / name, programme_id, people)
    row.state, row.file, row.counts = RequestState.READY.value, name, counts
    row.size = (root / name).stat().st_size
    row.done_at = clock.now_us()
    row.due_at = row.done_at + settings.COPY_DAYS * _DAY
    row.save()
    return view_of(row)


def expire_copies() -> int:
    """Delete the files whose days are over, and files that no request names; how many."""
    over = PrivacyRequest.objects.filter(state=RequestState.READY, due_at__lte=clock.now_us())
    over.update(state=RequestState.EXPIRED.value)
    kept = set(PrivacyRequest.objects.filter(state=RequestState.READY).values_list("file", flat=True))
    root: Path = settings.COPIES_ROOT
    gone = [path for path in root.glob("*.zip") if path.name not in kept] if root.exists() else []
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def read_everything(programme_id: int, member_id: int) -> Iterator[tuple[str, Rows]]:
    """The parts of which a copy consists, each by its name; raises MemberMissing."""
    member(programme_id, member_id)
    return _parts(programme_id, absorbed_members(programme_id, member_id))


def _parts(programme_id: int, people: Sequence[int]) -> Iterator[tuple[str, Rows]]:
    for part in parts():
        yield part.name, [{"member": one} | row for one in people for row in part.read(programme_id, one)]


def _write(path: Path, programme_id: int, people: list[int]) -> dict[str, int]:
    """Write all parts of the member and of the records that became a part of them; how many rows each has."""
    counts = {}
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as file:
        for name, rows in _parts(programme_id, people):
            counts[name] = len(rows)
            file.writestr(f"{name}.json", json_of(rows))
            file.writestr(f"{name}.csv", csv_of(rows))
    draft.replace(path)
    return counts
