"""The writers of benefits: grants and their end, choices, gifts, uses, taking them back, and ratings."""

from regulars.domain.benefits.operations.calling import call_address, signing_key
from regulars.domain.benefits.operations.campaigning import grant_part, grant_to_many, withdraw_part
from regulars.domain.benefits.operations.choosing import choose_benefits
from regulars.domain.benefits.operations.composing import Composed, compose_benefit, composed_text, mend_gradient
from regulars.domain.benefits.operations.giving import give_benefit
from regulars.domain.benefits.operations.granting import check_grant, grant_benefit, withdraw_benefit
from regulars.domain.benefits.operations.occasions import grant_for_moment, grant_for_rise
from regulars.domain.benefits.operations.rating import rate_benefit
from regulars.domain.benefits.operations.returning import return_use
from regulars.domain.benefits.operations.telling import tell_logs
from regulars.domain.benefits.operations.using import preview_use, use_benefit, use_now

__all__ = [
    "Composed",
    "call_address",
    "check_grant",
    "choose_benefits",
    "compose_benefit",
    "composed_text",
    "give_benefit",
    "grant_benefit",
    "grant_for_moment",
    "grant_for_rise",
    "grant_part",
    "grant_to_many",
    "mend_gradient",
    "preview_use",
    "rate_benefit",
    "return_use",
    "signing_key",
    "tell_logs",
    "use_benefit",
    "use_now",
    "withdraw_benefit",
    "withdraw_part",
]
