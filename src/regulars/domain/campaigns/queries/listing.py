"""Campaigns as pages show them, and what became of each member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count

from regulars.domain.campaigns.errors import CampaignMissing
from regulars.domain.campaigns.models import Campaign, CampaignMember
from regulars.domain.campaigns.policy import state_of
from regulars.domain.campaigns.types import CampaignOf, CampaignView, Fate, Outcome
from regulars.platform import jobs
from regulars.platform.clock import from_us
from regulars.platform.jobs import JobView
from regulars.platform.paging import Page, PageRequest, page_of

GRANT, WITHDRAW = "campaigns.grant", "campaigns.withdraw"
KINDS = (GRANT, WITHDRAW)
"""Kinds of the jobs of one campaign."""


def list_campaigns(programme_id: int, request: PageRequest, benefit: str = "") -> Page[CampaignView]:
    """Campaigns of a programme, or of one benefit, newest first."""
    rows = Campaign.objects.filter(programme_id=programme_id).order_by("-id").defer("members")
    if benefit:
        rows = rows.filter(benefit=benefit)
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(_views(page.items)), page.next_cursor)


def campaigns_for(programme_id: int, segment: str) -> list[CampaignView]:
    """The newest campaigns for a segment."""
    rows = Campaign.objects.filter(programme_id=programme_id, segment=segment).order_by("-id").defer("members")
    return _views(rows[:10])


def find_campaign(programme_id: int, code: str) -> CampaignView:
    """One campaign; raises CampaignMissing."""
    return view_of(row_of(programme_id, code))


def list_outcomes(programme_id: int, code: str, request: PageRequest, fates: Iterable[Fate] = ()) -> Page[Outcome]:
    """What became of members, by number; of some fates, or all. Raises CampaignMissing."""
    rows = CampaignMember.objects.filter(campaign=row_of(programme_id, code)).order_by("member_id")
    if wanted := list(fates):
        rows = rows.filter(fate__in=wanted)
    if (after := request.after(1)) is not None:
        rows = rows.filter(member_id__gt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.member_id,))
    return Page(
        tuple(Outcome(row.member_id, Fate(row.fate), row.grant_id, from_us(row.at)) for row in page.items),
        page.next_cursor,
    )


def outcomes_of(programme_id: int, member_id: int) -> list[CampaignOf]:
    """The campaigns that a member was meant by, with what became of them, newest first."""
    rows = CampaignMember.objects.filter(campaign__programme_id=programme_id, member_id=member_id)
    return [
        CampaignOf(row.campaign.code, row.campaign.benefit, Fate(row.fate), from_us(row.at))
        for row in rows.select_related("campaign").defer("campaign__members").order_by("-id")
    ]


def row_of(programme_id: int, code: str) -> Campaign:
    """The row of a campaign, for this context only; raises CampaignMissing."""
    row = Campaign.objects.filter(programme_id=programme_id, code=code[:100]).first()
    if row is None:
        raise CampaignMissing(campaign=code[:100])
    return row


def view_of(row: Campaign) -> CampaignView:
    """A row as others see it."""
    return _views([row])[0]


def _views(rows: Iterable[Campaign]) -> list[CampaignView]:
    found = list(rows)
    fates = _fates([row.pk for row in found])
    return [_view(row, fates.get(row.pk, {})) for row in found]


def _fates(numbers: Sequence[int]) -> dict[int, dict[Fate, int]]:
    counted = CampaignMember.objects.filter(campaign__in=numbers).values_list("campaign", "fate")
    found: dict[int, dict[Fate, int]] = {}
    for number, fate, count in counted.annotate(count=Count("id")).order_by():
        found.setdefault(number, {})[Fate(fate)] = count
    return found


def _view(row: Campaign, fates: Mapping[Fate, int]) -> CampaignView:
    withdrawn = row.withdrawn_at is not None
    job = jobs.newest_job(WITHDRAW if withdrawn else GRANT, campaign=row.pk)
    return CampaignView(
        code=row.code,
        segment=row.segment,
        benefit=row.benefit,
        quota=row.quota,
        until=None if row.until is None else from_us(row.until),
        spare=row.spare,
        reason=row.reason,
        actor=row.actor,
        created_at=from_us(row.created_at),
        as_of=from_us(row.as_of),
        size=row.size,
        runs=row.runs,
        state=state_of(withdrawn=withdrawn, job=None if job is None else job.state),
        fates=fates,
        done=job.progress_done if job else 0,
        total=_total(job),
        failed=job.error if job is not None and job.state == "failed" else None,
        withdrawn_at=None if row.withdrawn_at is None else from_us(row.withdrawn_at),
        withdrawn_by=row.withdrawn_by,
        withdrawn_why=row.withdrawn_why,
    )


def _total(job: JobView | None) -> int:
    return (job.progress_total or 0) if job is not None else 0
