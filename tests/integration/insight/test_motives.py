"""Motives from a history: signs, scores, silence, and what is said of them everywhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from regulars.domain.access.operations import create_api_key
from regulars.domain.access.queries import forget_keys
from regulars.domain.history.queries import folder_of
from regulars.domain.motives.errors import MotivesMissing, MotivesNothingToTell
from regulars.domain.motives.operations import Asked, Computed, compute, make_motives
from regulars.domain.motives.policy.scoring import leading_of
from regulars.domain.motives.policy.signs import is_act, sign_of
from regulars.domain.motives.queries import column_frame, last_made, motives_of, offered_columns
from regulars.domain.motives.tasks import refresh_monthly
from regulars.domain.motives.types import MIXED, NONE_STRONG, Motive, Sign
from regulars.domain.segments.queries import vocabulary
from regulars.platform.clock import from_us
from regulars.platform.jobs import run_due
from tests.shoppers import ZONE, Bought, Did, end_of, history_of

ENGLISH = {"Accept-Language": "en"}
SAVERS, FRIENDS, OTHERS = range(1, 31), range(31, 61), range(61, 91)
USE = '{"benefit": "seat", "use": 1}'


def told_of(extra: list[Bought | Did] | None = None) -> list[Bought | Did]:
    """Thirty who buy on discount with coupons, thirty who refer friends, thirty who only buy, one who bought once."""
    happened: list[Bought | Did] = [Bought(100, 10)]
    for member in (*SAVERS, *FRIENDS, *OTHERS):
        saver, friend = member in SAVERS, member in FRIENDS
        happened += [Bought(member, day, 1_000, discount=100 if saver else 0) for day in (5, 105, 205)]
        if saver:
            happened += [Did(member, day, "coupon_redeemed") for day in (5, 105, 205)]
        if friend:
            happened += [Did(member, day, "referral") for day in (20, 120, 220)]
            happened += [Did(member, 130, "review_written"), Did(member, 131, "campaign_received")]
    return happened + (extra or [])


def computed(folder: Path, happened: list[Bought | Did], day: int = 250, **more: object) -> Computed:
    return compute(Asked(history_of(folder, happened), ZONE, end_of(day), **more))


def sheet(found: Computed, name: str) -> dict[object, tuple[object, ...]]:
    return {row[0]: row[1:] for row in next(one.rows for one in found.sheets if one.name == name)}


def test_signs_make_scores_and_scores_lead(tmp_path: Path) -> None:
    found = computed(tmp_path, told_of())
    rows = {row["member"]: row for row in found.values.iter_rows(named=True)}
    assert (found.members, found.covered, 100 in rows) == (91, 90, False)
    saver, friend, other = rows[1], rows[31], rows[61]
    assert (saver["leading"], friend["leading"], other["leading"]) == ("economic", "social", NONE_STRONG)
    assert (saver["social"], other["economic"], saver["service"], saver["identity"]) == (0, 0, None, None)
    gives = saver["gives_promotion_share"] + saver["gives_vouchers_per_purchase"]
    assert saver["economic"] == pytest.approx(gives)
    assert (friend["referrals"], friend["reviews"], friend["acts"]) == (3, 1, 7)
    assert sheet(found, "motives")["economic"][0] == 30
    assert sheet(found, "motives")["identity"] == (None,) * 5
    assert sheet(found, "motive_steady")["social"] == (0, None)  # too few acts in the first half
    assert [one.params.get("motive") for one in found.notes if one.code == "motive_silent"] == ["identity", "service"]


def test_nothing_later_is_seen(tmp_path: Path) -> None:
    later = [Did(member, day, "referral") for member in OTHERS for day in (251, 260)]
    one = computed(tmp_path / "one", told_of())
    two = computed(tmp_path / "two", told_of([*later, Bought(1, 270, 9_999)]))
    assert one.values.equals(two.values)
    assert (one.sheets, one.notes) == (two.sheets, two.notes)


def test_uses_of_benefits_are_signs_and_are_taken_back(tmp_path: Path) -> None:
    used = [Did(member, 150, "benefit_used", attributes=USE) for member in SAVERS]
    back = [Did(1, 151, "benefit_returned", attributes=USE)]
    found = computed(tmp_path, told_of([*used, *back]), benefits={"seat": "seat"})
    rows = {row["member"]: row for row in found.values.iter_rows(named=True)}
    assert (rows[1]["status_uses"], rows[2]["status_uses"]) == (0, 1)
    (count, economic, identity, service, social) = sheet(found, "motive_benefits")["seat"]
    assert (count, identity, service) == (29, None, None)
    assert economic > 0 > social
    assert "motive_tiers_only" not in {one.code for one in found.notes}


def test_little_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(MotivesNothingToTell):
        computed(tmp_path, [Bought(1, day) for day in (1, 2, 3)])


@pytest.mark.parametrize(
    ("kind", "event", "signs"),
    [
        ("redeem", "redeem", (Sign.REDEMPTIONS,)),
        ("transfer_out", "transfer_out", (Sign.GIFTS,)),
        ("activity", "complaint_filed", (Sign.CONTACTS,)),
        ("activity", "review_sent", ()),
        ("activity", "store_visit", (Sign.VISITS,)),
        ("grant", "grant", ()),
    ],
)
def test_what_counts_as_which_sign(kind, event, signs) -> None:
    assert sign_of(kind, event, pooled=False) == signs


def test_families_and_what_was_told_by_us() -> None:
    assert sign_of("redeem", "redeem", pooled=True) == (Sign.REDEMPTIONS, Sign.POOLED)
    assert [is_act("activity", name) for name in ("benefit_used", "benefit_granted", "campaign_received")] == [
        True,
        False,
        False,
    ]
    names = ["a", "b"]
    assert [leading_of(names, one) for one in ((80, 60), (80, 75), (40, 0))] == ["a", MIXED, NONE_STRONG]


@pytest.fixture
def club_with_motives(club, folders, frozen_clock):
    frozen_clock.set(from_us(end_of(250)))
    history_of(folder_of(club.code), told_of())
    return club


def test_a_member_and_columns(club_with_motives) -> None:
    club = club_with_motives
    with pytest.raises(MotivesMissing):
        last_made(club.id)
    make_motives(club.id)
    found = motives_of(club.code, 31)
    social = next(one for one in found.motives if one.motive is Motive.SOCIAL)
    assert (found.leading, [one.sign for one in social.signs]) == ("social", [Sign.REFERRALS, Sign.REVIEWS])
    assert sum(one.gives for one in social.signs) == pytest.approx(social.score)
    assert motives_of(club.code, 100) is None
    names = [one.name for one in offered_columns()]
    frame = column_frame(club.id, names)
    assert frame.row(0)[1] == "economic"
    assert set(names) <= set(vocabulary(club.id).columns.names)


def test_pages_files_and_the_month(club_with_motives, client_as, frozen_clock) -> None:
    club = club_with_motives
    make_motives(club.id)
    client = client_as("analyst")
    page = client.get("/console/insight/of/motives/", headers=ENGLISH)
    assert (page.status_code, len(page.context["sheets"])) == (200, 4)
    listed = client.get("/console/insight/motives/members?leading=social")
    assert [member for member, _cells in listed.context["lines"]] == list(FRIENDS)
    rows = (
        client.get("/console/insight/motives/members?file=csv", headers=ENGLISH)
        .content.decode("utf-8-sig")
        .splitlines()
    )
    assert (len(rows), rows[1].split(",")[:2]) == (91, ["1", "Economic"])
    assert "Referrals" in client.get("/console/members/31/motives/", headers=ENGLISH).content.decode()
    assert "too little" in client.get("/console/members/100/motives/", headers=ENGLISH).content.decode()
    frozen_clock.set(from_us(end_of(250)) + timedelta(days=40))
    job = type("Job", (), {"report": lambda self, done: None})()
    assert refresh_monthly(job) == {"asked": 1}


def test_over_http_and_at_the_command_line(club_with_motives, client, regulars, tmp_path: Path) -> None:
    club = club_with_motives
    key = create_api_key(club.id, "test", ("insight:read", "insight:write"), "ann").text
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    assert client.get("/api/v1/insight/motives", headers=headers).json()["code"] == "motives_missing"
    code, shown, _ = regulars("insight", "motives", "--out", str(tmp_path / "motives.json"))
    assert (code, "What seems to lead members" in shown) == (0, True)
    told = client.get("/api/v1/insight/motives", headers=headers).json()
    assert (told["covered"], [one["name"] for one in told["sheets"]][:2]) == (90, ["motives", "motive_spread"])
    assert client.post("/api/v1/insight/motives/refresh", headers=headers).json()["asked"] is True
    forget_keys()
    run_due()
