"""The work of withdrawing a campaign: its grants end, some in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from regulars.domain.benefits.operations import withdraw_part
from regulars.domain.benefits.operations.campaigning import AT_ONCE
from regulars.domain.campaigns.models import Campaign, CampaignMember
from regulars.domain.campaigns.operations.granting import Report
from regulars.domain.campaigns.types import Fate
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us


def take_back(number: int, report: Report) -> int:
    """Withdraw everything that a withdrawn campaign granted; answers how many grants it looked at.

    It may be broken off at any point and begun anew.
    """
    left = CampaignMember.objects.filter(campaign=number, fate=Fate.GRANTED).count()
    done = 0
    while taken := in_transaction(partial(_part, number, partial(_told, report, done, left))):
        done += taken
    return done


def _told(report: Report, done: int, total: int, more: int) -> None:
    report(done + more, total)


def _part(number: int, report: Callable[[int], None]) -> int:
    row = Campaign.objects.select_for_update().get(pk=number)
    outcomes = list(CampaignMember.objects.filter(campaign=row, fate=Fate.GRANTED).order_by("member_id")[:AT_ONCE])
    if not outcomes:
        return 0
    grants = [one.grant_id for one in outcomes if one.grant_id is not None]
    ended = withdraw_part(row.programme_id, grants, row.withdrawn_why, row.withdrawn_by)
    for one in outcomes:
        one.fate, one.at = Fate.WITHDRAWN if one.grant_id in ended else Fate.KEPT, now_us()
    CampaignMember.objects.bulk_update(outcomes, ["fate", "at"])
    report(len(outcomes))
    return len(outcomes)
