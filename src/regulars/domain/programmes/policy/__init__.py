"""Pure decisions about versions: who is in a pilot, what is in force when, what differs, and what may not differ."""

from regulars.domain.programmes.policy.comparing import compare_findings
from regulars.domain.programmes.policy.differences import changes_between
from regulars.domain.programmes.policy.lines import line_changes
from regulars.domain.programmes.policy.places import placed
from regulars.domain.programmes.policy.schedules import (
    in_sample,
    learnt_since,
    legs_between,
    legs_of,
    running_pilot,
    version_at,
    version_for_all,
    ways_between,
)

__all__ = [
    "changes_between",
    "compare_findings",
    "in_sample",
    "learnt_since",
    "legs_between",
    "legs_of",
    "line_changes",
    "placed",
    "running_pilot",
    "version_at",
    "version_for_all",
    "ways_between",
]
