"""A pilot of the operator's own tells how members answer points: from versions and history to an estimate."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from regulars.domain.programmes import operations
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.policy import in_sample
from regulars.domain.programmes.queries import version
from regulars.domain.programmes.types import Decision, LiveProgramme, NewDraft
from regulars.domain.replay.types import Candidate
from regulars.domain.responses.operations import Observation, estimate_responses
from regulars.domain.responses.policy.contrasts import Doubt
from regulars.domain.responses.policy.estimating import Estimate
from regulars.domain.responses.queries import Past, past_of
from regulars.engine.records import Record
from tests.integration.programmes.conftest import MINIMAL
from tests.property.replays import history_of

pytestmark = pytest.mark.django_db

WEEK = 7 * 86_400_000_000
MEMBERS = 400
GROWTH = 1.4
"""What members on the pilot buy more, for a tenth of their spend in points more."""


@pytest.fixture
def shop(frozen_clock) -> LiveProgramme:
    worth = MINIMAL.replace("en: Points}", "en: Points}\n    cash_value: 0.1", 1)
    assert "cash_value" in worth
    return install_programme(worth, actor="test")


def approved(shop: LiveProgramme, points: int) -> int:
    text = MINIMAL.replace("en: Points}", "en: Points}\n    cash_value: 0.1", 1).replace(
        "points: 1,", f"points: {points},"
    )
    draft = operations.create_draft(NewDraft(shop.id, text, "More"), "ann")
    operations.submit_draft(draft.version_id, "ann")
    return operations.review_version(draft.version_id, Decision.APPROVED, "", "bob").version_id


def lived(at: int, piloted: int, share: int) -> list[Record]:
    """Purchases of 20 weeks before the pilot and 9 after it began, the same whomever the version draws."""
    chance = np.random.default_rng(3)
    drawn = [member for member in range(1, 4 * MEMBERS) if in_sample(piloted, member, share)][: MEMBERS // 2]
    others = [member for member in range(1, 4 * MEMBERS) if not in_sample(piloted, member, share)][: MEMBERS // 2]
    records = []
    for member in drawn + others:
        treated = member in drawn
        seq = 0
        for week in range(-20, 9):
            rate = GROWTH if treated and week >= 0 else 1.0
            for _ in range(chance.poisson(rate)):
                seq += 1
                instant = at + week * WEEK + int(chance.integers(WEEK))
                body = {"kind": "purchase", "order_id": f"{member}-{seq}", "amount_minor": 100_00}
                records.append(Record(member, seq, member * 1000 + seq, instant, body, decided=True))
    return records


def elasticity(history: Path, shop: LiveProgramme, past: Past | None) -> Estimate:
    observed = Observation(history, Candidate("live", shop.compiled, as_logged=True), 20, 28, past=past, at_once=3000)
    return next(one for one in estimate_responses(observed) if one.assumption == "elasticity")


def test_a_pilot_tells_how_members_answer_points(shop: LiveProgramme, frozen_clock, tmp_path: Path) -> None:
    piloted = approved(shop, 2)
    activation = operations.pilot_version(piloted, 5000, None, "Try", "bob").view
    past = past_of(shop.id)
    assert past is not None
    assert past.since == 0
    change = past.changes[0]
    assert (change.at, change.share, change.version_id) == (activation.starts_at, 5000, piloted)
    assert change.before.programme is version(shop.version_id).compiled
    history = history_of(lived(change.at, piloted, 5000), tmp_path / "history")
    found = elasticity(history, shop, past)
    assert found.doubt is None
    assert found.low < (GROWTH - 1) / 0.1 < found.high
    assert elasticity(history, shop, None).doubt is Doubt.NO_LEDGER
    assert elasticity(history, shop, Past((), 0)).doubt is Doubt.NO_CHANGE


def test_a_publication_for_everybody_leaves_nobody_to_compare_with(
    shop: LiveProgramme, frozen_clock, tmp_path: Path
) -> None:
    published = approved(shop, 3)
    activation = operations.publish_version(published, None, "", "bob").view
    past = past_of(shop.id)
    assert past is not None
    assert [one.share for one in past.changes] == [10_000]
    assert past.changes[0].treated(np.array([1, 2])) is None
    assert past.since == activation.starts_at
    history = history_of(lived(activation.starts_at, published, 5000), tmp_path / "history")
    assert elasticity(history, shop, past).doubt is Doubt.UNCOMPARED


def test_of_a_programme_that_is_not_here_nothing_is_known(db: None, frozen_clock) -> None:
    frozen_clock.advance(timedelta(days=1))
    assert past_of(12345) is None
