"""Reading verifications."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from regulars.domain.benefits.types import Place
from regulars.domain.verifications.errors import VerificationMissing
from regulars.domain.verifications.models import GrantVoucher, Verification
from regulars.domain.verifications.types.codes import GrantCode, Way
from regulars.domain.verifications.types.verifying import EVERY_VERIFICATION, VerificationFilter, VerificationView
from regulars.platform.clock import from_us, to_us
from regulars.platform.paging import LARGEST, Page, PageRequest, page_of


def verification(programme_id: int, number: int) -> VerificationView:
    """One verification by number; raises VerificationMissing."""
    row = Verification.objects.filter(programme_id=programme_id, pk=number).first()
    if row is None:
        raise VerificationMissing(number=number)
    return verification_view(row)


def list_verifications(
    programme_id: int, request: PageRequest, criteria: VerificationFilter = EVERY_VERIFICATION
) -> Page[VerificationView]:
    """Verifications that meet all criteria, newest first."""
    rows = Verification.objects.filter(_condition(criteria), programme_id=programme_id).order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(verification_view(row) for row in page.items), page.next_cursor)


def every_verification(
    programme_id: int, criteria: VerificationFilter = EVERY_VERIFICATION
) -> Iterator[VerificationView]:
    """All verifications that meet the criteria, newest first, read in parts."""
    cursor: str | None = None
    while True:
        page = list_verifications(programme_id, PageRequest(cursor, LARGEST), criteria)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def list_stores(programme_id: int) -> list[str]:
    """Stores in which something was verified, by name."""
    rows = Verification.objects.filter(programme_id=programme_id).exclude(store="")
    return list(rows.order_by("store").values_list("store", flat=True).distinct()[:LARGEST])


def codes_of_grant(programme_id: int, grant_id: int) -> list[GrantCode]:
    """The codes of a grant that were handed out as vouchers, newest first, without their beginnings."""
    rows = GrantVoucher.objects.filter(programme_id=programme_id, grant_id=grant_id)
    return [grant_code_view(row, f"…{row.tail}") for row in rows.order_by("-id")]


def count_grant_codes(programme_id: int, benefit: str) -> int:
    """How many codes of grants of a benefit were handed out and not taken out of use since."""
    return GrantVoucher.objects.filter(programme_id=programme_id, benefit=benefit, withdrawn_at=None).count()


def grant_code_view(row: GrantVoucher, code: str, *, repeated: bool = False) -> GrantCode:
    """A row as others see it."""
    return GrantCode(
        number=row.pk,
        code=code,
        member_id=row.member_id,
        grant_id=row.grant_id,
        benefit=row.benefit,
        made_at=from_us(row.made_at),
        made_by=row.made_by,
        withdrawn_at=None if row.withdrawn_at is None else from_us(row.withdrawn_at),
        repeated=repeated,
    )


def _condition(criteria: VerificationFilter) -> Q:
    given: dict[str, Any] = {
        "member_id": criteria.member_id,
        "benefit": criteria.benefit or None,
        "store": criteria.store or None,
        "till": criteria.till or None,
        "actor": criteria.actor or None,
        "verified_at__gte": None if criteria.since is None else to_us(criteria.since),
        "verified_at__lt": None if criteria.before is None else to_us(criteria.before),
    }
    condition = Q(**{name: value for name, value in given.items() if value is not None})
    return condition if criteria.with_reversed else condition & Q(reversed_at=None)


def verification_view(row: Verification, *, repeated: bool = False) -> VerificationView:
    """A row as others see it."""
    return VerificationView(
        id=row.pk,
        request_id=row.request_id,
        way=Way(row.way),
        member_id=row.member_id,
        benefit=row.benefit,
        voucher=row.voucher,
        item=row.item,
        place=Place(row.channel, row.store, row.till),
        order_id=row.order_id,
        actor=row.actor,
        verified_at=from_us(row.verified_at),
        recorded_at=from_us(row.recorded_at),
        till_number=row.till_number,
        reversed_at=None if row.reversed_at is None else from_us(row.reversed_at),
        reversed_by=row.reversed_by,
        reversed_why=row.reversed_why,
        repeated=repeated,
    )
