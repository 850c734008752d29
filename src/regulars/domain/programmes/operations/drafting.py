"""Drafts: made, changed and handed in by their author."""

from dataclasses import asdict

from django.db import transaction
from django.db.models import Max

from regulars.domain.programmes import queries
from regulars.domain.programmes.errors import (
    AuthorRequired,
    DraftChanged,
    DraftTooLong,
    DraftUnchanged,
    ProgrammeInvalid,
    VersionMissing,
    VersionNotDraft,
    VersionNotWithdrawable,
)
from regulars.domain.programmes.models import ProgrammeVersion
from regulars.domain.programmes.operations.documents import number_wallets, read_text
from regulars.domain.programmes.operations.locking import locked_programme, locked_version, note, told
from regulars.domain.programmes.queries.versions import changed_findings
from regulars.domain.programmes.queries.views import view_of
from regulars.domain.programmes.types import DraftEdit, NewDraft, VersionState, VersionView
from regulars.engine.programme.model import Programme
from regulars.engine.programme.reading import LARGEST_TEXT
from regulars.platform import clock

_WITHDRAWABLE = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED)


@transaction.atomic
def create_draft(new: NewDraft, actor: str) -> VersionView:
    """Keep a text as a draft under the next number of its programme. The text may be wrong as yet.

    Refuses an unknown programme (ProgrammeMissing), an unknown base (VersionMissing) and a text that is too long.
    """
    programme = locked_programme(new.programme_id)
    base_number = new.base_number or queries.live_programme(programme.pk).number
    base = programme.versions.filter(number=base_number).first()
    if base is None:
        raise VersionMissing(number=base_number)
    _refuse_too_long(new.text)
    row = programme.versions.create(
        number=(programme.versions.aggregate(highest=Max("number"))["highest"] or 0) + 1,
        state=VersionState.DRAFT,
        text=new.text,
        author=actor,
        reason=new.reason.strip(),
        base=base,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    note(actor, "draft_created", row, base=base.number)
    return view_of(row)


@transaction.atomic
def change_draft(version_id: int, edit: DraftEdit, actor: str) -> VersionView:
    """Save what the author made of their draft; the text may be wrong as yet.

    Refuses anybody but the author, a version that is no draft (VersionNotDraft), and an edit that began from an
    older revision than the present one (DraftChanged): nothing is overwritten unseen.
    """
    row = _own_draft(version_id, actor)
    if row.revision != edit.revision:
        raise DraftChanged(number=row.number, revision=row.revision)
    _refuse_too_long(edit.text)
    row.text, row.reason = edit.text, edit.reason.strip()
    row.revision += 1
    row.changed_at = clock.now()
    row.save(update_fields=["text", "reason", "revision", "changed_at"])
    note(actor, "draft_changed", row, revision=row.revision)
    return view_of(row)


@transaction.atomic
def submit_draft(version_id: int, actor: str) -> VersionView:
    """Hand a draft in for review; from now on it never changes.

    Refuses anybody but the author, a version that is no draft, one without a reason (ReasonMissing), one with errors
    by itself or against what is in force (ProgrammeInvalid, with all findings), and one that changes nothing.
    """
    row = _own_draft(version_id, actor)
    told(row.reason)
    _refuse_errors(row.programme_id, row.text)
    read = read_text(row.text)
    live = queries.live_programme(row.programme_id)
    if read.sha256 == ProgrammeVersion.objects.get(pk=live.version_id).sha256:
        raise DraftUnchanged(number=live.number)
    number_wallets(row.programme, read.document)
    row.document, row.sha256 = read.content, read.sha256
    row.state = VersionState.IN_REVIEW
    row.changed_at = clock.now()
    row.save(update_fields=["document", "sha256", "state", "changed_at"])
    note(actor, "draft_submitted", row, sha256=row.sha256)
    return view_of(row)


@transaction.atomic
def withdraw_version(version_id: int, actor: str) -> VersionView:
    """Give a version up before it has ever been in force: a draft, one in review, or an approved one.

    Refuses anybody but the author (AuthorRequired) and any other state (VersionNotWithdrawable).
    """
    row = locked_version(version_id)
    _refuse_others(row, actor)
    if row.state not in _WITHDRAWABLE:
        raise VersionNotWithdrawable(number=row.number)
    before, row.state = row.state, VersionState.WITHDRAWN
    row.changed_at = clock.now()
    row.save(update_fields=["state", "changed_at"])
    note(actor, "version_withdrawn", row, state=before)
    return view_of(row)


def refuse_conflicts(programme_id: int, document: Programme) -> None:
    """Raise ProgrammeInvalid when a document may not follow what is in force by now."""
    findings = changed_findings(programme_id, document)
    if any(finding.severity == "error" for finding in findings):
        raise ProgrammeInvalid(findings=[asdict(finding) for finding in findings])


def _refuse_errors(programme_id: int, text: str) -> None:
    findings = queries.findings_of(programme_id, text)
    if any(finding.severity == "error" for finding in findings):
        raise ProgrammeInvalid(findings=[asdict(finding) for finding in findings])


def _own_draft(version_id: int, actor: str) -> ProgrammeVersion:
    row = locked_version(version_id)
    _refuse_others(row, actor)
    if row.state != VersionState.DRAFT:
        raise VersionNotDraft(number=row.number)
    return row


def _refuse_others(row: ProgrammeVersion, actor: str) -> None:
    if row.author != actor:
        raise AuthorRequired(number=row.number, author=row.author)


def _refuse_too_long(text: str) -> None:
    if len(text) > LARGEST_TEXT:
        raise DraftTooLong(most=LARGEST_TEXT)
