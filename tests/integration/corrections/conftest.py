"""The story's programme, whose members have cards."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform import clock
from tests.conftest import FrozenClock
from tests.integration.corrections.stories import sale, send, spending
from tests.integration.ledger.stories import document_text


class TickingClock(FrozenClock):
    """A clock that goes on a little whenever somebody looks: things happen one after another."""

    def __call__(self) -> datetime:
        """Return the instant it shows, which none before was."""
        self.advance(timedelta(milliseconds=1))
        return self.instant


@pytest.fixture
def ticking(frozen_clock: FrozenClock) -> Iterator[FrozenClock]:
    """From noon in Shanghai on 15 June 2026."""
    ticking = TickingClock(frozen_clock.instant)
    with clock.set_to(ticking):
        yield ticking


@pytest.fixture
def shop(db: None, frozen_clock: object) -> LiveProgramme:
    """The story's programme on 15 June 2026; its refunds leave a debt."""
    return install_programme(document_text(refund_shortfall="negative"), actor="test")


@pytest.fixture
def members(shop: LiveProgramme) -> list[int]:
    """Who bought in June only; in May and June; in May only; and who bought and spent in June."""
    one, two, _, three, four, _ = send(
        shop,
        sale(1, "A1", 100, "2026-06-01"),
        sale(2, "B2", 600, "2026-05-10"),
        sale(3, "B2", 50, "2026-06-02"),
        sale(4, "C3", 70, "2026-05-20"),
        sale(5, "D4", 200, "2026-06-03"),
        spending(6, "D4", 150, "2026-06-05"),
    )
    return [one, two, three, four]
