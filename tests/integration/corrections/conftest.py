"""The story's programme, whose members have cards."""

import pytest

from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from tests.integration.ledger.stories import document_text


@pytest.fixture
def shop(db: None, frozen_clock: object) -> LiveProgramme:
    """The story's programme on 15 June 2026; its refunds leave a debt."""
    return install_programme(document_text(refund_shortfall="negative"), actor="test")
