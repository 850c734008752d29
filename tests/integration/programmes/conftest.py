"""A minimal programme with drafts of further versions, and the people who make them."""

from collections.abc import Callable

import pytest

from regulars.domain.programmes import operations
from regulars.domain.programmes.types import Decision, LiveProgramme, NewDraft, VersionView
from regulars.project.settings.paths import ROOT

MINIMAL = (ROOT / "programmes" / "minimal.yaml").read_text(encoding="utf-8")
Draft = Callable[..., VersionView]


def generous(points: int = 2) -> str:
    """The minimal programme, but with so many points for what gave one."""
    assert "points: 1," in MINIMAL
    return MINIMAL.replace("points: 1,", f"points: {points},", 1)


@pytest.fixture
def draft(minimal: LiveProgramme, frozen_clock: object) -> Draft:
    """Make a draft of ann's that gives so many points."""
    return lambda points=2: operations.create_draft(NewDraft(minimal.id, generous(points), "More visits"), "ann")


@pytest.fixture
def submitted(draft: Draft) -> Draft:
    """Make a version of ann's that waits for a review."""
    return lambda points=2: operations.submit_draft(draft(points).version_id, "ann")


@pytest.fixture
def approved(submitted: Draft) -> Draft:
    """Make a version of ann's that bob has approved."""
    return lambda points=2: operations.review_version(submitted(points).version_id, Decision.APPROVED, "", "bob")
