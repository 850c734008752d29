"""A programme with plans and a payment page for tests."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.domain.programmes.types import LiveProgramme
from tests.memberships import GOLD, install_plans, offer_plan

Club = tuple[LiveProgramme, list[int]]


@pytest.fixture
def paid_club(db: None, frozen_clock: object, settings: Any) -> Club:
    """A programme with the plans silver and gold, two members, and the payment page for tests."""
    settings.CHECKOUT_TEST = True
    programme, members = install_plans(2)
    offer_plan(programme)
    offer_plan(programme, "gold", GOLD)
    return programme, members
