"""A programme with benefits, and a member who shows codes."""

from __future__ import annotations

import pytest

from regulars.domain.programmes.types import LiveProgramme
from tests.benefits import install_benefits
from tests.families import enrol


@pytest.fixture
def programme(db: None, frozen_clock: object) -> LiveProgramme:
    """A programme with benefits of every sort, in June."""
    return install_benefits()


@pytest.fixture
def member(programme: LiveProgramme) -> int:
    """One member, enrolled today, on the first tier."""
    return enrol(programme, 1)[0]
