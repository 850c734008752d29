"""Nothing that is kept of a member is missing in what they are told: all tables and files are parts, or say why not."""

import re
from datetime import date

import polars as pl
import pytest
from django.apps import apps
from django.db.models import BigIntegerField, ForeignKey

from regulars.domain.benefits.models import Rating
from regulars.domain.duplicates.models import Suggestion
from regulars.domain.privacy.operations import read_everything
from regulars.domain.segments.models import Segment, SegmentMove, SegmentVersion
from regulars.domain.tags.models import ManualTag, Putting
from regulars.platform import clock
from regulars.platform.dated import Results
from regulars.project.personal import PARTS
from regulars.project.settings.paths import ROOT

pytestmark = pytest.mark.django_db

WHOSE = frozenset({"member_id", "sender", "receiver", "owner", "survivor", "merged", "first", "second", "spender"})
"""Columns in which numbers of members stand."""

TOLD_BY = {
    "arrivals.ParkedEvent": "parked_events",
    "benefits.Entitlement": "benefits_granted",
    "benefits.Rating": "benefit_ratings",
    "benefits.Use": "benefits_used",
    "campaigns.CampaignMember": "campaigns",
    "consents.Consent": "consents",
    "corrections.Line": "corrections",
    "corrections.Merge": "merges",
    "duplicates.Suggestion": "likenesses",
    "ledger.Account": "balances",
    "ledger.Event": "events",
    "ledger.GoalReached": "goals",
    "ledger.Journal": "ledger",
    "ledger.Lot": "lots",
    "ledger.MemberState": "tier",
    "ledger.TierChange": "tiers",
    "members.Identifier": "identifiers",
    "members.Meeting": "met_with",
    "members.Member": "profile",
    "partners.PartnerItem": "partners",
    "plans.Payment": "payments",
    "plans.Subscription": "subscriptions",
    "pools.Part": "family_spending",
    "pools.Pool": "family_stays",
    "pools.PoolMember": "family_stays",
    "pools.Spending": "family_spending",
    "privacy.Access": "looked_at",
    "privacy.PrivacyRequest": "requests",
    "recoveries.WriteOff": "write_offs",
    "rewards.Order": "reward_orders",
    "rewards.Voucher": "vouchers",
    "rewards.Waiting": "waiting_lists",
    "segments.SegmentMove": "segment_moves",
    "sign_ins.MemberSession": "sign_ins",
    "tags.Putting": "tags_by_hand",
    "tiers.Forecast": "tier_forecast",
    "tiers.StatusMatch": "status_matches",
    "transfers.Transfer": "transfers",
    "verifications.GrantVoucher": "benefit_codes",
    "verifications.Verification": "verifications",
}

NOT_TOLD = {
    "arrivals.EventName": "which event of a kind came last; the event is told",
    "ledger.Draw": "which lots an entry took; the entries and lots are told",
    "ledger.EventKey": "the ids of events, which are told with them",
    "ledger.LotUse": "which lots an entry took; the entries and lots are told",
    "ledger.Posting": "the other side of entries, which are told",
    "members.Sharing": "whose identifier it is, is not theirs to know; what came by it is told with the events",
    "plans.Period": "the periods of subscriptions are told with their payments",
    "pools.Return": "what came back is told with the redemption",
    "proofs.AnchorLeaf": "hashes of entries",
    "rewards.OrderStep": "the state of an order is told with it",
    "rewards.VoucherStep": "the state of a voucher is told with it",
    "segments.SegmentFlip": "when a segment is looked at anew; it follows from what is told",
    "sign_ins.SignInCode": "hashes of codes that hold for minutes",
    "verifications.ShownCode": "hashes of codes that hold for seconds",
    "verifications.TillUse": "what a till sent; what came of it is told with the verifications",
}
"""Why a table with members is no part of its own."""

FILES = {
    "history": "copied from the ledger and the other parts",
    "predictions": "predictions",
    "rfm": "classes_and_value",
    "motives": "motives",
    "clusters": "clusters",
    "cohorts": "stages_of_life",
    "segments": "what members did, in the order of time: copied from the ledger",
    "studies": "histories from files that somebody uploaded: numbers of theirs, not members of the programme",
    "tags": "tags_over_time",
}
"""Contexts that keep files with rows of members: their part, or why they have none."""


