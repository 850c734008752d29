"""Reading the health of benefits, and opening what it proposes as drafts."""

from regulars.domain.benefit_health.operations.proposing import open_change
from regulars.domain.benefit_health.operations.reading import ask_for_health, health_job, read_health

__all__ = ["ask_for_health", "health_job", "open_change", "read_health"]
