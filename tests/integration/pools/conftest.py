"""Families with points."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from regulars.domain.pools.operations import accept_invitation, create_pool, invite_member
from regulars.domain.pools.types import NewPool, Rights
from regulars.domain.programmes.types import LiveProgramme
from tests.families import install_family


@pytest.fixture
def family(db: None, frozen_clock: object) -> LiveProgramme:
    """A programme with pools."""
    return install_family()


def make_pool(programme: LiveProgramme, members: Sequence[int], name: str = "Li") -> int:
    """A pool of the first member, which the others have joined."""
    pool_id = create_pool(programme.id, NewPool(members[0], name, "anna")).line.id
    for member in members[1:]:
        invite_member(programme.id, pool_id, member, Rights(), "anna")
        accept_invitation(programme.id, pool_id, member, "anna")
    return pool_id
