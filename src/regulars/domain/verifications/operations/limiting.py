"""Wrong codes are counted, so that nobody may try many; and what is refused leaves a line in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.db.models import F, Q

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

Answer = TypeVar("Answer")

WRONG = (CodeAltered, CodeForeign, VoucherUnknown)
"""What tells that a code was never given out, or not so."""
_SPAN = SPAN_MINUTES * 60 * 1_000_000


def at_counter(programme_id: int, showing: Showing, deed: Callable[[], Answer]) -> Answer:
    """Do in one transaction what was asked for at a counter; what is refused is kept, and wrong codes are counted.

    Raises TooManyWrongShown before anything is looked at when there were too many.
    """
    subjects = _subjects(showing)
    _demand_room(programme_id, subjects)
    try:
        return in_transaction(deed)
    except DomainError as error:
        refusal = error
    in_transaction(lambda: _keep(programme_id, showing, subjects, refusal))
    raise refusal


def refused_line(actor: str, showing: Showing, refusal: DomainError) -> None:
    """Add what was refused to the audit trail; never the code."""
    place = {"channel": showing.place.channel, "store": showing.place.store, "till": showing.place.till}
    params = {"reason": refusal.code} | {name: value for name, value in place.items() if value}
    subject = "code" if showing.member_id is None else f"member {showing.member_id}"
    audit.record(actor, "verification_refused", subject, params)


def _keep(programme_id: int, showing: Showing, subjects: Mapping[str, bytes], refusal: DomainError) -> None:
    refused_line(showing.actor, showing, refusal)
    if not isinstance(refusal, (*WRONG, TooManyWrongCodes)):
        return
    span = now_us() // _SPAN
    rows = WrongShown.objects.filter(programme_id=programme_id)
    for subject in sorted(subjects.values()):
        rows.get_or_create(programme_id=programme_id, subject=subject, span=span, defaults={"tries": 0})
    rows.filter(subject__in=list(subjects.values()), span=span).update(tries=F("tries") + 1)


def _demand_room(programme_id: int, subjects: Mapping[str, bytes]) -> None:
    full = Q()
    for what, most in LIMITS:
        if what in subjects:
            full |= Q(subject=subjects[what], tries__gte=most)
    if WrongShown.objects.filter(full, programme_id=programme_id, span=now_us() // _SPAN).exists():
        raise TooManyWrongShown(minutes=SPAN_MINUTES)


def _subjects(showing: Showing) -> dict[str, bytes]:
    """By what wrong codes are counted, as keyed digests: addresses are not kept."""
    named = {"place": f"{showing.who} {showing.place.store} {showing.place.till}", "who": showing.who}
    if showing.address:
        named["address"] = showing.address
    return {what: blind_index(text, f"wrong codes by {what}") for what, text in named.items()}
