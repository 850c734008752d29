"""The last report."""

from __future__ import annotations

from regulars.domain.benefit_health.errors import HealthMissing
from regulars.domain.benefit_health.models import HealthRun
from regulars.domain.benefit_health.policy.keeping import from_data
from regulars.domain.benefit_health.types import HealthReport


def last_health(programme_id: int) -> HealthReport:
    """The last report on the benefits of a programme; raises HealthMissing. One statement."""
    row = HealthRun.objects.filter(programme_id=programme_id).first()
    if row is None:
        raise HealthMissing
    return from_data(row.result)
