"""Where members stand, and what is missing for the next tier."""

from __future__ import annotations

from datetime import date

import pytest

from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.tiers.queries import standing, tier_history, tier_mix
from tests.integration.ledger.stories import at, document_text, purchase

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db: None) -> LiveProgramme:
    """The story's programme."""
    return install_programme(document_text(), actor="test")


def test_a_newcomer_stands_on_the_first_tier(story: LiveProgramme) -> None:
    found = standing(story.id, 1, on=date(2026, 1, 10))
    assert (found.tier, found.since, found.next_tier, found.review_on) == ("base", None, "silver", None)
    (path,) = found.next_paths
    (requirement,) = path.requirements
    assert (requirement.metric_id, requirement.have, requirement.need) == ("spend", 0, 50_000)
    assert found.keep_paths == ()


def test_what_is_missing_for_the_next_tier(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 620)])
    found = standing(story.id, 1, on=date(2026, 1, 20))
    assert (found.tier, found.since, found.next_tier) == ("silver", date(2026, 1, 10), "gold")
    assert found.review_on == date(2026, 2, 1)
    assert found.next_paths[0].requirements[0].missing == 38_000
    assert found.keep_paths[0].requirements[0].met
    assert not standing(story.id, 1, on=date(2027, 2, 1)).keep_paths[0].requirements[0].met


def test_nothing_is_missing_at_the_top(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 1000)])
    found = standing(story.id, 1, on=date(2026, 1, 20))
    assert (found.tier, found.next_tier, found.next_paths) == ("gold", None, ())


def test_a_granted_floor(story: LiveProgramme) -> None:
    body = {"kind": "tier_grant", "tier": "gold", "until": "2026-06-15", "reason": "press", "actor": "anna"}
    apply_batch(story.id, [NewEvent("desk", "t1", 1, at(0), body)])
    found = standing(story.id, 1, on=date(2026, 1, 20))
    assert (found.tier, found.floor, found.floor_until) == ("gold", "gold", date(2026, 6, 16))
    tick(story.id, at(165))
    found = standing(story.id, 1, on=date(2026, 6, 24))
    assert (found.tier, found.floor, found.floor_until) == ("silver", None, None)
    assert [change.tier for change in tier_history(story.id, 1)] == ["gold", "silver"]


def test_how_many_stand_where(story: LiveProgramme) -> None:
    assert tier_mix(story.id) == {"base": 0, "silver": 0, "gold": 0}
    apply_batch(story.id, [purchase(1, 1, 0, 10), purchase(2, 2, 0, 600), purchase(3, 3, 0, 700)])
    assert tier_mix(story.id) == {"base": 1, "silver": 2, "gold": 0}
