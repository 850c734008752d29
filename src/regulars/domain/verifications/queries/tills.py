"""Reading tills, and what they could not settle."""

from __future__ import annotations

import base64
from itertools import islice

from django.db.models import Count, Q

from regulars.domain.verifications.errors import TillMissing
from regulars.domain.verifications.models import Till, TillUse
from regulars.domain.verifications.types.tills import TillState, TillUseView, TillView
from regulars.platform.clock import from_us
from regulars.platform.paging import Page, PageRequest, page_of

MOST_MISSING = 100


def list_tills(programme_id: int) -> list[TillView]:
    """All tills by code, with how many of their conflicts nobody has resolved."""
    waiting = Count("uses", filter=Q(uses__state=TillState.CONFLICT.value))
    rows = Till.objects.filter(programme_id=programme_id).annotate(waiting=waiting).order_by("code")
    return [till_view(row, row.waiting) for row in rows]


def till_row(programme_id: int, code: str) -> Till:
    """The row of a till, for this context only; raises TillMissing."""
    row = Till.objects.filter(programme_id=programme_id, code=code).first()
    if row is None:
        raise TillMissing(till=code[:40])
    return row


def has_tills(programme_id: int) -> bool:
    """Whether some till may work without a network, so that codes must be such as it can check."""
    return Till.objects.filter(programme_id=programme_id, revoked_at=None).exists()


def list_conflicts(programme_id: int, request: PageRequest, till: str = "") -> Page[TillUseView]:
    """What tills could not settle and nobody has resolved, newest first."""
    rows = TillUse.objects.select_related("till", "verification").filter(
        till__programme_id=programme_id, state=TillState.CONFLICT.value
    )
    if till:
        rows = rows.filter(till__code=till)
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows.order_by("-id")[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(till_use_view(row) for row in page.items), page.next_cursor)


def missing_numbers(till: Till) -> tuple[int, ...]:
    """Numbers below the till's highest that never arrived, the lowest hundred."""
    arrived = set(till.uses.values_list("number", flat=True))
    return tuple(islice((one for one in range(1, till.last_number) if one not in arrived), MOST_MISSING))


def till_view(row: Till, waiting: int = 0) -> TillView:
    """A row as others see it."""
    return TillView(
        code=row.code,
        name=row.name,
        store=row.store,
        public_key=base64.b64encode(bytes(row.public_key)).decode(),
        registered_at=from_us(row.registered_at),
        registered_by=row.registered_by,
        revoked_at=None if row.revoked_at is None else from_us(row.revoked_at),
        last_number=row.last_number,
        settled_at=None if row.settled_at is None else from_us(row.settled_at),
        waiting=waiting,
    )


def till_use_view(row: TillUse, *, repeated: bool = False) -> TillUseView:
    """A row as others see it."""
    made = row.verification
    return TillUseView(
        id=row.pk,
        till=row.till.code,
        store=row.till.store,
        number=row.number,
        state=TillState(row.state),
        used_at=from_us(row.used_at),
        received_at=from_us(row.received_at),
        benefit=row.benefit if made is None else made.benefit or made.item,
        order_id=row.order_id,
        problem=row.problem,
        params=row.params,
        verification=None if made is None else made.pk,
        member_id=None if made is None else made.member_id,
        closed_at=None if row.closed_at is None else from_us(row.closed_at),
        closed_by=row.closed_by,
        closed_why=row.closed_why,
        repeated=repeated,
    )