def _names_members(model) -> bool:
    numbers = (field.name for field in model._meta.local_fields if isinstance(field, BigIntegerField))
    return model._meta.label == "members.Member" or any(name in WHOSE for name in numbers)


def _keeps_members(model) -> bool:
    keys = [field.related_model for field in model._meta.local_fields if isinstance(field, ForeignKey)]
    return _names_members(model) or any(map(_names_members, keys))


def test_each_part_has_a_name_of_its_own() -> None:
    names = [part.name for part in PARTS]
    assert sorted(names) == sorted(set(names))


def test_every_table_with_members_is_a_part_or_says_why_not() -> None:
    kept = {model._meta.label for model in apps.get_models() if _keeps_members(model)}
    assert kept - TOLD_BY.keys() - NOT_TOLD.keys() == set(), "give it a part in project/derived.py"
    assert set(TOLD_BY.values()) <= {part.name for part in PARTS}
    assert TOLD_BY.keys() | NOT_TOLD.keys() <= kept


def test_every_context_with_files_of_members_is_a_part_or_says_why_not() -> None:
    found = set()
    for path in (ROOT / "src/regulars/domain").rglob("*.py"):
        if re.search(r"\b(INSIGHT_ROOT|HISTORY_ROOT|STUDIES_ROOT)\b|platform\.dated import", path.read_text("utf-8")):
            found.add(path.relative_to(ROOT / "src/regulars/domain").parts[0])
    assert found == FILES.keys(), "give it a part in project/derived.py"


def _segment_with(programme, member):
    now = clock.now_us()
    row = Segment.objects.create(
        programme_id=programme.id, code="good", kind="static", created_at=now, created_by="ann", members=b""
    )
    SegmentVersion.objects.create(segment=row, number=1, name="Good", expression="", saved_at=now, saved_by="ann")
    SegmentMove.objects.create(segment=row, member_id=member, at=now, entered=True, cause="list")


def test_what_is_worked_out_and_put_on_is_told(programme, people, settings, tmp_path, frozen_clock) -> None:
    settings.INSIGHT_ROOT = tmp_path / "insight"
    one, other = people
    for kind in ("rfm", "motives", "clusters", "cohorts", "predictions", "tags"):
        Results(kind, programme.code).write(
            date(2026, 6, 30), pl.DataFrame({"member": [one, other], "said": [f"{kind} of one", "of another"]})
        )
    tag = ManualTag.objects.create(
        programme_id=programme.id, code="guest", name_zh="客", name_en="Guest", created_at=clock.now(), created_by="ann"
    )
    Putting.objects.create(tag=tag, member_id=one, put_at=clock.now(), put_by="ann", batch="1")
    Putting.objects.create(
        tag=tag, member_id=other, put_at=clock.now(), put_by="ann", batch="1", taken_at=clock.now(), taken_by="bob"
    )
    Rating.objects.create(programme_id=programme.id, member_id=one, benefit="coffee", score=4, rated_at=clock.now_us())
    Suggestion.objects.create(
        programme_id=programme.id, first=one, second=other, score=0.9, reasons=["name"], found_at=clock.now_us()
    )
    _segment_with(programme, one)
    told = dict(read_everything(programme.id, one))
    for part, kind in (("classes_and_value", "rfm"), ("motives", "motives"), ("stages_of_life", "cohorts")):
        assert told[part] == [{"member": one, "day": date(2026, 6, 30), "said": f"{kind} of one"}]
    assert [row["said"] for row in told["predictions"] + told["tags_over_time"]] == [
        "predictions of one",
        "tags of one",
    ]
    assert [(row["tag"], row["taken_at"]) for row in told["tags_by_hand"]] == [("guest", None)]
    assert [row["tag"] for row in told["tags"]] == ["guest"]
    assert [(row["segment"], row["entered"]) for row in told["segment_moves"]] == [("good", True)]
    assert [row["score"] for row in told["benefit_ratings"]] == [4]
    assert [(row["score"], row["reasons"]) for row in told["likenesses"]] == [(0.9, ("name",))]
    assert set(told["likenesses"][0]) == {"member", "score", "reasons", "found_at", "decided_at"}
    assert "ann" not in str(told["tags_by_hand"] + told["tags"])


def test_nobody_is_told_of_another(programme, people) -> None:
    for rows in dict(read_everything(programme.id, people[0])).values():
        assert {row["member"] for row in rows} <= {people[0]}
