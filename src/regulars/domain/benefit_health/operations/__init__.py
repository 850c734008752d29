"""Reading the health of benefits, opening what it proposes as drafts, and the list of competitors' benefits."""

from regulars.domain.benefit_health.operations.offers import add_offer, read_offers, remove_offer
from regulars.domain.benefit_health.operations.proposing import open_change
from regulars.domain.benefit_health.operations.reading import ask_for_health, health_job, read_health

__all__ = [
    "add_offer",
    "ask_for_health",
    "health_job",
    "open_change",
    "read_health",
    "read_offers",
    "remove_offer",
]
