"""What tests of faults share: the club with members who have points, and a folder for the senders' notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.faults.stream import welcome
from regulars.domain.intake.operations import accept_events, single
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.coalesce import Coalescer
from regulars.project.settings.paths import ROOT


@pytest.fixture
def club(transactional_db: None) -> LiveProgramme:
    """The club with forty members, committed for other processes to see."""
    club = install_programme((ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8"), actor="test")
    answers = accept_events(club.id, "welcome", welcome())
    assert {answer.status for answer in answers} == {"accepted"}
    return club


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder in which senders note their answers."""
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Coalescer[Any, Any]]:
    """A queue of this test's own, closed at its end so that its thread lets go of the database."""
    own = Coalescer(single._accept_together)
    monkeypatch.setattr(single, "_door", own)
    yield own
    own.close()
