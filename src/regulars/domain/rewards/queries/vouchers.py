"""Vouchers: those of a member, of an order, all of them; and codes as they are shown."""

from __future__ import annotations

from django.db.models import QuerySet

from regulars.domain.rewards.errors import VoucherUnknown
from regulars.domain.rewards.models import Voucher
from regulars.domain.rewards.policy.codes import spelling
from regulars.domain.rewards.queries.reading import CODE, voucher_view
from regulars.domain.rewards.types.vouchers import VoucherFilter, VoucherView
from regulars.platform.encryption import blind_index, blind_indexes
from regulars.platform.paging import Page, PageRequest, page_of

EVERY_VOUCHER = VoucherFilter()


def vouchers_of(programme_id: int, member_id: int, request: PageRequest | None = None) -> Page[VoucherView]:
    """A member's vouchers with their codes, newest first."""
    rows = Voucher.objects.filter(programme_id=programme_id, member_id=member_id)
    return _page(rows, request or PageRequest(), whole=True)


def vouchers_of_order(programme_id: int, order_id: str, *, whole: bool = True) -> list[VoucherView]:
    """The vouchers that an order brought, in the order in which they were made; `whole`: with their codes."""
    rows = Voucher.objects.filter(programme_id=programme_id, order__order_id=order_id)
    return [voucher_view(row, whole=whole) for row in rows.select_related("item", "order").order_by("id")]


def list_vouchers(
    programme_id: int, request: PageRequest, criteria: VoucherFilter = EVERY_VOUCHER, *, whole: bool = False
) -> Page[VoucherView]:
    """Vouchers that meet all criteria, newest first; `whole`: with their codes."""
    rows = Voucher.objects.filter(programme_id=programme_id)
    if criteria.state is not None:
        rows = rows.filter(state=criteria.state.value)
    if criteria.item:
        rows = rows.filter(item__code=criteria.item)
    if criteria.batch:
        rows = rows.filter(batch=criteria.batch)
    if criteria.member_id is not None:
        rows = rows.filter(member_id=criteria.member_id)
    return _page(rows, request, whole=whole)


def voucher(programme_id: int, number: int, *, whole: bool = False) -> VoucherView:
    """One voucher by number, without the beginning of its code unless `whole`; raises VoucherUnknown."""
    return voucher_view(voucher_row(programme_id, number), whole=whole)


def voucher_row(programme_id: int, number: int) -> Voucher:
    """The row of a voucher by its number, for this context only; raises VoucherUnknown."""
    row = Voucher.objects.select_related("item", "order").filter(programme_id=programme_id, pk=number).first()
    if row is None:
        raise VoucherUnknown
    return row


def index_of(text: str) -> bytes:
    """What a code is kept under, however it is written."""
    return blind_index(spelling(text), CODE)


def indexes_of(text: str) -> tuple[bytes, ...]:
    """What a code is found by, also while keys are changed; the first is what it is kept under."""
    return blind_indexes(spelling(text), CODE)


def _page(rows: QuerySet[Voucher], request: PageRequest, *, whole: bool) -> Page[VoucherView]:
    rows = rows.select_related("item", "order").order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(voucher_view(row, whole=whole) for row in page.items), page.next_cursor)
