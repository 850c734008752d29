"""One history with habits, and everything predicted of it, for all tests of predictions."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.domain.history.queries import folder_of
from regulars.domain.predictions.operations import Foretold, make_predictions, predict, refreshing
from regulars.domain.predictions.types import Run, Subject
from regulars.domain.programmes.types import LiveProgramme
from tests.integration.predictions.crowd import DAYS, habits, odd
from tests.shoppers import FIRST, ZONE, history_of


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """A history of 700 members over 320 days, and of some odd ones."""
    return history_of(tmp_path_factory.mktemp("habits"), habits() + odd())


@pytest.fixture(scope="session")
def found(folder: Path) -> Foretold:
    """Everything predicted of it."""
    return predict(Subject(folder, ZONE, FIRST + DAYS))


@pytest.fixture
def own_folders(settings, tmp_path: Path) -> None:
    """Histories and results of this test alone."""
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = tmp_path / "history", tmp_path / "insight"


@pytest.fixture
def run(own_folders: None, club: LiveProgramme, found: Foretold, monkeypatch) -> Run:
    """The same, kept as the predictions of the club; the models are not fitted again."""
    own = folder_of(club.code)
    own.mkdir(parents=True)
    history_of(own, habits() + odd())
    monkeypatch.setattr(refreshing, "predict", lambda _subject, _progress: found)
    return make_predictions(club.id, FIRST + DAYS)


@pytest.fixture
def call(client, club: LiveProgramme, make_key):
    """Call the API for the club with a key of some scopes."""

    def send(method: str, path: str, *scopes: str):
        headers = {"Authorization": f"Bearer {make_key(club.id, *scopes)}", "Accept-Language": "en"}
        return client.generic(method.upper(), f"/api/v1{path}", headers=headers)

    return send
