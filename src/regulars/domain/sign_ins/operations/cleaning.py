"""Forgetting what is over: codes, tokens, sessions and attempts that decide nothing any more."""

from __future__ import annotations

from regulars.domain.sign_ins.models import Attempt, MemberSession, SignInCode, UsedToken
from regulars.domain.sign_ins.policy.limits import KEEP_ATTEMPTS
from regulars.platform import clock


def forget_what_is_over() -> dict[str, int]:
    """Delete it; how many there were of each."""
    now = clock.now_us()
    before = clock.to_us(clock.now() - KEEP_ATTEMPTS)
    return {
        "codes": SignInCode.objects.filter(ends_at__lte=now).delete()[0],
        "tokens": UsedToken.objects.filter(ends_at__lte=now).delete()[0],
        "sessions": MemberSession.objects.filter(ends_at__lte=now).delete()[0],
        "attempts": Attempt.objects.filter(made_at__lte=before).delete()[0],
    }
