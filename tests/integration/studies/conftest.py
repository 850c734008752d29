"""A shop whose members have a past, and questions about it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.studies import operations, queries
from regulars.domain.studies.types import Given, NewStudy, StudyView
from regulars.platform.jobs import run_due
from tests.integration.corrections.conftest import members
from tests.integration.ledger.stories import document_text

__all__ = ["members"]

Ask = Callable[..., StudyView]


def current() -> str:
    """The shop's programme: that of the story, with points that are worth something."""
    text = document_text(refund_shortfall="negative")
    changed = text.replace('"expiry"', '"cash_value": "0.01", "expiry"', 1)
    assert changed != text
    return changed


def harder() -> str:
    """The shop's programme with tiers that nobody reaches."""
    text = current()
    changed = text.replace("spend >= 500", "spend >= 5000")
    assert changed != text
    return changed


def richer() -> str:
    """The shop's programme with two points for each unit spent."""
    text = current()
    changed = text.replace('"points": 1, "per": 1', '"points": 2, "per": 1', 1)
    assert changed != text
    return changed


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> Path:
    """Histories and studies of each test in a folder of its own."""
    settings.HISTORY_ROOT, settings.STUDIES_ROOT = tmp_path / "history", tmp_path / "studies"
    return tmp_path


@pytest.fixture
def shop(db: None, frozen_clock: object) -> LiveProgramme:
    """The shop's programme on 15 June 2026."""
    return install_programme(current(), actor="test")


@pytest.fixture
def ask(shop: LiveProgramme, members: list[int]) -> Ask:
    """Put a question; by default about one draft with harder tiers."""

    def asked(*texts: str, actor: str = "ann", **more: object) -> StudyView:
        drafts = tuple(Given(f"Draft {place}", text) for place, text in enumerate(texts or (harder(),), start=1))
        new = NewStudy(shop.id, str(more.pop("name", "Harder tiers")), drafts, **more)
        return operations.create_study(new, actor)

    return asked


@pytest.fixture
def answered(shop: LiveProgramme, ask: Ask) -> Ask:
    """Put a question and have it answered."""

    def done(*texts: str, **more: object) -> StudyView:
        made = ask(*texts, **more)
        run_due()
        return queries.study(shop.id, made.id)

    return done
