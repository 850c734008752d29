"""Counting attempts, so that nobody may make too many."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction

from regulars.domain.sign_ins.errors import TooManyCodes, TooManyLookups
from regulars.domain.sign_ins.models import Attempt
from regulars.domain.sign_ins.policy.limits import KEEP_ATTEMPTS, LIMITS, reached
from regulars.platform import clock
from regulars.platform.clock import to_us
from regulars.platform.encryption import blind_index


def subject_of(what: str, text: str) -> bytes:
    """Whose an attempt is, as a keyed digest: identifiers and addresses are not kept."""
    return blind_index(text, f"attempt {what}")


def demand_room(what: str, subject: bytes) -> None:
    """Raise TooManyCodes when there were too many already."""
    if (wait := _wait(what, subject)) is not None:
        raise TooManyCodes(minutes=_minutes(wait))


def note(what: str, subject: bytes) -> None:
    """Count one more."""
    Attempt.objects.create(what=what, subject=subject, made_at=clock.now_us())


@transaction.atomic
def note_lookup(member_id: int) -> None:
    """Count that a member looks for another by an identifier; raises TooManyLookups when they do so too often."""
    subject = subject_of("lookup", str(member_id))
    if (wait := _wait("lookup", subject)) is not None:
        raise TooManyLookups(minutes=_minutes(wait))
    note("lookup", subject)


def hash_of(token: str) -> bytes:
    """What is stored of a token. It is 32 random bytes, so one plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).digest()


def _wait(what: str, subject: bytes) -> timedelta | None:
    now = clock.now()
    rows = Attempt.objects.filter(what=what, subject=subject, made_at__gt=to_us(now - KEEP_ATTEMPTS))
    made = rows.order_by("-made_at").values_list("made_at", flat=True)[: max(limit.most for limit in LIMITS[what])]
    return reached(LIMITS[what], [now - clock.from_us(instant) for instant in made])


def _minutes(wait: timedelta) -> int:
    return max(1, -(-wait // timedelta(minutes=1)) if wait % timedelta(minutes=1) else wait // timedelta(minutes=1))
