"""A programme with a history of shoppers in its own folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from regulars.domain.clusters.policy import choosing
from regulars.domain.history.queries import folder_of
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.clock import from_us
from regulars.surfaces.cli import main
from tests.conftest import FrozenClock
from tests.shoppers import crowd, end_of, history_of


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> Path:
    """Histories and results of each test in a folder of its own."""
    settings.HISTORY_ROOT = tmp_path / "history"
    settings.INSIGHT_ROOT = tmp_path / "insight"
    return tmp_path


@pytest.fixture(autouse=True)
def few_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two numbers of clusters are tried: what the numbers in between are like is no matter here."""
    monkeypatch.setattr(choosing, "TRIED", range(3, 5))
    monkeypatch.setattr(choosing, "RESAMPLES", 4)


@pytest.fixture
def shop(club: LiveProgramme, frozen_clock: FrozenClock) -> LiveProgramme:
    """The club, ten months after its 240 shoppers began."""
    frozen_clock.set(from_us(end_of(299)))
    history_of(folder_of(club.code), crowd(240))
    return club


@pytest.fixture
def regulars(capsys, monkeypatch) -> Callable[..., tuple[int, str, str]]:
    """Run `regulars ...`: exit code, standard output and standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["regulars", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return run
