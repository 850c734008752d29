"""Forgetting what is over: codes that nobody can use any more, counts of wrong ones."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.verifications.models import ShownCode, WrongShown
from regulars.domain.verifications.policy.timing import SETTLE_DAYS, SPAN_MINUTES
from regulars.platform import clock
from regulars.platform.clock import now_us, to_us

KEPT_DAYS = SETTLE_DAYS + 10
"""Codes are known longer than a till may take to settle them: until then a second use must be noticed."""


def forget_what_is_over() -> int:
    """Remove codes and counts that are over; how many there were. Verifications stay."""
    before = to_us(clock.now() - timedelta(days=KEPT_DAYS))
    codes = ShownCode.objects.filter(shown_at__lt=before).delete()[0]
    span = now_us() // (SPAN_MINUTES * 60 * 1_000_000)
    return codes + WrongShown.objects.filter(span__lt=span).delete()[0]
