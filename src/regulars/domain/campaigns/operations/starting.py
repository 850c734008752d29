"""Deciding: starting a campaign, running it again for who came since, and withdrawing it. The work is left to jobs."""

from __future__ import annotations

from regulars.domain.benefits.errors import ReasonMissing
from regulars.domain.benefits.operations import check_grant
from regulars.domain.campaigns.errors import CampaignBusy, CampaignConflict, CampaignWithdrawn
from regulars.domain.campaigns.models import Campaign
from regulars.domain.campaigns.queries.estimating import asked_of, members_meant
from regulars.domain.campaigns.queries.listing import GRANT, WITHDRAW, row_of, view_of
from regulars.domain.campaigns.types import CampaignView, NewCampaign
from regulars.domain.programmes.queries import live_programme
from regulars.platform import audit, jobs
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us, to_us


def start_campaign(programme_id: int, new: NewCampaign) -> CampaignView:
    """Let a job grant a benefit to everybody who is in a segment now. The same campaign again is answered, not run.

    Raises SegmentMissing, SegmentArchived, CampaignEmpty, CampaignConflict, and what granting it raises.
    """
    return in_transaction(lambda: _start(programme_id, new))


def run_again(programme_id: int, code: str, actor: str) -> CampaignView:
    """Let a job grant to who came into the segment since, and go on where it was given up; nobody gets it twice.

    Raises CampaignMissing, CampaignBusy, CampaignWithdrawn, and what starting raises.
    """
    return in_transaction(lambda: _again(programme_id, code, actor))


def withdraw_campaign(programme_id: int, code: str, reason: str, actor: str) -> CampaignView:
    """Grant no more, and let a job withdraw all that was granted; what was used of it stays used.

    Raises CampaignMissing, CampaignWithdrawn and ReasonMissing.
    """
    return in_transaction(lambda: _withdraw(programme_id, code, reason, actor))


def _start(programme_id: int, new: NewCampaign) -> CampaignView:
    known = Campaign.objects.filter(programme_id=programme_id, code=new.code).first()
    if known is not None:
        if (known.segment, known.benefit, known.quota) != (new.segment, new.benefit, new.quota):
            raise CampaignConflict(campaign=new.code)
        return view_of(known)
    check_grant(live_programme(programme_id), asked_of(new))
    members, instant = members_meant(programme_id, new.segment), now_us()
    row = Campaign.objects.create(
        programme_id=programme_id,
        code=new.code,
        segment=new.segment,
        benefit=new.benefit,
        quota=new.quota,
        until=None if new.until is None else to_us(new.until),
        spare=new.spare,
        reason=new.reason,
        actor=new.actor,
        created_at=instant,
        as_of=instant,
        members=members.serialize(),
        size=len(members),
    )
    params = {"segment": new.segment, "benefit": new.benefit, "members": row.size, "reason": new.reason}
    audit.record(new.actor, "campaign_started", f"campaign {new.code}", params)
    _let(GRANT, row, new.actor)
    return view_of(row)


def _again(programme_id: int, code: str, actor: str) -> CampaignView:
    row = _held(programme_id, code)
    if view_of(row).at_work:
        raise CampaignBusy(campaign=row.code)
    members = members_meant(programme_id, row.segment)
    row.members, row.size, row.as_of, row.runs = members.serialize(), len(members), now_us(), row.runs + 1
    row.save(update_fields=["members", "size", "as_of", "runs"])
    audit.record(actor, "campaign_run_again", f"campaign {row.code}", {"members": row.size})
    _let(GRANT, row, actor)
    return view_of(row)


def _withdraw(programme_id: int, code: str, reason: str, actor: str) -> CampaignView:
    row = _held(programme_id, code)
    if not reason.strip():
        raise ReasonMissing
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = now_us(), actor, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    audit.record(actor, "campaign_withdrawn", f"campaign {row.code}", {"reason": reason})
    _let(WITHDRAW, row, actor)
    return view_of(row)


def _held(programme_id: int, code: str) -> Campaign:
    """The campaign, held still; raises CampaignWithdrawn."""
    row = Campaign.objects.select_for_update().get(pk=row_of(programme_id, code).pk)
    if row.withdrawn_at is not None:
        raise CampaignWithdrawn(campaign=row.code)
    return row


def _let(kind: str, row: Campaign, actor: str) -> None:
    jobs.enqueue(kind, {"campaign": row.pk}, key=f"campaign {row.pk}", actor=actor)
