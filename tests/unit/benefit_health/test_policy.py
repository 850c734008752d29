"""Quarters, bands, matching, who could use a benefit, and what a change makes of a document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from regulars.domain.benefit_health.errors import OfferInvalid, OffersFileInvalid, QuarterInvalid
from regulars.domain.benefit_health.policy.comparing import compared, with_bands
from regulars.domain.benefit_health.policy.flagging import changed_text, flagged, gradient_flags
from regulars.domain.benefit_health.policy.holding import People, holders_of
from regulars.domain.benefit_health.policy.offers import checked, figure_of, offers_in, same_as
from regulars.domain.benefit_health.policy.phases import Stretch
from regulars.domain.benefit_health.policy.quarters import named_quarter, quarter_before, quarter_of
from regulars.domain.benefit_health.types import (
    BenefitHealth,
    Change,
    ChangeKind,
    Comparison,
    Days,
    FlagCode,
    NewOffer,
    Offer,
    Unknown,
)
from regulars.engine.programme.benefits import Benefit, Terms
from regulars.engine.programme.loading import load_programme

TEXT = (Path(__file__).parents[3] / "programmes" / "club.yaml").read_text(encoding="utf-8")
CLUB = load_programme(TEXT)


def told(benefit: str, **parts: float) -> BenefitHealth:
    """A benefit that a hundred have, half of them used once, at a cost below its worth."""
    counts = {"holders": 100, "activated": 50, "users": 50, "repeaters": 0, "uses": 50, "cost_minor": 5000}
    values = {**counts, "worth_minor": 200, **parts}
    return BenefitHealth(benefit=benefit, used=True, comparison=None, unknown=Unknown.FEW, **values)


@pytest.mark.parametrize(
    ("day", "name", "before"),
    [
        (date(2026, 1, 1), "2026Q1", "2025Q4"),
        (date(2026, 3, 31), "2026Q1", "2025Q4"),
        (date(2024, 2, 29), "2024Q1", "2023Q4"),
        (date(2026, 12, 31), "2026Q4", "2026Q3"),
    ],
)
def test_quarters_follow_the_calendar(day: date, name: str, before: str) -> None:
    quarter = quarter_of(day)
    assert (quarter.name, quarter_before(quarter).name) == (name, before)
    assert quarter.starts_on <= day < quarter.ends_on
    assert named_quarter("", day).name == before
    with pytest.raises(QuarterInvalid):
        named_quarter(name, day)


def test_bands_are_quarters_of_those_who_bought() -> None:
    spending = pl.DataFrame({"member": range(9), "before": [0, 10, 20, 30, 40, 50, 60, 70, 80]})
    assert with_bands(spending)["band"].to_list() == [0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_users_are_held_against_members_like_them() -> None:
    rows = []
    for member in range(200):
        user, tier = member % 2 == 0, member // 100
        before = 1000 * (1 + 9 * tier) + member
        rows.append((member, tier, tier, before, before + (500 if user else 100) + member % 7))
    spending = pl.DataFrame(rows, schema=["member", "tier", "band", "before", "during"], orient="row")
    users = pl.Series("member", range(0, 200, 2))
    found = compared(spending, users, spending["member"])
    assert isinstance(found, Comparison)
    assert (found.users, found.others) == (100, 100)
    assert found.low_minor < 400 < found.high_minor
    assert abs(found.difference_minor - 400) <= 1
    assert compared(spending, users[:20], spending["member"]) is Unknown.FEW
    alone = spending.with_columns(band=pl.col("member") % 2)
    assert compared(alone, users, alone["member"]) is Unknown.FEW


def test_who_could_use_a_benefit_follows_from_tier_birthday_anniversary_and_grants() -> None:
    quarter = named_quarter("2026Q3", date(2026, 11, 1))
    members = pl.DataFrame(
        {
            "member": [1, 2, 3],
            "enrolled_on": [date(2025, 6, 10), date(2024, 2, 29), date(2026, 7, 5)],
            "birth_month": [7, 1, None],
        },
        schema_overrides={"birth_month": pl.Int8},
    )
    tiers = [tier.id for tier in CLUB.ladder.tiers]
    stood = pl.DataFrame({"member": [1, 2, 2, 3], "tier": [tiers[1], None, tiers[2], "of old"]}).with_columns(
        since_on=date(2026, 7, 1), until_on=date(2026, 10, 1)
    )
    grants = pl.DataFrame(
        {"member": [3, 2], "benefit": ["parking"] * 2, "granted_on": [date(2026, 9, 1), date(2025, 9, 1)]}
    )
    people = People(members, stood, grants)
    days = Days(quarter.starts_on, quarter.ends_on)
    had = {one.id: sorted(holders_of([Stretch(CLUB, one, days)], people)) for one in CLUB.benefits}
    assert had["own_brand_price"] == [1, 2, 3]
    assert had["monthly_coupon"] == [1, 2]
    assert had["birthday_cake"] == [1]
    assert had["anniversary_coupon"] == [1]
    assert 3 in had["parking"]


def test_what_is_dear_or_hardly_used_is_flagged() -> None:
    found = flagged(
        [
            told("parking"),
            told("monthly_coupon", users=10, activated=12),
            told("own_brand_price", cost_minor=11_000),
            told("birthday_cake", holders=20, users=1),
            told("anniversary_coupon", cost_minor=9_500),
        ],
        TEXT,
    )
    assert [[flag.code for flag in one.flags] for one in found] == [
        [],
        [FlagCode.LOW_USE],
        [FlagCode.DEAR],
        [],
        [FlagCode.COSTLY],
    ]


def test_an_offer_is_as_much_where_its_kind_and_figure_are() -> None:
    coupon = next(one for one in CLUB.benefits if one.id == "monthly_coupon")
    best = max(Decimal(terms.amount or 0) for terms in [coupon.terms, *_own_terms(coupon)])
    offers = [
        Offer(1, "Alba", coupon.kind, best, ""),
        Offer(2, "Brio", coupon.kind, best - 1, ""),
        Offer(3, "Cima", coupon.kind, None, ""),
        Offer(4, "Duna", "lounge", best, ""),
    ]
    assert same_as(coupon, offers) == ("Alba", "Cima")


def _own_terms(benefit: Benefit) -> list[Terms]:
    return [one.terms for one in benefit.tiers.values() if one and one.terms]


@pytest.mark.parametrize(
    ("text", "figure"), [("10 %", Decimal(10)), ("1,200.5", Decimal("1200.5")), ("", None), ("８％", Decimal(8))]
)
def test_figures_are_read_as_people_write_them(text: str, figure: Decimal | None) -> None:
    assert figure_of(text) == figure


@pytest.mark.parametrize("text", ["many", "NaN", "Infinity", "1e", "--"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(OfferInvalid):
        figure_of(text)


@pytest.mark.parametrize(
    "given",
    [
        NewOffer("", "gift"),
        NewOffer("A" * 81, "gift"),
        NewOffer("Alba", "gift", Decimal(0)),
        NewOffer("Alba", "gift", Decimal(10) ** 12),
        NewOffer("Alba", "gift", None, "x" * 201),
    ],
)
def test_an_offer_that_cannot_be_kept_is_refused(given: NewOffer) -> None:
    with pytest.raises(OfferInvalid):
        checked(given)


@pytest.mark.parametrize("text", ["", "competitor,kind\n", "name\nAlba\n", "competitor,kind\n" + "Alba,gift\n" * 2001])
def test_a_file_that_is_none_of_offers_is_refused(text: str) -> None:
    with pytest.raises(OffersFileInvalid):
        offers_in(text)


def test_changes_are_offered_only_where_the_document_stays_in_order() -> None:
    less = changed_text(TEXT, Change(ChangeKind.LESS, "monthly_coupon"))
    assert less is not None
    quotas = {tier: one.quota for tier, one in load_programme(less).benefits[4].tiers.items()}
    assert quotas == {"growth": 1, "premium": 1, "leader": 2}
    assert changed_text(TEXT, Change(ChangeKind.LESS, "own_brand_price")) is None
    assert changed_text(TEXT, Change(ChangeKind.WITHOUT, "coffee")) is None
    assert changed_text(TEXT, Change(ChangeKind.WITHOUT, "nothing")) is None


def test_a_gradient_that_falls_is_flagged_with_its_mend() -> None:
    worse = TEXT.replace("premium: {quota: 2, per: month, terms: {amount: 6}}", "premium: {quota: 1, per: quarter}")
    (flag,) = gradient_flags(worse)
    assert flag.change is not None
    mended = changed_text(worse, flag.change)
    assert mended is not None
    assert gradient_flags(mended) == gradient_flags(TEXT) == []
