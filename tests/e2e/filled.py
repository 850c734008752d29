"""A console with something to show on every page: insight, a segment, lookalikes, requests, a draft with an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from regulars.domain.campaigns.operations import start_campaign
from regulars.domain.campaigns.types import NewCampaign
from regulars.domain.clusters.operations import make_clusters
from regulars.domain.cohorts.operations import make_cohorts
from regulars.domain.duplicates.operations import find_duplicates
from regulars.domain.history.queries import folder_of
from regulars.domain.members.operations import identify_members, record_profiles
from regulars.domain.members.queries import list_active_ids
from regulars.domain.members.types import Arrival, Identity, Profile, Told
from regulars.domain.predictions.operations import make_predictions
from regulars.domain.privacy.operations import ask_for_copy
from regulars.domain.programmes.operations import create_draft
from regulars.domain.programmes.queries import text_of
from regulars.domain.programmes.types import LiveProgramme, NewDraft
from regulars.domain.rfm.operations import make_classes
from regulars.domain.segments.operations import make_segment, take_list
from regulars.domain.segments.types import Kind, NewSegment
from regulars.domain.tags.operations import refresh_programme
from regulars.platform import clock
from regulars.surfaces.console.insight_pages import PAGES
from tests.shoppers import FIRST, crowd, end_of, history_of

DAYS, SHOPPERS = 300, 240
COUPON = "premium: {quota: 2, per: month, terms: {amount: 6}}"


def insight_pages(shop: LiveProgramme, settings: Any, folder: Path) -> list[str]:
    """Addresses of insight over a history of its own, with everything computed."""
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = folder / "history", folder / "insight"
    history_of(folder_of(shop.code), crowd(SHOPPERS, DAYS))
    as_of = end_of(DAYS - 1)
    refresh_programme(shop.id)
    for make in (make_classes, make_clusters, make_cohorts):
        make(shop.id, as_of)
    make_predictions(shop.id, FIRST + DAYS)
    make_segment(shop.id, NewSegment("members", "Members", "All", Kind.LIVE, "days_enrolled >= 0", "admin"))
    return [
        *(f"insight/of/{one.name}/" for one in PAGES),
        "insight/rfm/members",
        "predictions/",
        "predictions/churn_90/",
        "predictions/churn_90/members/",
        "predictions/value_90/",
        "segments/",
        "segments/?text=nobody",
        "segments/new",
        "segments/members/",
        "segments/members/edit",
    ]


def people_pages(shop: LiveProgramme, member_id: int) -> list[str]:
    """Addresses of who members are and what was told of them, with two lookalikes and a request."""
    for email in ("mei.lin@example.com", "mei.lin@example.org"):
        known = identify_members(shop.id, [Arrival(Identity(email=email), clock.now_us())])[0].member_id
        record_profiles(shop.id, [Told(known, clock.now_us(), Profile(name="Mei Lin", birth_month=4))])
    find_duplicates(shop.id, lambda _done, _all: None)
    ask_for_copy(shop.id, member_id, "admin")
    return [
        "duplicates/",
        "duplicates/?show=rejected",
        "identifiers/",
        "identifiers/mobile/",
        "data/events/",
        "data/quality/",
        "privacy/",
        "access-log/",
        "audit/",
        "anchors/",
        "liability/",
        "pools/",
        "partners/",
        "studies/",
        "studies/new",
        "studies/histories/",
    ]


def granted_to_segment(shop: LiveProgramme) -> str:
    """The id of a campaign that granted a coupon to two members of a list."""
    make_segment(shop.id, NewSegment("waited", "Waited long", "", Kind.STATIC, "", "admin"))
    take_list(shop.id, "waited", "\n".join(f"#{one}" for one in list_active_ids(shop.id, 0, 2)), "admin")
    return start_campaign(shop.id, NewCampaign("spring", "waited", "apology", "Late delivery", "admin")).code


def benefit_pages(shop: LiveProgramme) -> list[str]:
    """Addresses of the benefit library, and of a draft in which a higher tier is worse off."""
    text = text_of(shop.version_id)
    assert COUPON in text
    draft = create_draft(NewDraft(shop.id, text.replace(COUPON, "premium: {quota: 1, per: quarter}")), "admin").number
    return [
        "benefits/",
        "benefits/?class=exclusive&tier=leader",
        "benefits/health/",
        "benefits/competitors/",
        "benefits/library/own_brand_price/",
        "benefits/library/apology/",
        "benefits/campaigns/",
        "benefits/campaigns/new?benefit=apology",
        f"benefits/campaign/{granted_to_segment(shop)}/",
        f"benefits/drafts/{draft}/",
        f"benefits/drafts/{draft}/monthly_coupon/",
        f"benefits/drafts/{draft}/new?kind=custom",
        "programme/versions/",
        f"programme/versions/{draft}/",
        f"programme/versions/{draft}/edit",
    ]
