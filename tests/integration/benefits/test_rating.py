"""What members think of benefits that they used: kept once, told to their logs, by API and in the portal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from regulars.domain.benefits.errors import BenefitMissing, BenefitNeverUsed, ScoreInvalid
from regulars.domain.benefits.operations import rate_benefit, return_use, tell_logs
from regulars.domain.benefits.queries import rating_of
from regulars.domain.benefits.types import OwnRating
from regulars.domain.ledger.queries import events
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.paging import PageRequest
from tests.benefits import use


def told(programme: LiveProgramme, member: int) -> list[int]:
    """The ratings in the member's log, oldest first."""
    rows = events(programme.id, member, PageRequest()).items
    return [row.body["attributes"]["score"] for row in reversed(rows) if row.body.get("name") == "benefit_rated"]


def test_only_who_used_a_benefit_rates_it(programme: LiveProgramme, member: int) -> None:
    assert rating_of(programme.id, member, "coupon") == OwnRating(used=False, score=None)
    with pytest.raises(BenefitNeverUsed):
        rate_benefit(programme.id, member, "coupon", 4)
    used = use(programme, member, "coupon", "u1", amount_minor=9000)
    rate_benefit(programme.id, member, "coupon", 4)
    assert rating_of(programme.id, member, "coupon") == OwnRating(used=True, score=4)
    return_use(programme.id, used.use_id, "By mistake", "ann")
    with pytest.raises(BenefitNeverUsed):
        rate_benefit(programme.id, member, "coupon", 5)
    with pytest.raises(BenefitMissing):
        rate_benefit(programme.id, member, "none", 5)
    for score in (0, 6):
        with pytest.raises(ScoreInvalid):
            rate_benefit(programme.id, member, "coupon", score)


def test_the_last_word_counts_and_each_is_told_once(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    use(programme, member, "coupon", "u1", amount_minor=9000)
    for score in (2, 2, 5):
        frozen_clock.advance(timedelta(minutes=1))
        rate_benefit(programme.id, member, "coupon", score)
    tell_logs(programme.id)
    assert told(programme, member) == [2, 5]
    assert rating_of(programme.id, member, "coupon").score == 5


def test_benefits_are_rated_by_api(programme: LiveProgramme, member: int, make_key: Any) -> None:
    client = Client(headers={"Authorization": f"Bearer {make_key(programme.id, 'benefits:write')}"})
    address = f"/api/v1/members/{member}/benefits/coupon/rating"
    early = client.put(address, {"score": 3}, content_type="application/json")
    assert (early.status_code, early.json()["code"]) == (409, "benefit_never_used")
    use(programme, member, "coupon", "u1", amount_minor=9000)
    assert client.put(address, {"score": 3}, content_type="application/json").json() == {"score": 3}
    assert client.put(address, {"score": 9}, content_type="application/json").status_code == 422
