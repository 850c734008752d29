"""The writers: codes and their keys, looking up, verifying, undoing, tills and what they settle."""

from regulars.domain.verifications.operations.cleaning import forget_what_is_over
from regulars.domain.verifications.operations.keys import (
    programmes_with_keys,
    revoke_key,
    rotate_key,
    rotate_when_due,
)
from regulars.domain.verifications.operations.looking import look_up
from regulars.domain.verifications.operations.reversing import reverse
from regulars.domain.verifications.operations.settling import close_conflict, retry_conflict, settle
from regulars.domain.verifications.operations.showing import code_for, code_of_grant, withdraw_grant_code
from regulars.domain.verifications.operations.tills import register_till, revoke_till, till_pack
from regulars.domain.verifications.operations.verifying import verify

__all__ = [
    "close_conflict",
    "code_for",
    "code_of_grant",
    "forget_what_is_over",
    "look_up",
    "programmes_with_keys",
    "register_till",
    "retry_conflict",
    "reverse",
    "revoke_key",
    "revoke_till",
    "rotate_key",
    "rotate_when_due",
    "settle",
    "till_pack",
    "verify",
    "withdraw_grant_code",
]
