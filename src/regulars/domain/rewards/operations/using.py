"""Codes at the counter: used once, taken back with a reason, and wrong ones counted."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F

from regulars.domain.rewards.errors import (
    TooManyWrongCodes,
    UseConflict,
    VoucherExpired,
    VoucherNotUsed,
    VoucherUnknown,
    VoucherUsed,
    VoucherVoid,
)
from regulars.domain.rewards.models import Voucher, WrongCode
from regulars.domain.rewards.operations.handing import tell_vouchers
from regulars.domain.rewards.queries.reading import clock_text, voucher_view
from regulars.domain.rewards.queries.vouchers import indexes_of, voucher_row
from regulars.domain.rewards.types.orders import Deed
from regulars.domain.rewards.types.vouchers import NewUse, VoucherState, VoucherView
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us

WRONG_CODES = 20
"""Wrong codes that somebody may show within a span; after that none is looked at until the span is over."""
SPAN_MINUTES = 10

_SPAN = SPAN_MINUTES * 60 * 1_000_000


def check_voucher(programme_id: int, asked: NewUse) -> VoucherView:
    """The voucher with this code, if it could be used now; raises as `use_voucher`, and uses nothing."""
    return _unless_wrong(programme_id, asked, lambda row: voucher_view(_usable(row), whole=False))


def use_voucher(programme_id: int, asked: NewUse) -> VoucherView:
    """Use a code, once and only once; the same use again is answered as the first time.

    Codes that nobody was given, and texts that are no codes, get the same answer, VoucherUnknown, and are counted
    against who asks, up to TooManyWrongCodes. Raises VoucherUsed, VoucherVoid, VoucherExpired and UseConflict.
    """

    def use(row: Voucher) -> VoucherView:
        if row.use_id == asked.use_id:
            return voucher_view(row, whole=False, repeated=True)
        if Voucher.objects.filter(programme_id=programme_id, use_id=asked.use_id).exists():
            raise UseConflict(use_id=asked.use_id)
        _usable(row)
        row.state, row.used_at, row.use_id = VoucherState.USED.value, now_us(), asked.use_id
        row.used_place, row.used_by = asked.place[:100], asked.actor[:150]
        row.save(update_fields=["state", "used_at", "use_id", "used_place", "used_by"])
        _note(row, asked.place, Deed(asked.actor))
        return voucher_view(row, whole=False)

    return _unless_wrong(programme_id, asked, use)


def take_use_back(programme_id: int, number: int, deed: Deed) -> VoucherView:
    """Make a used code good again, with a reason; raises VoucherUnknown and VoucherNotUsed."""

    def back() -> VoucherView:
        row = _held(voucher_row(programme_id, number))
        if row.state != VoucherState.USED:
            raise VoucherNotUsed
        place = row.used_place
        row.state, row.used_at, row.use_id = VoucherState.ASSIGNED.value, None, ""
        row.used_place = row.used_by = ""
        row.save(update_fields=["state", "used_at", "use_id", "used_place", "used_by"])
        _note(row, place, deed)
        audit.record(deed.actor, "voucher_use_taken_back", f"voucher {number}", {"reason": deed.reason, "place": place})
        return voucher_view(row, whole=False)

    return in_transaction(back)


def _unless_wrong(programme_id: int, asked: NewUse, deed: Callable[[Voucher], VoucherView]) -> VoucherView:
    """Do something with the voucher that has the code; a code that nobody was given is counted."""
    span = now_us() // _SPAN
    wrong = WrongCode.objects.filter(programme_id=programme_id, who=asked.who[:200])
    if wrong.filter(span=span, tries__gte=WRONG_CODES).exists():
        raise TooManyWrongCodes(minutes=SPAN_MINUTES)
    indexes = indexes_of(asked.code)

    def looked_up() -> VoucherView | None:
        row = Voucher.objects.filter(programme_id=programme_id, code_index__in=indexes).first()
        if row is None or row.state == VoucherState.NEW:
            return None
        return deed(_held(row))

    answer = in_transaction(looked_up)
    if answer is None:
        in_transaction(lambda: _count_wrong(programme_id, asked.who[:200], span))
        raise VoucherUnknown
    return answer


def _count_wrong(programme_id: int, who: str, span: int) -> None:
    WrongCode.objects.filter(programme_id=programme_id, who=who, span__lt=span).delete()
    WrongCode.objects.get_or_create(programme_id=programme_id, who=who, span=span, defaults={"tries": 0})
    WrongCode.objects.filter(programme_id=programme_id, who=who, span=span).update(tries=F("tries") + 1)


def _held(row: Voucher) -> Voucher:
    """The voucher, held until the transaction ends, as it is then."""
    return Voucher.objects.select_for_update(of=("self",)).select_related("item", "order").get(pk=row.pk)


def _usable(row: Voucher) -> Voucher:
    if row.state == VoucherState.USED:
        raise VoucherUsed(at=clock_text(row.programme_id, row.used_at), place=row.used_place)
    if row.state == VoucherState.VOID:
        raise VoucherVoid
    if row.state == VoucherState.EXPIRED or (row.expires_at is not None and row.expires_at <= now_us()):
        raise VoucherExpired(at=clock_text(row.programme_id, row.expires_at))
    return row


def _note(row: Voucher, place: str, deed: Deed) -> None:
    row.steps.create(
        state=row.state, changed_at=now_us(), place=place[:100], actor=deed.actor[:150], reason=deed.reason[:500]
    )
    tell_vouchers([row])
