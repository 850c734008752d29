"""The story's programme, installed."""

from tests.integration.ledger.conftest import story

__all__ = ["story"]
