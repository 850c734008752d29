"""What members have by the programme, what they may choose, and whether a use is allowed. Pure: no look-up."""

from regulars.domain.benefits.policy.allotting import allotments_of, benefit_named, grant_key, granted_allotment, runs
from regulars.domain.benefits.policy.choosing import check_picks, choice_named, may_pick, period_of, swap_before
from regulars.domain.benefits.policy.entries import Entry, entry_of, with_entry
from regulars.domain.benefits.policy.gradients import TierGradient, gradient_findings, gradient_of
from regulars.domain.benefits.policy.mending import mend_of
from regulars.domain.benefits.policy.using import check_order, check_use, free_slot, in_order_of_use

__all__ = [
    "Entry",
    "TierGradient",
    "allotments_of",
    "benefit_named",
    "check_order",
    "check_picks",
    "check_use",
    "choice_named",
    "entry_of",
    "free_slot",
    "gradient_findings",
    "gradient_of",
    "grant_key",
    "granted_allotment",
    "in_order_of_use",
    "may_pick",
    "mend_of",
    "period_of",
    "runs",
    "swap_before",
    "with_entry",
]
