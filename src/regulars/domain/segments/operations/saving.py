"""Making, editing and archiving segments; every state is a version, and the last edit can be taken back."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction

from regulars.domain.segments.errors import (
    SegmentCircle,
    SegmentInUse,
    SegmentKindFixed,
    SegmentNameTaken,
    SegmentNameWrong,
    SegmentNothingToUndo,
    SegmentPutAway,
)
from regulars.domain.segments.models import Segment, SegmentVersion
from regulars.domain.segments.operations.evaluating import checked, evaluate
from regulars.domain.segments.operations.following import refresh_all
from regulars.domain.segments.operations.lists import instant_after, put_back
from regulars.domain.segments.operations.moving import begin
from regulars.domain.segments.policy.members import bitmap, circle_in
from regulars.domain.segments.queries.facts import Asked, open_facts
from regulars.domain.segments.queries.listing import find_segment, newest_versions, readings, row_of
from regulars.domain.segments.queries.membership import sets_of
from regulars.domain.segments.queries.uses import uses_of_segment
from regulars.domain.segments.types import Cause, Kind, NewSegment, Reading, SegmentView
from regulars.platform import audit, clock

_CODE = re.compile(r"[a-z][a-z0-9_]{1,59}")
MADE, EDITED, UNDONE = "segment_made", "segment_edited", "segment_edit_undone"
ARCHIVED, BROUGHT_BACK = "segment_archived", "segment_brought_back"


def make_segment(programme_id: int, new: NewSegment) -> SegmentView:
    """Make a segment and work out who is in it.

    Raises SegmentNameWrong, SegmentNameTaken, SegmentExpressionWrong, SegmentCircle and SegmentColumnsMissing.
    A static one with an expression holds who is in it as of now; without one it waits for a list.
    """
    if not _CODE.fullmatch(new.code) or not new.name.strip():
        raise SegmentNameWrong(segment=new.code[:60])
    reading = _read(programme_id, new)
    with transaction.atomic():
        row = _made(programme_id, new)
        audit.record(new.actor, MADE, f"segment {new.code}", {"kind": new.kind.value, "expression": new.expression})
        _fill(row, new.kind, reading)
    return find_segment(programme_id, new.code)


def _read(programme_id: int, new: NewSegment) -> Reading | None:
    """The expression, if there is one, and that it closes no circle."""
    if new.kind is Kind.STATIC and not new.expression.strip():
        return None
    reading = checked(programme_id, new.expression, new.code)
    names = {code: one.segments for code, one in readings(programme_id).items()}
    circle = circle_in(names | {new.code: reading.segments})
    if circle and new.kind is Kind.LIVE:
        raise SegmentCircle(circle=" → ".join(circle))
    return reading


def _made(programme_id: int, new: NewSegment) -> Segment:
    try:
        with transaction.atomic():
            row = Segment.objects.create(
                programme_id=programme_id,
                code=new.code,
                kind=new.kind.value,
                created_at=clock.now_us(),
                created_by=new.actor,
            )
    except IntegrityError as error:
        raise SegmentNameTaken(segment=new.code) from error
    _add_version(row, new, 1)
    return row


def _add_version(row: Segment, new: NewSegment, number: int) -> None:
    SegmentVersion.objects.create(
        segment=row,
        number=number,
        name=new.name.strip(),
        about=new.about.strip(),
        expression=new.expression.strip(),
        saved_at=instant_after(row),
        saved_by=new.actor,
        reason=new.reason.strip(),
    )


def _fill(row: Segment, kind: Kind, reading: Reading | None, cause: Cause = Cause.EDIT) -> None:
    if kind is Kind.LIVE:
        refresh_all(row.programme_id, frozenset({row.code}), cause)
        return
    if reading is None:
        begin(row, bitmap(), clock.now_us())
        return
    with open_facts(Asked(row.programme_id, clock.now_us())) as facts:
        found = evaluate(facts, reading, sets_of(row.programme_id), ahead=False)
    row.universe = len(found.everybody)
    begin(row, found.members, facts.asked.as_of)


def edit_segment(programme_id: int, new: NewSegment) -> SegmentView:
    """Save a segment anew: of a live one who is in it follows at once; the members of a static one stay.

    Raises SegmentMissing, SegmentPutAway, SegmentKindFixed and what `make_segment` raises.
    """
    row = row_of(programme_id, new.code)
    if row.archived_at is not None:
        raise SegmentPutAway(segment=new.code)
    if row.kind != new.kind:
        raise SegmentKindFixed(segment=new.code, kind=row.kind)
    return _edited(programme_id, new, EDITED)


def _edited(programme_id: int, new: NewSegment, action: str) -> SegmentView:
    row = row_of(programme_id, new.code)
    before = newest_versions([row.pk])[row.pk]
    if not new.name.strip():
        raise SegmentNameWrong(segment=new.code)
    reading = _read(programme_id, new)
    with transaction.atomic():
        row = Segment.objects.select_for_update().get(pk=row.pk)
        _add_version(row, new, before.number + 1)
        told = {"version": before.number + 1, "before": before.expression, "expression": new.expression}
        audit.record(new.actor, action, f"segment {new.code}", told)
        if row.kind == Kind.LIVE and before.expression != new.expression.strip():
            _fill(row, Kind.LIVE, reading)
    return find_segment(programme_id, new.code)


def undo_edit(programme_id: int, code: str, actor: str) -> SegmentView:
    """Take the last edit back: the version before is saved as a new one; raises SegmentNothingToUndo.

    Where the last edit was a list, or took one back, members are as they were before it, too.
    """
    row = row_of(programme_id, code)
    rows = list(row.versions.order_by("-number")[:2])
    if len(rows) < 2:
        raise SegmentNothingToUndo(segment=code)
    old = rows[1]
    again = NewSegment(code, old.name, old.about, Kind(row.kind), old.expression, actor)
    with transaction.atomic():
        found = _edited(programme_id, again, UNDONE)
        row = Segment.objects.select_for_update().get(pk=row.pk)
        saved = row.versions.order_by("-number")[0].saved_at
        put_back(row, rows[0].saved_at, saved)
    return find_segment(programme_id, code) if row.kind == Kind.STATIC else found


@transaction.atomic
def archive_segment(programme_id: int, code: str, actor: str) -> None:
    """Take a segment out of lists; its history stays.

    Raises SegmentMissing, and SegmentInUse where other segments, the programme or a draft of it name it.
    """
    row = row_of(programme_id, code)
    users = uses_of_segment(programme_id, code)
    if users:
        raise SegmentInUse(segment=code, users=", ".join(one.name.en for one in users))
    if row.archived_at is None:
        Segment.objects.filter(pk=row.pk).update(archived_at=clock.now_us())
        audit.record(actor, ARCHIVED, f"segment {code}")


@transaction.atomic
def bring_back(programme_id: int, code: str, actor: str) -> SegmentView:
    """Put an archived segment back; a live one is worked out anew. Raises SegmentMissing."""
    row = row_of(programme_id, code)
    if row.archived_at is not None:
        Segment.objects.filter(pk=row.pk).update(archived_at=None)
        audit.record(actor, BROUGHT_BACK, f"segment {code}")
        if row.kind == Kind.LIVE:
            refresh_all(programme_id, frozenset({code}), Cause.EDIT)
    return find_segment(programme_id, code)
