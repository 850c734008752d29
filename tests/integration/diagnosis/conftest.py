"""A shop with a year behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.clock import from_us
from tests.conftest import FrozenClock
from tests.integration.ledger.stories import at, document_text, purchase
from tests.integration.tiers.stories import enrolled


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> Path:
    """Histories of each test in a folder of its own."""
    settings.HISTORY_ROOT = tmp_path / "history"
    return tmp_path


@pytest.fixture
def shop(db: None, frozen_clock: FrozenClock) -> LiveProgramme:
    """The story's programme, a year after it began; a point is worth a fen."""
    frozen_clock.set(from_us(at(365)))
    text = document_text().replace('"expiry"', '"cash_value": "0.01", "expiry"', 1)
    return install_programme(text, actor="test")


@pytest.fixture
def busy(shop: LiveProgramme) -> LiveProgramme:
    """The shop with forty members who bought for 10 to 19 every week: all are silver in the end, and nobody gold."""
    members = enrolled(shop, 40)
    visits = ((week, member) for week in range(52) for member in members)
    events = [purchase(member, number, 7 * week, 10 + member % 10) for number, (week, member) in enumerate(visits)]
    for first in range(0, len(events), 500):
        apply_batch(shop.id, events[first : first + 500])
    return shop
