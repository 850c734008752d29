"""A mall."""

from __future__ import annotations

import pytest

from regulars.domain.programmes.types import LiveProgramme
from tests.mall import install_mall


@pytest.fixture
def mall(db: None, frozen_clock: object) -> tuple[LiveProgramme, list[int]]:
    """A programme and three members with a thousand points each."""
    return install_mall(3)
