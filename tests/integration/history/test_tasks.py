"""Histories follow the ledger by themselves, once they have begun."""

from __future__ import annotations

import pytest

from regulars.domain.history import tasks
from regulars.domain.history.operations import sync_history
from regulars.domain.history.operations.storing import writing
from regulars.domain.history.queries import find_manifest, folder_of, read_manifest
from regulars.domain.history.types import Table
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform import jobs
from tests.integration.ledger.stories import purchase
from tests.integration.tiers.stories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(story: LiveProgramme, settings, tmp_path, frozen_clock) -> LiveProgramme:
    settings.HISTORY_ROOT = tmp_path / "history"
    (member,) = enrolled(story, 1)
    apply_batch(story.id, [purchase(member, 1, 1, 20)])
    return story


def refreshed() -> dict[str, int]:
    """What an hour's run says."""
    number = jobs.enqueue(tasks.REFRESH, {})
    assert number is not None
    jobs.run_due()
    return jobs.find_job(number).result or {}


def test_a_history_that_nobody_asked_for_does_not_begin(shop: LiveProgramme) -> None:
    assert refreshed() == {"events": 0}
    assert find_manifest(folder_of(shop.code)) is None


def test_one_that_began_follows(shop: LiveProgramme) -> None:
    sync_history(shop.id)
    apply_batch(shop.id, [purchase(1, 2, 2, 30)])
    assert refreshed() == {"events": 1}
    assert read_manifest(folder_of(shop.code)).rows(Table.EVENTS) == 2
    assert refreshed() == {"events": 0}


def test_one_that_is_being_written_waits_for_the_next_hour(shop: LiveProgramme) -> None:
    sync_history(shop.id)
    apply_batch(shop.id, [purchase(1, 2, 2, 30)])
    with writing(folder_of(shop.code)):
        assert refreshed() == {"events": 0}
    assert refreshed() == {"events": 1}
