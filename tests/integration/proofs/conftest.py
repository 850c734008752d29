"""The story's programme, installed."""

import pytest

from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from tests.integration.ledger.stories import document_text


@pytest.fixture
def story(db: None) -> LiveProgramme:
    """The story's programme."""
    return install_programme(document_text(), actor="test")
