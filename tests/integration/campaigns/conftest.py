"""A programme with benefits, some members, and a list of them as a segment."""

from __future__ import annotations

import pytest

from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.segments.operations import make_segment, take_list
from regulars.domain.segments.types import Kind, NewSegment
from tests.benefits import install_benefits
from tests.families import enrol


@pytest.fixture
def programme(db: None, frozen_clock: object) -> LiveProgramme:
    """A programme with benefits of every sort, in June."""
    return install_benefits()


@pytest.fixture
def members(programme: LiveProgramme) -> list[int]:
    """Five members, the first four of them in the segment `waited`."""
    found = enrol(programme, 5)
    make_segment(programme.id, NewSegment("waited", "Waited long", "", Kind.STATIC, "", "ann"))
    fill(programme, found[:4])
    return found


def fill(programme: LiveProgramme, members: list[int]) -> None:
    """Let the segment hold these members."""
    take_list(programme.id, "waited", "\n".join(f"#{one}" for one in members), "ann")
