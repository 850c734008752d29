"""Versions of the programme: drafts, findings, differences, reviews.

What is done with a key counts as done by whoever created the key: a draft made with somebody's key is reviewed with
the key of somebody else.
"""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Router, Status

from regulars.domain.programmes import operations, queries
from regulars.domain.programmes.types import Decision, DraftEdit, NewDraft, VersionView
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.version_shapes import (
    ComparisonShape,
    DifferenceShape,
    DraftBody,
    EditBody,
    FieldChangeShape,
    FindingShape,
    LineShape,
    ReviewBody,
    ReviewShape,
    VersionShape,
    VersionText,
)
from regulars.surfaces.web.differences import difference_words

router = Router(tags=["programme versions"])
READ, WRITE, REVIEW = Key("programmes:read"), Key("programmes:write"), Key("programmes:review")


@router.get("/programme/versions", auth=READ, response=list[VersionShape], summary="All versions")
def list_versions(request: HttpRequest) -> list[VersionShape]:
    """Versions of the key's programme, drafts included, newest first."""
    return [version_shape(view) for view in queries.list_versions(key_of(request).programme_id)]


@router.post("/programme/versions", auth=WRITE, response={201: VersionShape}, summary="Create a draft")
def create_draft(request: HttpRequest, body: DraftBody) -> Status[VersionShape]:
    """Keep a text as a draft, whatever its findings."""
    key = key_of(request)
    new = NewDraft(key.programme_id, body.text, body.reason, body.base)
    return Status(201, version_shape(operations.create_draft(new, key.created_by)))


@router.get("/programme/versions/{number}", auth=READ, response=VersionText, summary="One version")
def show_version(request: HttpRequest, number: int) -> VersionText:
    """A version with its text."""
    found = found_version(request, number)
    return VersionText(**version_shape(found).dict(), text=queries.text_of(found.version_id))


@router.put("/programme/versions/{number}", auth=WRITE, response=VersionShape, summary="Change a draft")
def change_draft(request: HttpRequest, number: int, body: EditBody) -> VersionShape:
    """Save a draft of one's own; 409 when it was saved elsewhere since `revision`."""
    edit = DraftEdit(body.text, body.reason, body.revision)
    found = found_version(request, number)
    return version_shape(operations.change_draft(found.version_id, edit, key_of(request).created_by))


@router.get("/programme/versions/{number}/findings", auth=READ, response=list[FindingShape], summary="What is wrong")
def list_findings(request: HttpRequest, number: int) -> list[FindingShape]:
    """All findings about a version's text, by itself and against what is in force."""
    found = found_version(request, number)
    findings = queries.findings_of(found.programme_id, queries.text_of(found.version_id))
    return [FindingShape(**asdict(finding)) for finding in findings]


@router.get("/programme/versions/{number}/diff", auth=READ, response=ComparisonShape, summary="What it changes")
def show_differences(request: HttpRequest, number: int, against: int = 0) -> ComparisonShape:
    """The differences to another version (default: the one in force): in words, as data, and line by line."""
    after = found_version(request, number)
    live = queries.live_programme(after.programme_id)
    before = found_version(request, against or live.number)
    found = queries.compare(before.version_id, after.version_id)
    differences = [
        DifferenceShape(
            section=part.section,
            id=part.id,
            kind=part.kind,
            title=words.title,
            lines=list(words.lines),
            fields=[FieldChangeShape(**asdict(field)) for field in part.fields],
        )
        for part, words in zip(found.parts, difference_words(found), strict=True)
    ]
    lines = [LineShape(**asdict(line)) for line in found.lines]
    return ComparisonShape(before=before.number, after=after.number, differences=differences, lines=lines)


@router.post("/programme/versions/{number}/submit", auth=WRITE, response=VersionShape, summary="Hand a draft in")
def submit_draft(request: HttpRequest, number: int) -> VersionShape:
    """Let a draft of one's own wait for a review; from then on it never changes."""
    found = found_version(request, number)
    return version_shape(operations.submit_draft(found.version_id, key_of(request).created_by))


@router.post("/programme/versions/{number}/withdraw", auth=WRITE, response=VersionShape, summary="Withdraw a version")
def withdraw_version(request: HttpRequest, number: int) -> VersionShape:
    """Give up a version of one's own that was never in force."""
    found = found_version(request, number)
    return version_shape(operations.withdraw_version(found.version_id, key_of(request).created_by))


@router.post("/programme/versions/{number}/review", auth=REVIEW, response=VersionShape, summary="Approve or reject")
def review_version(request: HttpRequest, number: int, body: ReviewBody) -> VersionShape:
    """Decide about a version that somebody else wrote."""
    found = found_version(request, number)
    decision, actor = Decision(body.decision), key_of(request).created_by
    return version_shape(operations.review_version(found.version_id, decision, body.comment, actor))


def found_version(request: HttpRequest, number: int) -> VersionView:
    """The version of the key's programme with this number."""
    return queries.find_version(key_of(request).programme_id, number)


def version_shape(view: VersionView) -> VersionShape:
    """A version as the API answers it."""
    review = view.review
    return VersionShape(
        number=view.number,
        state=view.state,
        author=view.author,
        reason=view.reason,
        base=view.base_number,
        revision=view.revision,
        created_at=view.created_at,
        changed_at=view.changed_at,
        sha256=view.sha256,
        review=ReviewShape(**asdict(review)) if review else None,
    )
