"""Wrong codes are counted, so that nobody may try many; and what is refused leaves a line in the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import F

from regulars.domain.rewards.errors import TooManyWrongCodes, VoucherUnknown
from regulars.domain.verifications.errors import CodeAltered, CodeForeign, TooManyWrongShown
from regulars.domain.verifications.models import WrongShown
from regulars.domain.verifications.policy.timing import LIMITS, SPAN_MINUTES
from regulars.domain.verifications.types.verifying import Showing
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us
from regulars.platform.encryption import blind_index
from regulars.platform.errors import DomainError
from regulars.platform.statements import Reading

Answer = TypeVar("Answer")

WRONG = (CodeAltered, CodeForeign, VoucherUnknown)
"""What tells that a code was never given out, or not so."""
_TRIES = Reading(
    WrongShown, "WHERE programme_id = %s AND span = %s AND subject IN (%s, %s, %s)", ("id", "subject", "tries")
)
"""By place and by who, and by address where there is one: two subjects or three."""
_SPAN = SPAN_MINUTES * 60 * 1_000_000


def at_counter(programme_id: int, showing: Showing, deed: Callable[[], Answer]) -> Answer:
    """Do in one transaction what was asked for at a counter; what is refused is kept, and wrong codes are counted.

    Raises TooManyWrongShown before anything is looked at when there were too many, which leaves a line, too.
    """
    try:
        demand_room(programme_id, showing)
        return in_transaction(deed)
    except DomainError as error:
        refusal = error
    in_transaction(lambda: keep_refusal(programme_id, showing, refusal))
    raise refusal


def demand_room(programme_id: int, showing: Showing) -> None:
    """Raise TooManyWrongShown when too many wrong codes were shown by the same people or from the same place."""
    subjects, most = _subjects(showing), dict(LIMITS)
    limits = {subject: most[what] for what, subject in subjects.items()}
    asked = [*limits, *limits][:3]
    rows = _TRIES(programme_id, now_us() // _SPAN, *asked)
    if any(row.tries >= limits[bytes(row.subject)] for row in rows):
        raise TooManyWrongShown(minutes=SPAN_MINUTES)


def keep_refusal(programme_id: int, showing: Showing, refusal: DomainError) -> None:
    """Add a line to the audit trail in the caller's transaction, and count the code if it was a wrong one."""
    _refused_line(showing, refusal)
    if not isinstance(refusal, (*WRONG, TooManyWrongCodes)):
        return
    span, subjects = now_us() // _SPAN, sorted(_subjects(showing).values())
    rows = WrongShown.objects.filter(programme_id=programme_id)
    for subject in subjects:
        rows.get_or_create(programme_id=programme_id, subject=subject, span=span, defaults={"tries": 0})
    rows.filter(subject__in=subjects, span=span).update(tries=F("tries") + 1)


def _refused_line(showing: Showing, refusal: DomainError) -> None:
    """Add what was refused to the audit trail; never the code."""
    place = {"channel": showing.place.channel, "store": showing.place.store, "till": showing.place.till}
    params = {"reason": refusal.code} | {name: value for name, value in place.items() if value}
    subject = "code" if showing.member_id is None else f"member {showing.member_id}"
    audit.record(showing.actor, "verification_refused", subject, params)


def _subjects(showing: Showing) -> dict[str, bytes]:
    """By what wrong codes are counted, as keyed digests: addresses are not kept."""
    named = {"place": f"{showing.who} {showing.place.store} {showing.place.till}", "who": showing.who}
    if showing.address:
        named["address"] = showing.address
    return {what: blind_index(text, f"wrong codes by {what}") for what, text in named.items()}
