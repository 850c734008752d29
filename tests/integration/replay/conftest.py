"""The shop of the corrections."""

from tests.integration.corrections.conftest import shop

__all__ = ["shop"]
