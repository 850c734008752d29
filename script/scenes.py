"""What stands before the camera of script/screenshots, in a demo's data: insight, segments, a draft, lookalikes."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.benefit_health.operations import ask_for_health
from regulars.domain.clusters.operations import ask_for_refresh as ask_for_clusters
from regulars.domain.cohorts.operations import ask_for_refresh as ask_for_cohorts
from regulars.domain.duplicates.operations import start_search
from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.queries.roster import RosterFilter, list_roster
from regulars.domain.members.operations import identify_members, record_profiles
from regulars.domain.members.queries import member
from regulars.domain.members.types import Arrival, IdentifierKind, Identity, Profile, Told
from regulars.domain.predictions.operations import ask_for_refresh as ask_for_predictions
from regulars.domain.programmes.operations import create_draft
from regulars.domain.programmes.queries import list_versions, live_programme, text_of
from regulars.domain.programmes.types import NewDraft, VersionState
from regulars.domain.rfm.operations import ask_for_refresh as ask_for_classes
from regulars.domain.segments.errors import SegmentNameTaken
from regulars.domain.segments.operations import make_segment
from regulars.domain.segments.types import Kind, NewSegment
from regulars.domain.tags.operations import ask_for_refresh as ask_for_tags
from regulars.platform import clock
from regulars.platform.jobs import run_due
from regulars.platform.paging import PageRequest

SEGMENTS = (
    (
        "loyal_shoppers",
        "常来的顾客 Loyal shoppers",
        "90 天内至少消费 12 次 · 12 purchases in 90 days",
        "events('purchase', last_days => 90) >= 12",
    ),
    (
        "drifting_away",
        "正在流失 Drifting away",
        "曾经常来，60 天没有消费 · Came often, not for 60 days",
        "rfm_purchases >= 6 and days_since('purchase') >= 60",
    ),
    (
        "big_baskets",
        "大单顾客 Big baskets",
        "一年消费超过 2,000 · Over 2,000 in a year",
        "sum_of('amount', 'purchase', last_days => 365) > 2000",
    ),
)
TAKEN, WORSE = "premium: {quota: 2, per: month, terms: {amount: 6}}", "premium: {quota: 1, per: quarter}"
"""A coupon for a tier, as the demo's programme has it, and one that is worse than the tier below."""
SENDERS = 60
LOOKALIKES = (("周晓雯", "xiaowen.zhou", 4), ("Daniel Ross", "daniel.ross", 9))


def set_scenes(programme_id: int, author: str) -> None:
    """Make all of it, once; work of jobs is done before this returns."""
    add_lookalikes(programme_id)
    send_events(programme_id)
    for ask in (ask_for_tags, ask_for_predictions, ask_for_classes, ask_for_clusters, ask_for_cohorts):
        ask(programme_id, author)
    ask_for_health(programme_id, actor=author)
    start_search(programme_id, author)
    while run_due():
        pass
    add_segments(programme_id, author)


def add_segments(programme_id: int, author: str) -> None:
    """Three live segments."""
    for code, name, about, expression in SEGMENTS:
        try:
            make_segment(programme_id, NewSegment(code, name, about, Kind.LIVE, expression, author))
        except SegmentNameTaken:
            continue


def draft_with_error(programme_id: int, author: str) -> int:
    """The number of the author's draft in which a benefit is worse on a higher tier."""
    for version in list_versions(programme_id):
        if version.author == author and version.state == VersionState.DRAFT:
            return version.number
    text = text_of(live_programme(programme_id).version_id)
    return create_draft(NewDraft(programme_id, text.replace(TAKEN, WORSE)), author).number


def send_events(programme_id: int) -> None:
    """What tills and an app sent in the last days: most is good, some comes twice, some late, some is refused."""
    now = clock.now()
    lines = list_roster(programme_id, PageRequest(limit=SENDERS), RosterFilter()).items
    for place, line in enumerate(lines):
        who = {"card": _card(programme_id, line.member_id)}
        at = now - timedelta(hours=1 + place % 70)
        told = {"occurred_at": at.isoformat(), "member": who}
        item = {"line_id": "1", "department": "GROCERY", "category": "COFFEE", "amount": f"{5 + place}.40"}
        sale = {"type": "purchase", "id": f"scene-{place}", "order_id": f"scene-{place}", "store": "7", "lines": [item]}
        visit = {"type": "activity", "id": f"visit-{place}", "name": "app_opened"}
        wrong = {"type": "purchase", "id": f"wrong-{place}", "order_id": f"wrong-{place}", "lines": []}
        accept_events(programme_id, "till", [sale | told, *([sale | told] if place % 9 == 0 else [])])
        accept_events(programme_id, "app", [visit | told, *([wrong | told] if place % 14 == 0 else [])])


def _card(programme_id: int, member_id: int) -> str:
    known = member(programme_id, member_id).identifiers
    return next(one.value for one in known if one.kind is IdentifierKind.CARD)


def add_lookalikes(programme_id: int) -> None:
    """Two pairs of members who gave the same name and month of birth, and addresses that are alike."""
    tier = live_programme(programme_id).compiled.tier_ids[0]
    chosen = list_roster(programme_id, PageRequest(limit=2 * len(LOOKALIKES)), RosterFilter(tier=tier)).items
    for place, line in enumerate(chosen):
        name, local, month = LOOKALIKES[place // 2]
        email = f"{local}@{('example.com', 'example.org')[place % 2]}"
        identify_members(programme_id, [Arrival(Identity(card=_card(programme_id, line.member_id), email=email), None)])
        record_profiles(programme_id, [Told(line.member_id, clock.now_us(), Profile(name=name, birth_month=month))])
