"""Reading corrected rules: what was proposed, the members concerned, and how far the work has come."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from regulars.domain.corrections.errors import CorrectionMissing
from regulars.domain.corrections.models import Line, RuleCorrection
from regulars.domain.corrections.policy.comparing import change_of, pair_of, totals_of
from regulars.domain.corrections.types import CorrectionOf, CorrectionState, CorrectionView, LineView, Narrow
from regulars.domain.ledger.queries import count_members_since
from regulars.domain.programmes.queries import live_programme
from regulars.platform import jobs
from regulars.platform.clock import from_us
from regulars.platform.jobs import JobView
from regulars.platform.paging import Page, PageRequest, page_of

PREVIEW = "corrections.preview"
POST = "corrections.post"
"""The kinds of the jobs that make a preview, and that post restatements."""

_NARROWED = {
    Narrow.ALL: Q(),
    Narrow.UP: Q(tier=1),
    Narrow.DOWN: Q(tier=-1),
    Narrow.BELOW_ZERO: Q(below_zero=True),
    Narrow.DIFFERENT: Q(differs=True),
}
_AT_ONCE = 500


def list_corrections(programme_id: int, request: PageRequest) -> Page[CorrectionView]:
    """Corrected rules, newest first. One statement."""
    rows = RuleCorrection.objects.filter(programme_id=programme_id).order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(correction_view(row) for row in page.items), page.next_cursor)


def correction(programme_id: int, correction_id: int) -> CorrectionView:
    """One corrected rule; raises CorrectionMissing."""
    row = RuleCorrection.objects.filter(programme_id=programme_id, id=correction_id).first()
    if row is None:
        raise CorrectionMissing(correction=correction_id)
    return correction_view(row)


def list_lines(
    programme_id: int, correction_id: int, request: PageRequest, narrow: Narrow = Narrow.ALL
) -> Page[LineView]:
    """Members for whom something changes, by number; raises CorrectionMissing."""
    rows = _lines(programme_id, correction_id, narrow)
    if (after := request.after(1)) is not None:
        rows = rows.filter(member_id__gt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.member_id,))
    tiers = live_programme(programme_id).compiled.tier_ids
    return Page(tuple(line_view(row, tiers) for row in page.items), page.next_cursor)


def lines_of(programme_id: int, member_id: int) -> list[CorrectionOf]:
    """What corrected rules change or would change for a member, newest first."""
    tiers = live_programme(programme_id).compiled.tier_ids
    rows = Line.objects.filter(correction__programme_id=programme_id, member_id=member_id).select_related("correction")
    return [
        CorrectionOf(row.correction_id, CorrectionState(row.correction.state), line_view(row, tiers))
        for row in rows.order_by("-id")
    ]


def iterate_lines(programme_id: int, correction_id: int, narrow: Narrow = Narrow.ALL) -> Iterator[LineView]:
    """The whole list, read in parts."""
    tiers = live_programme(programme_id).compiled.tier_ids
    for row in _lines(programme_id, correction_id, narrow).iterator(chunk_size=_AT_ONCE):
        yield line_view(row, tiers)


def count_concerned(correction_id: int) -> int:
    """How many members a correction concerns at most: all who had an event since."""
    row = RuleCorrection.objects.get(pk=correction_id)
    return count_members_since(row.programme_id, row.since)


def correction_job(correction_id: int) -> JobView | None:
    """The newest job that previews or posts a correction."""
    found = [
        job
        for kind in (POST, PREVIEW)
        for job in jobs.list_jobs(kind)
        if job.payload.get("correction") == correction_id
    ]
    return max(found, key=lambda job: job.id, default=None)


def correction_view(row: RuleCorrection) -> CorrectionView:
    """A row as others see it."""
    return CorrectionView(
        id=row.pk,
        number=row.number,
        since=from_us(row.since),
        reason=row.reason,
        state=CorrectionState(row.state),
        proposed_by=row.proposed_by,
        proposed_at=from_us(row.proposed_at),
        foreseen=totals_of(row.foreseen),
        previewed_at=None if row.previewed_at is None else from_us(row.previewed_at),
        decided_by=row.decided_by,
        decided_at=None if row.decided_at is None else from_us(row.decided_at),
        comment=row.comment,
        posted=totals_of(row.posted),
        posted_at=None if row.posted_at is None else from_us(row.posted_at),
        activation_id=row.activation_id,
    )


def line_view(row: Line, tiers: tuple[str, ...]) -> LineView:
    """A row as others see it; what changes is what was posted, else what was foreseen."""
    foreseen, posted = pair_of(row.before, row.after), pair_of(row.posted_before, row.posted_after)
    told = posted or foreseen
    if told is None:
        raise LookupError(f"nothing is known of {row}")
    return LineView(row.member_id, told, foreseen, posted, change_of(*told, tiers), row.differs, row.event_seq)


def _lines(programme_id: int, correction_id: int, narrow: Narrow) -> QuerySet[Line]:
    correction(programme_id, correction_id)
    rows = Line.objects.filter(_NARROWED[narrow], correction_id=correction_id)
    return rows.order_by("member_id")
